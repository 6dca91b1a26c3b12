"""The mail server, and people with addresses."""

from collections.abc import Iterator

import pytest

from tests.mail.server import MailServer, mail_server
from tests.stage import Stage


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A real SMTP server."""
    with mail_server() as taker:
        yield taker


@pytest.fixture
def reached(stage: Stage) -> Stage:
    """The stage, with an address for everybody."""
    for name, user in stage.people.items():
        user.email = f"{name}@example.org"
        user.save(update_fields=["email"])
    return stage
