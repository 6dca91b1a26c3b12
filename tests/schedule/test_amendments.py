"""The effect of an amendment, a corrected date or a changed term on existing occurrences."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Anchor, Sense
from agreements.due_rule import OffsetUnit
from agreements.schedule.building import build_schedule
from agreements.schedule.facts import UNDATED, OccasionFact, Terms
from tests.schedule.terms import (
    PANKOW,
    after,
    count,
    due_days,
    event,
    fixed,
    occurrences,
    offset,
    period,
    reported,
    text,
)

LONG = replace(PANKOW, last_day=date(2029, 6, 30))


def amended(before: Terms, after: Terms) -> list[Terms]:
    return [before, replace(after, number=1)]


@pytest.mark.parametrize(
    ("before", "after", "effective_from", "days"),
    [
        pytest.param(
            period(12, 1, 31),
            period(12, 6, 30),
            date(2025, 2, 10),
            [date(2024, 1, 31), date(2025, 1, 31), date(2025, 6, 30), date(2026, 6, 30)],
            id="moved within the period under way",
        ),
        pytest.param(
            period(12, 2, 28),
            period(12, 1, 31),
            date(2025, 2, 10),
            [date(2024, 2, 28), date(2025, 2, 28), date(2026, 1, 31)],
            id="no year is lost between two texts",
        ),
        pytest.param(
            period(12, 1, 31),
            period(12, 2, 15),
            date(2024, 10, 15),
            [date(2024, 1, 31), date(2025, 2, 15), date(2026, 2, 15)],
            id="moved by two weeks: nothing is owed twice",
        ),
        pytest.param(
            count(12),
            count(6),
            date(2025, 4, 1),
            [
                date(2023, 12, 31),
                date(2024, 12, 31),
                date(2025, 6, 30),
                date(2025, 12, 31),
                date(2026, 6, 30),
            ],
            id="oftener from the running half-year on",
        ),
        pytest.param(
            period(6, 6, 30),
            period(12, 12, 31),
            date(2025, 7, 1),
            [
                date(2023, 12, 30),
                date(2024, 6, 30),
                date(2024, 12, 30),
                date(2025, 6, 30),
                date(2025, 12, 31),
            ],
            id="less often",
        ),
        pytest.param(
            period(12, 1, 31),
            period(12, 1, 31),
            date(2025, 1, 31),
            [date(2024, 1, 31), date(2025, 1, 31), date(2026, 1, 31)],
            id="said again on the due date itself",
        ),
        pytest.param(
            fixed(date(2024, 6, 30)),
            period(12, 6, 30),
            date(2024, 9, 1),
            [date(2024, 6, 30), date(2025, 6, 30), date(2026, 6, 30)],
            id="once becomes yearly; what was due stays",
        ),
        pytest.param(
            period(12, 6, 30),
            fixed(date(2026, 3, 31)),
            date(2024, 9, 1),
            [date(2024, 6, 30), date(2026, 3, 31)],
            id="yearly becomes once",
        ),
    ],
)
def test_terms_in_force_on_the_due_date_decide(
    before: Terms, after: Terms, effective_from: date, days: list[date]
) -> None:
    texts = amended(text(before), text(after, effective_from))  # type: ignore[arg-type]  # rules, named as they read
    found = due_days(occurrences(texts, LONG, days[-1]))
    assert found == days


@pytest.mark.parametrize(
    ("as_of", "due_on", "number"),
    [
        (
            date(2024, 5, 1),
            date(2024, 6, 30),
            0,
        ),  # the amendment comes too late for that day, as far as one knows
        (date(2024, 8, 31), date(2024, 6, 30), 0),  # overdue
        (date(2024, 9, 1), date(2024, 12, 31), 1),  # and given more time
        (date(2025, 9, 1), date(2024, 12, 31), 1),
    ],
)
def test_a_single_date_follows_the_newest_text(as_of: date, due_on: date, number: int) -> None:
    texts = amended(text(fixed(date(2024, 6, 30))), text(fixed(date(2024, 12, 31)), date(2024, 9, 1)))
    [found] = occurrences(texts, PANKOW, as_of)
    assert (found.due_on, found.number) == (due_on, number)


def test_an_amendment_that_repeats_an_early_date_does_not_move_it() -> None:
    rule = fixed(date(2023, 12, 31))
    texts = amended(text(rule), text(rule, date(2025, 1, 1)))
    assert due_days(occurrences(texts, PANKOW, date(2026, 1, 1))) == [date(2023, 12, 31)]


def test_settled_single_date_is_not_due_again() -> None:
    old = text(fixed(date(2024, 6, 30)))
    [occurrence] = occurrences([old], PANKOW, date(2024, 5, 1))
    texts = amended(old, text(fixed(date(2024, 12, 31)), date(2024, 6, 1)))
    [found] = occurrences(texts, PANKOW, date(2024, 7, 1), reported(occurrence))
    assert (found.due_on, found.superseded) == (date(2024, 6, 30), True)
    both = occurrences(texts, PANKOW, date(2024, 7, 1), reported(occurrence, settled=False))
    assert [(one.due_on, one.superseded) for one in both] == [
        (date(2024, 6, 30), True),
        (date(2024, 12, 31), False),
    ]


def test_a_corrected_resolution_does_not_move_what_was_reported() -> None:
    rule = offset(Anchor.BA_RESOLUTION, 3)
    [waiting] = occurrences(rule, PANKOW, date(2023, 8, 1))
    assert waiting.key == UNDATED
    first = replace(PANKOW, ba_resolution_on=date(2023, 8, 29))
    [dated] = occurrences(rule, first, date(2023, 9, 1))
    corrected = replace(PANKOW, ba_resolution_on=date(2023, 8, 30))
    [found] = occurrences(rule, corrected, date(2023, 9, 2), reported(dated))
    assert (found.due_on, found.superseded) == (date(2023, 11, 29), True)
    # reported before the day was known: settled all the same
    [early] = occurrences(rule, first, date(2023, 9, 1), reported(waiting))
    assert (early.key, early.superseded) == (UNDATED, True)


def test_changed_quantity_supersedes_a_report() -> None:
    ten = replace(text(count(12)), quantity=Decimal(10), unit="Sitzungen")
    twelve = replace(ten, number=1, effective_from=date(2024, 7, 1), quantity=Decimal(12))
    [_, occurrence] = occurrences([ten], PANKOW, date(2024, 6, 1))
    for texts, superseded in (([ten], False), ([ten, twelve], True)):
        found = build_schedule(texts, PANKOW, date(2024, 8, 1), reported=[reported(occurrence)]).get(
            "2024-12-31"
        )
        assert found is not None
        assert found.superseded == superseded


def test_shorter_term_keeps_reported_occurrences() -> None:
    rule = period(12, 1, 31)
    first, second, third = occurrences(rule, PANKOW, date(2025, 9, 1))
    shorter = replace(PANKOW, last_day=date(2025, 9, 30))
    found = occurrences(rule, shorter, date(2025, 10, 1), reported(third, settled=False))
    assert found == (first, second, replace(third, superseded=True, owed=False))


def test_occasion_follows_the_terms_of_its_own_day() -> None:
    texts = amended(
        text(event(after(4, OffsetUnit.WEEKS))), text(event(after(2, OffsetUnit.WEEKS)), date(2024, 5, 1))
    )
    both = replace(PANKOW, occasions=(OccasionFact(1, date(2024, 4, 30)), OccasionFact(2, date(2024, 5, 1))))
    assert due_days(occurrences(texts, both, date(2024, 6, 1))) == [date(2024, 5, 15), date(2024, 5, 28)]


def test_terms_replaced_before_they_took_effect_are_ignored() -> None:
    texts = [
        text(fixed(date(2024, 6, 30))),
        text(fixed(date(2024, 7, 31)), date(2024, 5, 1), 1),
        text(fixed(date(2024, 8, 31)), date(2024, 5, 1), 2),
        text(fixed(date(2024, 9, 30)), None, 3),
    ]
    assert due_days(occurrences(texts, PANKOW, date(2024, 5, 2))) == [date(2024, 8, 31)]


def test_only_an_upper_limit_is_up_to() -> None:
    limit = replace(text(count(12)), quantity=Decimal(12), unit="Tage", sense=Sense.UP_TO)
    assert limit.up_to
    assert not replace(limit, quantity=None).up_to
    assert not replace(limit, sense=Sense.AT_LEAST).up_to
