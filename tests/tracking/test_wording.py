"""The German words for where an obligation stands."""

from datetime import date

import pytest

from agreements.choices import Anchor, DueShape
from agreements.content import NBSP, DueRule
from agreements.tracking.schedule.facts import Occurrence
from agreements.tracking.status import Tracked, TrackedState
from agreements.tracking.wording import (
    HEADINGS,
    NOT_OWED,
    OLDER,
    occurrence_words,
    older_words,
    period_words,
    rule_words,
    state_words,
)
from tests.tracking.schedule.rules import event, fixed, period, text


def one(due_on: date | None, key: str = "x", *, older: bool = False, owed: bool = True) -> Occurrence:
    return Occurrence(key=key, starts_on=date(2024, 1, 1), due_on=due_on, number=0, older=older, owed=owed)


def standing(state: TrackedState, due_on: date | None, reason: str = "") -> Tracked:
    return Tracked(state, one(due_on), reason)


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
def test_the_state_in_words(state: TrackedState, due_on: date | None, as_of: date, words: str) -> None:
    assert state_words(standing(state, due_on), as_of) == words.replace("~", NBSP)


def test_the_rule_says_why_there_is_no_date() -> None:
    rule = DueRule(shape=DueShape.OFFSET, anchor=Anchor.BA_RESOLUTION, offset_months=3)
    waiting = standing(TrackedState.UNDATED, None, "sobald der BA-Beschluss datiert ist")
    assert rule_words(rule, waiting).endswith("nach BA-Beschluss; sobald der BA-Beschluss datiert ist")
    assert rule_words(rule, standing(TrackedState.UPCOMING, date(2025, 1, 31))).endswith("nach BA-Beschluss")


def test_the_rule_names_the_obligation_that_it_counts_from() -> None:
    rule = DueRule(shape=DueShape.OFFSET, anchor=Anchor.FULFILMENT, anchor_code="O-06", offset_months=3)
    waiting = standing(TrackedState.UPCOMING, date(2025, 1, 31))
    assert rule_words(rule, waiting).replace(NBSP, " ") == "bis 3 Monate nach Erfüllung von O-06"


def test_an_occurrence_has_a_name() -> None:
    yearly, once, triggered = text(period(12, 12, 31)), text(fixed(date(2024, 12, 31))), text(event())
    late = standing(TrackedState.OVERDUE, date(2024, 12, 31))
    assert occurrence_words(once, late) == "fällig am 31.12.2024: überfällig"
    assert (
        occurrence_words(yearly, late)
        == "fällig am 31.12.2024 (Zeitraum 01.01.2024 bis 31.12.2024): überfällig"
    )
    occasion = Tracked(TrackedState.DUE, one(None, "anlass-1"))
    assert occurrence_words(triggered, occasion).startswith("Anlass vom 01.01.2024, ohne Termin")
    assert period_words(triggered, None) == ""


def test_what_was_reported_under_an_older_text_says_so() -> None:
    assert older_words(None) == older_words(one(None)) == ""
    assert older_words(one(None, older=True)) == OLDER
    assert older_words(one(None, older=True, owed=False)) == NOT_OWED


def test_every_state_has_a_heading() -> None:
    assert set(HEADINGS) == set(TrackedState)
