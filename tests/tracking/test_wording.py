"""German labels for the status of obligations."""

from datetime import date

import pytest

from agreements.choices import Anchor, DueShape
from agreements.content import NBSP
from agreements.due_rule import DueRule
from agreements.schedule.facts import Occurrence
from agreements.tracking.status import OccurrenceStatus, TrackedState
from agreements.tracking.wording import (
    HEADINGS,
    NOT_OWED,
    SUPERSEDED,
    occurrence_words,
    period_words,
    rule_words,
    state_words,
    superseded_words,
)
from tests.schedule.terms import event, fixed, period, text


def occurrence(
    due_on: date | None, key: str = "x", *, superseded: bool = False, owed: bool = True
) -> Occurrence:
    return Occurrence(
        key=key, starts_on=date(2024, 1, 1), due_on=due_on, number=0, superseded=superseded, owed=owed
    )


def status(state: TrackedState, due_on: date | None, reason: str = "") -> OccurrenceStatus:
    return OccurrenceStatus(state, occurrence(due_on), reason)


@pytest.mark.parametrize(
    ("state", "due_on", "as_of", "words"),
    [
        (TrackedState.OVERDUE, date(2025, 1, 31), date(2025, 2, 1), "seit 1~Tag überfällig"),
        (TrackedState.OVERDUE, date(2025, 1, 31), date(2025, 3, 30), "seit 58~Tagen überfällig"),
        (TrackedState.OVERDUE, date(2025, 1, 31), date(2025, 3, 31), "seit 2~Monaten überfällig"),
        (TrackedState.OVERDUE, date(2024, 12, 31), date(2026, 1, 30), "seit 12~Monaten überfällig"),
        (TrackedState.DUE, date(2025, 1, 31), date(2025, 1, 31), "heute fällig"),
        (TrackedState.DUE, date(2025, 1, 31), date(2025, 1, 30), "fällig in 1~Tag"),
        (TrackedState.DUE, date(2025, 1, 31), date(2025, 1, 1), "fällig in 30~Tagen"),
        (TrackedState.DUE, None, date(2025, 1, 1), "unverzüglich"),
        (TrackedState.UPCOMING, date(2025, 1, 31), date(2024, 1, 1), "später fällig"),
        (TrackedState.DONE, date(2025, 1, 31), date(2025, 2, 1), "erledigt"),
        (TrackedState.WAITING, date(2025, 1, 31), date(2025, 2, 1), "wartet auf Bestätigung"),
        (TrackedState.ON_EVENT, None, date(2025, 2, 1), "bei Anlass"),
    ],
)
def test_state_words(state: TrackedState, due_on: date | None, as_of: date, words: str) -> None:
    assert state_words(status(state, due_on), as_of) == words.replace("~", NBSP)


def test_rule_words_explain_a_missing_date() -> None:
    rule = DueRule(shape=DueShape.OFFSET, anchor=Anchor.BA_RESOLUTION, offset_months=3)
    waiting = status(TrackedState.UNDATED, None, "sobald der BA-Beschluss gefasst ist")
    assert rule_words(rule, waiting).endswith("nach BA-Beschluss; sobald der BA-Beschluss gefasst ist")
    assert rule_words(rule, status(TrackedState.UPCOMING, date(2025, 1, 31))).endswith("nach BA-Beschluss")


def test_rule_words_name_the_other_obligation() -> None:
    rule = DueRule(shape=DueShape.OFFSET, anchor=Anchor.FULFILMENT, anchor_code="O-06", offset_months=3)
    waiting = status(TrackedState.UPCOMING, date(2025, 1, 31))
    assert rule_words(rule, waiting).replace(NBSP, " ") == "bis 3 Monate nach Erfüllung von O-06"


def test_occurrence_words() -> None:
    yearly, once, triggered = text(period(12, 12, 31)), text(fixed(date(2024, 12, 31))), text(event())
    late = status(TrackedState.OVERDUE, date(2024, 12, 31))
    assert occurrence_words(once, late) == "fällig am 31.12.2024: überfällig"
    assert (
        occurrence_words(yearly, late)
        == "fällig am 31.12.2024 (Zeitraum 01.01.2024 bis 31.12.2024): überfällig"
    )
    occasion = OccurrenceStatus(TrackedState.DUE, occurrence(None, "anlass-1"))
    assert occurrence_words(triggered, occasion).startswith("Anlass vom 01.01.2024, ohne Termin")
    assert period_words(triggered, None) == ""


def test_superseded_words() -> None:
    assert superseded_words(None) == superseded_words(occurrence(None)) == ""
    assert superseded_words(occurrence(None, superseded=True)) == SUPERSEDED
    assert superseded_words(occurrence(None, superseded=True, owed=False)) == NOT_OWED


def test_every_state_has_a_heading() -> None:
    assert set(HEADINGS) == set(TrackedState)
