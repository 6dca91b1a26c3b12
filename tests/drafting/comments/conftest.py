"""Fixtures for the tests of comments."""

import pytest

from tests.drafting.comments.conversation import CommentScenario, comment_scenario
from tests.scenario import Scenario


@pytest.fixture
def comments(scenario: Scenario) -> CommentScenario:
    """An instrument in review with one thread for the team and one for the district on the same clause."""
    return comment_scenario(scenario)
