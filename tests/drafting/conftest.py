"""What the tests of drafting share."""

import pytest

from tests.drafting.two_people import Two, two_people
from tests.scenario import Scenario


@pytest.fixture
def two(scenario: Scenario) -> Two:
    """Two people with the same draft open."""
    return two_people(scenario)
