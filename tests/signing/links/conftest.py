"""Everybody without an account starts with an empty mailbox and a fresh count of questions."""

import pytest
from django.core.cache import cache

from tests.scenario import Scenario
from tests.signing.links.visitor import Visitor


@pytest.fixture
def rosa(scenario: Scenario) -> Visitor:
    """Rosa, who is to sign and has no account."""
    cache.clear()
    return Visitor()
