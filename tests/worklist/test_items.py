"""How urgent something is, and how the list is ordered and cut."""

from datetime import date, timedelta

import pytest

from agreements.tones import Tone
from agreements.worklist.items import ROWS_IN_A_GROUP, Urgency, WorkItem, urgency_of, work_groups

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (-400, Urgency.NOW),
        (0, Urgency.NOW),
        (1, Urgency.WEEK),
        (7, Urgency.WEEK),
        (8, Urgency.LATER),
        (400, Urgency.LATER),
    ],
)
def test_urgency_follows_from_the_day(days: int, urgency: Urgency) -> None:
    assert urgency_of(TODAY + timedelta(days=days), TODAY) == urgency


def item(on: date, title: str = "", urgency: Urgency = Urgency.NOW, *, final: bool = False) -> WorkItem:
    return WorkItem(
        urgency=urgency,
        on=on,
        tone=Tone.BAD,
        title=title,
        detail="",
        when="",
        url="/",
        button="Los",
        button_url="/",
        final=final,
    )


def test_groups_stand_in_order_of_urgency_each_with_its_oldest_row_first() -> None:
    found = work_groups(
        [
            item(TODAY, urgency=Urgency.LATER),
            item(TODAY, "b"),
            item(date(2026, 1, 1), "c"),
            item(TODAY, "a"),
        ]
    )
    assert [group.urgency for group in found] == [Urgency.NOW, Urgency.LATER]
    assert [one.title for one in found[0].items] == ["c", "a", "b"]


def test_what_cannot_be_made_up_for_is_never_behind_what_can() -> None:
    rows = [*(item(date(2020, 1, 1)) for _ in range(ROWS_IN_A_GROUP)), item(TODAY, "Frist", final=True)]
    [group] = work_groups(rows)
    assert group.items[0].title == "Frist"


def test_a_long_group_counts_what_it_does_not_show() -> None:
    [group] = work_groups(item(TODAY) for _ in range(ROWS_IN_A_GROUP + 3))
    assert (group.total, len(group.items), group.more) == (ROWS_IN_A_GROUP + 3, ROWS_IN_A_GROUP, 3)
    assert work_groups([]) == ()
