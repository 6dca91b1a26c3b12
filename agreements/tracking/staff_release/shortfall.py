"""Agreed against filled shares over time. Pure; exact arithmetic, no floats.

A day without a report counts neither as filled nor as short: it is unknown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from agreements.calendar_months import DAY, add_months
from agreements.tracking.staff_release.agreed_shares import AgreedShare, PostPlace
from agreements.tracking.staff_release.quarters import Quarter

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """How a function was filled in a quarter: a share, except on the days on which the post was vacant.

    `last_vacant_on` None means that the vacancy goes on. A substitute is a function with the share that it covered;
    nobody is named.
    """

    filled: Decimal
    vacated_on: date | None = None
    last_vacant_on: date | None = None
    substitute: str = ""
    substitute_share: Decimal | None = None
    remark: str = ""

    def vacant_on(self, day: date) -> bool:
        if self.vacated_on is None or day < self.vacated_on:
            return False
        return self.last_vacant_on is None or day <= self.last_vacant_on

    def on(self, day: date) -> Decimal:
        """Return the share filled on a day, by a substitute if the post was vacant."""
        return (self.substitute_share or ZERO) if self.vacant_on(day) else self.filled


FillingsByQuarter = Mapping[Quarter, Mapping[PostPlace, Filling]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseStep:
    """Consecutive days without a change. `unknown` is the agreed share without a report."""

    starts_on: date
    ends_on: date
    agreed: Decimal
    filled: Decimal
    short: Decimal
    unknown: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """The missing share: `now` on the last day, `since` when without interruption, and in total."""

    now: Decimal
    since: date | None
    fte_months: Decimal
    months: Decimal
    unknown_fte_months: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A vacancy across quarters. `over_on` is the first day beyond the limit."""

    place: PostPlace
    starts_on: date
    ends_on: date | None
    substitute: str
    over_on: date | None = None

    def lasts_on(self, as_of: date) -> bool:
        return self.starts_on <= as_of and (self.ends_on is None or as_of <= self.ends_on)

    def too_long(self, as_of: date) -> bool:
        """Whether it exceeded the limit by a day."""
        last = as_of if self.ends_on is None else min(as_of, self.ends_on)
        return self.over_on is not None and last >= self.over_on


def steps(
    agreed: Sequence[AgreedShare], reported: FillingsByQuarter, first: date, last: date
) -> tuple[ReleaseStep, ...]:
    """Return agreed and filled shares between two days, a new step wherever one of them changes."""
    result: list[ReleaseStep] = []
    counted = [share for share in agreed if share.can_be_short]
    cuts = sorted(_cuts(counted, reported, first, last))
    for cut, following in zip(cuts, [*cuts[1:], last + DAY], strict=True):
        step = _step(counted, reported, cut, following - DAY)
        if result and replace(step, starts_on=result[-1].starts_on, ends_on=result[-1].ends_on) == result[-1]:
            result[-1] = replace(result[-1], ends_on=step.ends_on)
        else:
            result.append(step)
    return tuple(result)


def shortfall(steps: Sequence[ReleaseStep]) -> Shortfall:
    """Return the shortfall of consecutive steps."""
    since = None
    for step in reversed(steps):
        if not step.short:
            break
        since = step.starts_on
    return Shortfall(
        now=steps[-1].short if steps else ZERO,
        since=since,
        fte_months=_rounded(_months(steps, lambda step: step.short)),
        months=_rounded(_months(steps, lambda step: Decimal(bool(step.short)))),
        unknown_fte_months=_rounded(_months(steps, lambda step: step.unknown)),
    )


def vacancies(
    agreed: Sequence[AgreedShare], reported: FillingsByQuarter, limit: int | None
) -> tuple[Vacancy, ...]:
    """Return the vacancies of the agreed functions, the oldest first; adjacent ones are merged.

    A vacancy without an end continues until a later quarter says otherwise. It counts from the first agreed day to the
    last.
    """
    result: list[Vacancy] = []
    for place in {share.place for share in agreed}:
        spans = [(share.starts_on, share.ends_on or date.max) for share in agreed if share.place == place]
        first, last = min(first for first, _ in spans), max(last for _, last in spans)
        for vacancy in _of_place(place, first, last, reported):
            over_on = None if limit is None else add_months(vacancy.starts_on, limit)
            result.append(replace(vacancy, over_on=over_on))
    return tuple(sorted(result, key=lambda vacancy: (vacancy.starts_on, vacancy.place)))


def _cuts(agreed: Iterable[AgreedShare], reported: FillingsByQuarter, first: date, last: date) -> set[date]:
    cuts = {first}
    for share in agreed:
        cuts |= {share.starts_on, *([share.ends_on + DAY] if share.ends_on else [])}
    for quarter, fillings in reported.items():
        cuts |= {quarter.first_day, quarter.last_day + DAY}
        for filling in fillings.values():
            cuts |= {day for day in (filling.vacated_on,) if day}
            cuts |= {filling.last_vacant_on + DAY} if filling.last_vacant_on else set()
    return {cut for cut in cuts if first <= cut <= last}


def _step(
    agreed: Iterable[AgreedShare], reported: FillingsByQuarter, day: date, ends_on: date
) -> ReleaseStep:
    fillings = reported.get(Quarter.of(day), {})
    total = filled = short = unknown = ZERO
    for share in agreed:
        if not share.applies_on(day):
            continue
        total += share.share
        filling = fillings.get(share.place)
        if filling is None:
            unknown += share.share
            continue
        filled += filling.on(day)
        short += max(ZERO, share.share - filling.on(day))
    return ReleaseStep(
        starts_on=day, ends_on=ends_on, agreed=total, filled=filled, short=short, unknown=unknown
    )


def _months(steps: Iterable[ReleaseStep], of: Callable[[ReleaseStep], Decimal]) -> Fraction:
    """Sum over the days, each weighted as a fraction of its month."""
    total = Fraction(0)
    for step in steps:
        amount = Fraction(of(step))
        for days, length in _by_month(step) if amount else ():
            total += amount * Fraction(days, length)
    return total


def _by_month(step: ReleaseStep) -> Iterator[tuple[int, int]]:
    """Yield for each month of a step its number of days in the step, and in the month."""
    day = step.starts_on
    while day <= step.ends_on:
        begins = day.replace(day=1)
        following = add_months(begins, 1)
        ends = min(following, step.ends_on + DAY)
        yield (ends - day).days, (following - begins).days
        day = ends


def _rounded(value: Fraction) -> Decimal:
    return Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2)


def _of_place(
    place: PostPlace, first_day: date, last_day: date, reported: FillingsByQuarter
) -> Iterator[Vacancy]:
    reports = sorted((quarter, of[place]) for quarter, of in reported.items() if place in of)
    last: Vacancy | None = None
    for number, (_, filling) in enumerate(reports):
        if filling.vacated_on is None:
            continue
        ends = [reports[number + 1][0].first_day - DAY] if number + 1 < len(reports) else []
        ends_on: date | None = min(
            [last_day, *ends, *([filling.last_vacant_on] if filling.last_vacant_on else [])]
        )
        ends_on = None if ends_on == date.max else ends_on
        starts_on = max(filling.vacated_on, first_day)
        if ends_on is not None and ends_on < starts_on:
            continue
        if last and last.ends_on and starts_on > last.ends_on + DAY:
            yield last
            last = None
        last = Vacancy(
            place=place,
            starts_on=min(starts_on, last.starts_on) if last else starts_on,
            ends_on=ends_on,
            substitute=filling.substitute,
        )
    if last:
        yield last
