"""The German words for where an obligation stands."""

from datetime import date

import pytest

from agreements.content import NBSP, DueRule
from agreements.tracking.due import Due, Occurrence
from agreements.tracking.standing import Tracked, TrackedState
from agreements.tracking.wording import HEADINGS, rule_words, state_words, target_words
from agreements.vocabulary import Anchor, DueShape


def standing(state: TrackedState, due_on: date | None, reason: str = "") -> Tracked:
    occurrence = Occurrence(date(2024, 1, 1), due_on) if due_on else None
    return Tracked(state, Due(next=occurrence, reason=reason), occurrence, occurrence)


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
        (TrackedState.UPCOMING, date(2025, 1, 31), date(2024, 1, 1), "später fällig"),
        (TrackedState.DONE, date(2025, 1, 31), date(2025, 2, 1), "erledigt"),
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


def test_the_form_says_what_a_report_counts_for() -> None:
    assert "31.01.2025" in target_words(standing(TrackedState.UPCOMING, date(2025, 1, 31)))
    last, following = (
        Occurrence(date(2024, 1, 1), date(2024, 12, 31)),
        Occurrence(date(2025, 1, 1), date(2025, 12, 31)),
    )
    late = Tracked(TrackedState.OVERDUE, Due(last, following, recurs=True), last, following)
    assert "am 31.12.2024 liegt länger zurück" in target_words(late)
    assert "zählt für den Termin am 31.12.2025." in target_words(late)
    assert "als Ganzes" in target_words(standing(TrackedState.ON_EVENT, None))


def test_every_state_has_a_heading() -> None:
    assert set(HEADINGS) == set(TrackedState)
