"""Fixtures of notifications."""

from collections.abc import Iterator

import pytest

from tests.notifications.server import MailServer, mail_server
from tests.scenario import Scenario


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A real SMTP server."""
    with mail_server() as taker:
        yield taker


@pytest.fixture
def reached(scenario: Scenario) -> Scenario:
    """The scenario, with an address for every user."""
    for name, user in scenario.people.items():
        user.email = f"{name}@example.org"
        user.save(update_fields=["email"])
    return scenario
