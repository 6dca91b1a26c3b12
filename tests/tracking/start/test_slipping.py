"""The rules of the start pages as tables: silence, reasons, and what each occurrence counts for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from agreements.content import DueRule
from agreements.tracking.occurrences.facts import Terms
from agreements.tracking.queries import Duty
from agreements.tracking.standing import Tracked, TrackedState
from agreements.tracking.start.bars import WIDTH, bar
from agreements.tracking.start.slipping import Figures, Silence, counted, is_stale, reasons, silent_since
from agreements.vocabulary import DueShape, OwedBy, Side

BEGIN, END = date(2025, 3, 10), date(2028, 3, 9)
DAY = timedelta(days=1)


def silence(last_said: date | None, begins: date | None = BEGIN, ends: date | None = END) -> Silence:
    return Silence(in_force_on=begins, last_day=ends, last_said=last_said)


@pytest.mark.parametrize(
    ("told", "as_of", "since", "stale"),
    [
        # never reported: silent since the contract is in force
        (silence(None), BEGIN, BEGIN, False),
        (silence(None), BEGIN + 89 * DAY, BEGIN, False),
        (silence(None), BEGIN + 90 * DAY, BEGIN, True),
        # reported: counted from the last report, on the day itself
        (silence(date(2025, 12, 31)), date(2026, 3, 30), date(2025, 12, 31), False),
        (silence(date(2025, 12, 31)), date(2026, 3, 31), date(2025, 12, 31), True),
        # over 29 February
        (silence(date(2028, 1, 1), ends=None), date(2028, 3, 30), date(2028, 1, 1), False),
        (silence(date(2028, 1, 1), ends=None), date(2028, 3, 31), date(2028, 1, 1), True),
        # what was said before the contract came into force does not make it speak
        (silence(date(2024, 1, 1)), BEGIN + 90 * DAY, BEGIN, True),
        # nobody has to say anything before the contract, after it, and without one
        (silence(None), BEGIN - DAY, None, False),
        (silence(None), END, BEGIN, True),
        (silence(None), END + DAY, None, False),
        (silence(None, begins=None), END, None, False),
    ],
)
def test_a_district_is_silent_after_ninety_days(
    told: Silence, as_of: date, since: date | None, stale: bool
) -> None:
    assert silent_since(told, as_of) == since
    assert is_stale(told, as_of, 90) is stale


@pytest.mark.parametrize(
    ("figures", "silent", "words"),
    [
        (Figures(), None, []),
        (Figures(due=4, to_confirm=2, ours_overdue=3), None, []),
        (Figures(overdue=1, oldest=date(2026, 1, 1)), None, ["1 überfällig, seit 14\N{NO-BREAK SPACE}Tagen"]),
        (
            Figures(overdue=3, oldest=date(2025, 1, 15), asked=1),
            None,
            ["3 überfällig, die älteste seit 12\N{NO-BREAK SPACE}Monaten", "1 Rückfrage ohne Antwort"],
        ),
        (
            Figures(asked=2),
            date(2025, 10, 1),
            ["2 Rückfragen ohne Antwort", "seit 3\N{NO-BREAK SPACE}Monaten keine Meldung"],
        ),
    ],
)
def test_why_a_district_is_slipping(figures: Figures, silent: date | None, words: list[str]) -> None:
    assert list(reasons(figures, silent, date(2026, 1, 15))) == words


def occurrence(state: TrackedState, owed_by: OwedBy, said_by: Side | None = None) -> Duty:
    terms = Terms(
        number=0, holds_from=BEGIN, rule=DueRule(shape=DueShape.FIXED, due_on=END), quantity=Decimal(1)
    )
    return Duty(
        agreement_id=1,
        obligation_id=1,
        instrument_id=1,
        code="O-01",
        district_number="03",
        position=1,
        terms=terms,
        owed_by=owed_by,
        tracked=Tracked(state),
        said_by=said_by,
    )


@pytest.mark.parametrize(
    ("state", "owed_by", "said_by", "figures"),
    [
        (TrackedState.OVERDUE, OwedBy.DISTRICT, None, Figures(overdue=1)),
        (TrackedState.OVERDUE, OwedBy.BOTH, Side.ASSOCIATION, Figures(overdue=1)),
        (TrackedState.OVERDUE, OwedBy.ASSOCIATION, None, Figures(ours_overdue=1)),
        (TrackedState.DUE, OwedBy.BOTH, None, Figures(due=1)),
        (TrackedState.DUE, OwedBy.ASSOCIATION, None, Figures()),
        (TrackedState.WAITING, OwedBy.BOTH, Side.DISTRICT, Figures(to_confirm=1)),
        (TrackedState.WAITING, OwedBy.BOTH, Side.ASSOCIATION, Figures(ours_waiting=1)),
        (TrackedState.ASKED_BACK, OwedBy.DISTRICT, Side.DISTRICT, Figures(asked=1)),
        (TrackedState.ASKED_BACK, OwedBy.ASSOCIATION, Side.ASSOCIATION, Figures()),
        *(
            (state, OwedBy.DISTRICT, Side.DISTRICT, Figures())
            for state in (TrackedState.DONE, TrackedState.UPCOMING)
        ),
    ],
)
def test_what_an_occurrence_counts_for(
    state: TrackedState, owed_by: OwedBy, said_by: Side | None, figures: Figures
) -> None:
    assert counted(occurrence(state, owed_by, said_by)) == figures


def test_figures_add_up_with_the_older_and_the_later_day() -> None:
    one = Figures(overdue=1, oldest=date(2026, 1, 1), last_said=date(2026, 5, 1))
    other = Figures(overdue=2, oldest=date(2025, 1, 1), asked=1)
    assert one + other == other + one
    assert one + other == Figures(overdue=3, oldest=date(2025, 1, 1), asked=1, last_said=date(2026, 5, 1))


@pytest.mark.parametrize("most", [1, 3, 7, 11])
def test_the_pieces_of_a_bar_meet_and_end_at_its_part_of_the_longest(most: int) -> None:
    drawn = bar(Figures(overdue=1, due=most - 1), most)
    ends = [piece.start + piece.width for piece in drawn.pieces]
    assert [piece.start for piece in drawn.pieces] == [0, *ends[:-1]]
    assert ends[-1] == WIDTH
    assert drawn.words.startswith("1 überfällig")
    assert bar(Figures(), 0).pieces == ()
