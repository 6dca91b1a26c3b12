"""Everybody without an account starts with an empty mailbox and a fresh count of questions."""

import pytest
from django.core.cache import cache

from tests.links.visitor import Visitor
from tests.stage import Stage


@pytest.fixture
def rosa(stage: Stage) -> Visitor:
    """Rosa, who is to sign and has no account."""
    cache.clear()
    return Visitor()
