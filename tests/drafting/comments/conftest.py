"""The ground of the tests about comments: a contract of Pankow in review, and who talks about it."""

import pytest

from tests.drafting.comments.conversation import Talk, talk_about
from tests.scenario import Scenario


@pytest.fixture
def talk(scenario: Scenario) -> Talk:
    """A contract in review with one comment for the team and one for the district at the same Absatz."""
    return talk_about(scenario)
