"""Fixtures of the tests of drafting."""

import pytest

from tests.drafting.two_people import Two, two_people
from tests.scenario import Scenario


@pytest.fixture
def two(scenario: Scenario) -> Two:
    """Two users with the same draft open."""
    return two_people(scenario)
