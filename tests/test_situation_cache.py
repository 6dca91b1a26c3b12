"""What a process remembers of agreements: until their history grows, and not without end."""

from collections.abc import Collection
from datetime import date, timedelta

import pytest

from agreements import situation_cache
from agreements.situation_cache import remembered

TODAY = date(2026, 11, 30)


class Computed:
    """Remembers for which keys it was asked."""

    def __init__(self) -> None:
        self.asked: list[set[int]] = []

    def __call__(self, keys: Collection[int]) -> dict[int, str]:
        self.asked.append(set(keys))
        return {key: f"{key} computed" for key in keys}


def test_only_what_is_not_known_is_computed() -> None:
    compute = Computed()
    remembered("one", {1: "a", 2: "a"}, TODAY, compute)
    found = remembered("one", {1: "a", 2: "b", 3: "a"}, TODAY, compute)
    assert found == {1: "1 computed", 2: "2 computed", 3: "3 computed"}
    assert compute.asked == [{1, 2}, {2, 3}]


@pytest.mark.parametrize(
    ("kind", "head", "day"),
    [("other", "a", TODAY), ("one", "b", TODAY), ("one", "a", TODAY + timedelta(days=1))],
)
def test_another_kind_a_longer_history_or_another_day_is_another_value(
    kind: str, head: str, day: date
) -> None:
    compute = Computed()
    remembered("one", {1: "a"}, TODAY, compute)
    remembered(kind, {1: head}, day, compute)
    assert len(compute.asked) == 2


def test_the_oldest_values_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(situation_cache, "MOST", 3)
    compute = Computed()
    for key in range(5):
        remembered("one", {key: "a"}, TODAY, compute)
    remembered("one", dict.fromkeys(range(5), "a"), TODAY, compute)
    assert compute.asked[-1] == {0, 1}


def test_what_has_no_value_is_left_out() -> None:
    assert remembered("one", {1: "a"}, TODAY, lambda _: {}) == {}
