"""A visitor for the tests of links."""

import pytest
from django.core.cache import cache

from tests.scenario import Scenario
from tests.signing.links.visitor import Visitor


@pytest.fixture
def rosa(scenario: Scenario) -> Visitor:
    """A signatory without an account."""
    cache.clear()
    return Visitor()
