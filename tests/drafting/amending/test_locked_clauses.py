"""What the model text locks, in the amendments that follow one that deviates from it."""

from datetime import UTC, datetime

import pytest

from agreements.drafting.actions.text import remove_clause, remove_section
from agreements.drafting.amending.rebasing.actions import rebase_draft
from agreements.drafting.amending.rebasing.queries import base_move
from agreements.drafting.model_texts.deviations import record_deviation
from agreements.models import Clause, Instrument
from tests.amending import begin, freeze_amendment, sign_amendment
from tests.scenario import Scenario

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
SECTION, CLAUSE = "p16", "p16-2"


def remove(draft: Instrument, what: str, scenario: Scenario) -> set[str]:
    """Remove a locked clause, or its whole section, with a recorded deviation, and sign; return what is removed."""
    rows = Clause.objects.filter(section__instrument=draft, section__key=SECTION)
    gone = set(rows.values_list("key", flat=True)) if what == SECTION else {what}
    for row in rows.filter(locked=True, key__in=gone):
        record_deviation(
            draft, key=row.key, reason="So vereinbart.", revision=row.revision, by=scenario.amira, at=AT
        )
    if what == SECTION:
        revision = draft.sections.get(key=what).revision
        remove_section(draft, key=what, revision=revision, by=scenario.amira, at=AT)
    else:
        remove_clause(draft, key=what, revision=rows.get(key=what).revision, by=scenario.amira, at=AT)
    sign_amendment(freeze_amendment(draft, by=scenario.amira, at=AT), by=scenario.amira, at=AT)
    return gone


@pytest.mark.parametrize("what", [SECTION, CLAUSE])
def test_what_was_removed_is_locked_no_more(what: str, scenario: Scenario) -> None:
    first, meanwhile = (begin(scenario.signed, by=scenario.amira, at=AT) for _ in range(2))
    locked = set(first.rules.locked)
    gone = remove(first, what, scenario)
    assert locked & gone
    after = begin(scenario.signed, by=scenario.amira, at=AT)
    assert set(after.rules.locked) == locked - gone

    move = base_move(meanwhile)
    assert move is not None
    moved = rebase_draft(meanwhile, decisions={}, seen=move.seen, by=scenario.amira, at=AT)
    assert set(moved.rules.locked) == locked - gone
