"""What the offices of a district have promised: released shares of posts, and where these promises stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.choices import Sense
from agreements.models import StaffRelease
from agreements.texts.wording import share_words
from agreements.tracking.queries.obligations import Duty
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import state_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A share of a post that an office has promised to release, and where its obligation stands."""

    office: str
    function: str
    share: str
    obligation_id: int
    code: str
    state: TrackedState
    words: str


def promises(found: Sequence[Duty], as_of: date) -> tuple[Promise, ...]:
    """Return what the offices have promised, by office. `found` begins with the most urgent. One query."""
    urgent: dict[int, Duty] = {}
    for duty in found:
        urgent.setdefault(duty.obligation_id, duty)
    rows = StaffRelease.objects.filter(
        terms__obligation__in=urgent, terms__instrument__in={duty.instrument_id for duty in urgent.values()}
    ).values_list("terms__obligation_id", "unit", "function", "share", "sense")
    return tuple(_promises(rows, urgent, as_of))


def _promises(
    rows: Iterable[tuple[int, str, str, Decimal, str]], urgent: dict[int, Duty], as_of: date
) -> Iterator[Promise]:
    for obligation, unit, function, share, sense in sorted(rows, key=lambda row: (row[1], row[0], row[2])):
        duty = urgent[obligation]
        yield Promise(
            office=unit,
            function=function,
            share=f"{Sense(sense).label} {share_words(share)}",
            obligation_id=obligation,
            code=duty.code,
            state=duty.tracked.state,
            words=state_words(duty.tracked, as_of),
        )
