"""What waits for somebody, one row a thing, and how urgent it is. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nsmallest
from operator import itemgetter
from typing import TypeVar

from django.db.models import TextChoices

from agreements.tones import Tone
from agreements.tracking.wording import ago

Found = TypeVar("Found")

WEEK = timedelta(days=7)
ROWS_IN_A_GROUP = 40


class Urgency(TextChoices):
    """The groups of the list, the most urgent first."""

    NOW = "heute", "Heute und überfällig"
    WEEK = "woche", "Diese Woche"
    LATER = "spaeter", "Sobald Zeit ist"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A thing to do. `on` is the day that it is ordered by; `button` leads to where it is done, `url` to what it is about.

    What is `final` cannot be made up for after its day, so it stands first.
    """

    urgency: Urgency
    on: date
    tone: Tone
    title: str
    detail: str
    when: str
    url: str
    button: str
    button_url: str
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherItems:
    """How many things are to do that would stand behind a full group, and so are only counted."""

    urgency: Urgency
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGroup:
    """The first rows of one urgency; `total` counts all of them."""

    urgency: Urgency
    total: int
    items: tuple[WorkItem, ...]

    @property
    def more(self) -> int:
        return self.total - len(self.items)


def urgency_of(due_on: date, as_of: date) -> Urgency:
    """Return how urgent something due on a day is."""
    if due_on <= as_of:
        return Urgency.NOW
    return Urgency.WEEK if due_on <= as_of + WEEK else Urgency.LATER


def since_words(day: date, as_of: date) -> str:
    """Return since when something waits: „seit 12 Tagen“, „seit heute“."""
    return ago(day, as_of) if day < as_of else "seit heute"


def ordered(items: Iterable[WorkItem]) -> list[WorkItem]:
    """Return the most urgent first, of these what is final and then the oldest day."""
    urgencies = list(Urgency)
    return sorted(
        items,
        key=lambda item: (urgencies.index(item.urgency), not item.final, item.on, item.title, item.detail),
    )


def first_items(
    found: Iterable[tuple[Urgency, date, Found]], item: Callable[[Found], WorkItem]
) -> Iterator[WorkItem | FurtherItems]:
    """Yield the items of one kind that a group has room for, each found with the day that it is ordered by."""
    by_urgency: dict[Urgency, list[tuple[date, Found]]] = defaultdict(list)
    for urgency, on, one in found:
        by_urgency[urgency].append((on, one))
    for urgency, of_group in by_urgency.items():
        yield from (item(one) for _, one in nsmallest(ROWS_IN_A_GROUP, of_group, key=itemgetter(0)))
        if len(of_group) > ROWS_IN_A_GROUP:
            yield FurtherItems(urgency=urgency, number=len(of_group) - ROWS_IN_A_GROUP)


def work_groups(items: Iterable[WorkItem | FurtherItems]) -> tuple[WorkGroup, ...]:
    """Return the groups that have rows."""
    rows: list[WorkItem] = []
    further: Counter[Urgency] = Counter()
    for item in items:
        if isinstance(item, FurtherItems):
            further[item.urgency] += item.number
        else:
            rows.append(item)
    rows = ordered(rows)
    groups = {urgency: [item for item in rows if item.urgency == urgency] for urgency in Urgency}
    return tuple(
        WorkGroup(
            urgency=urgency,
            total=len(of_group) + further[urgency],
            items=tuple(of_group[:ROWS_IN_A_GROUP]),
        )
        for urgency, of_group in groups.items()
        if of_group
    )
