"""Due dates that follow a milestone or the end of the contract, and obligations that are never due."""

from datetime import UTC, date, datetime

import pytest

from agreements.models import Instrument
from agreements.schedule.facts import UNDATED
from agreements.tracking.status import TrackedState
from tests.amending import amend
from tests.scenario import Scenario
from tests.tracking.report_factories import obligation_of, states

AMENDED_AT, DAY = datetime(2025, 7, 1, 10, 0, tzinfo=UTC), date(2025, 9, 1)
FOUR_WEEKS_BEFORE = {"shape": "offset", "offset_amount": 4, "offset_unit": "weeks", "offset_before": True}


@pytest.fixture
def contract(scenario: Scenario) -> Instrument:
    changes = {
        "O-16": {**FOUR_WEEKS_BEFORE, "anchor": "milestone", "anchor_milestone": "Fachtag"},
        "O-17": {**FOUR_WEEKS_BEFORE, "anchor": "end"},
        "O-28": {"shape": "continuous", "trigger": ""},
    }
    coordinator = scenario.people["coordinator"]
    amend(scenario.signed, changes, begins_on=date(2025, 8, 1), by=coordinator, at=AMENDED_AT)
    return scenario.signed


def test_a_milestone_has_a_day_until_it_is_dropped(contract: Instrument) -> None:
    obligation = obligation_of(contract, "O-16")
    assert states(obligation, DAY) == {UNDATED: TrackedState.UNDATED}
    planned = contract.agreement.milestones.create(
        kind="event", title="Fachtag", state="planned", dated=date(2026, 5, 15), source="Planung"
    )
    assert states(obligation, DAY) == {"2026-04-17": TrackedState.UPCOMING}
    planned.state = "dropped"
    planned.save()
    assert states(obligation, DAY) == {UNDATED: TrackedState.UNDATED}


def test_the_end_of_the_term_has_a_day(contract: Instrument) -> None:
    assert contract.ends_on == date(2028, 3, 31)
    assert states(obligation_of(contract, "O-17"), DAY) == {"2028-03-03": TrackedState.UPCOMING}


def test_what_is_owed_continuously_is_looked_at_once_a_year(contract: Instrument) -> None:
    found = states(obligation_of(contract, "O-28"), date(2026, 6, 1))
    assert found == {"2025-12-31": TrackedState.CONTINUOUS, "2026-12-31": TrackedState.CONTINUOUS}
