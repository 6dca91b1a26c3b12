"""What the tests of drafting share."""

import pytest

from tests.drafting.two_people import Two, two_people
from tests.stage import Stage


@pytest.fixture
def two(stage: Stage) -> Two:
    """Two people with the same draft open."""
    return two_people(stage)
