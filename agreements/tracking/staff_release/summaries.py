"""The staff release of districts in one row each, for the list and the start page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from agreements.calendar_months import DAY
from agreements.choices import ReportDecision
from agreements.situation_cache import remembered
from agreements.texts.wording import date_words, fte_words, number
from agreements.tones import Tone
from agreements.tracking.staff_release.agreed_shares import AgreedShare
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.queries import Release, releases_of
from agreements.tracking.staff_release.shortfall import (
    ZERO,
    ReleaseStep,
    Shortfall,
    Vacancy,
    shortfall,
    steps,
    vacancies,
)

_Weight: TypeAlias = tuple[Decimal, Decimal, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSummary:
    """The staff release of one district in one row. `until` is the last reported day."""

    agreement_id: int
    district: str
    reference: str
    until: date
    agreed: str
    filled: str
    short: str
    fte_months: str
    tone: Tone
    state_words: str
    since: date | None
    too_long: tuple[str, ...]
    missing: tuple[str, ...]
    asked_back: tuple[str, ...]
    waiting: tuple[str, ...]
    next_quarter: Quarter | None


def release_summaries(
    releases: Iterable[Release], as_of: date, *, as_given: bool = False
) -> tuple[ReleaseSummary, ...]:
    """Return a summary of each, the greatest shortfall first, or in the order of the releases."""
    found = (_weighed(release, as_of) for release in releases)
    return tuple(row for _, row in found) if as_given else _greatest_first(found)


def known_release_summaries(heads: Mapping[int, str], as_of: date) -> tuple[ReleaseSummary, ...]:
    """Return the summaries of agreements, given with the heads of their histories. Seven queries unless all are known."""

    def computed(agreements: Collection[int]) -> dict[int, tuple[_Weight, ReleaseSummary] | None]:
        found = releases_of(agreements, as_of)
        return {pk: _weighed(found[pk], as_of) if pk in found else None for pk in agreements}

    return _greatest_first(filter(None, remembered("release", heads, as_of, computed).values()))


def _weighed(release: Release, as_of: date) -> tuple[_Weight, ReleaseSummary]:
    short = total(release, as_of)
    weight = (-short.now, -short.fte_months, -len(release.missing(as_of)))
    return weight, summary(release, short, as_of)


def _greatest_first(found: Iterable[tuple[_Weight, ReleaseSummary]]) -> tuple[ReleaseSummary, ...]:
    return tuple(row for _, row in sorted(found, key=lambda one: one[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFigures:
    """Where the staff release of an agreement stands, its problems, and the last day on which they are the same.

    `waiting` are the reported quarters that nobody has answered.
    """

    words: tuple[str, ...]
    valid_until: date
    agreed: str
    filled: str
    short: str
    waiting: tuple[str, ...]

    @property
    def filled_words(self) -> str:
        """„0,80 VZÄ von 1,30 VZÄ“"""
        return f"{self.filled or 'nicht gemeldet,'} {'von' if self.filled else 'vereinbart:'} {self.agreed}"


def release_figures(releases: Mapping[int, Release], as_of: date) -> dict[int, ReleaseFigures]:
    """Return the problems with the staff release of agreements."""
    return {pk: _figures(release, as_of) for pk, release in releases.items()}


def _figures(release: Release, as_of: date) -> ReleaseFigures:
    row = summary(release, total(release, as_of), as_of)
    words = []
    if row.short:
        words.append(
            f"Freistellung: {row.short} unbesetzt{f' seit {date_words(row.since)}' if row.since else ''}"
        )
    if row.too_long:
        words.append("eine Stelle länger unbesetzt als vereinbart")
    if row.missing:
        words.append(f"Freistellung nicht gemeldet: {', '.join(row.missing)}")
    # in an unfinished reported quarter every day can change the result
    ongoing = any(quarter.last_day >= as_of for quarter in release.reported)
    days = (day for share in release.agreed for day in (share.starts_on - DAY, share.ends_on))
    change = min((day for day in days if day and day >= as_of), default=date.max)
    return ReleaseFigures(
        words=tuple(words),
        valid_until=as_of if ongoing else min(change, Quarter.of(as_of).last_day),
        agreed=row.agreed,
        filled=row.filled,
        short=row.short,
        waiting=row.waiting,
    )


def steps_of(release: Release, agreed: Sequence[AgreedShare], as_of: date) -> tuple[ReleaseStep, ...]:
    """Return agreed and filled shares, from their first day to the last reported one."""
    counted = [share for share in agreed if share.can_be_short]
    first = min((share.starts_on for share in counted), default=None)
    until = release.measured_until(as_of)
    last = min(until, max((share.ends_on or until for share in counted), default=until))
    return steps(agreed, release.reported, first, last) if first and first <= last else ()


def total(release: Release, as_of: date) -> Shortfall:
    """Return the shortfall of all agreed shares."""
    return shortfall(steps_of(release, release.agreed, as_of))


def vacancies_of(release: Release) -> tuple[Vacancy, ...]:
    return vacancies(release.agreed, release.reported, release.limit)


def summary(release: Release, found: Shortfall, as_of: date) -> ReleaseSummary:
    """Return the row of one agreement; `found` is its `total`."""
    until = release.measured_until(as_of)
    last = (steps_of(release, release.agreed, as_of) or (None,))[-1]
    too_long = [one for one in vacancies_of(release) if one.lasts_on(until) and one.too_long(until)]
    missing = release.missing(as_of)
    tone, words = _state(release, found, bool(too_long), bool(missing))
    begun = [quarter for quarter in release.quarters_until(as_of) if quarter not in release.reported]
    return ReleaseSummary(
        agreement_id=release.agreement.pk,
        district=str(release.agreement.district),
        reference=release.agreement.reference,
        until=until,
        agreed=fte_words(last.agreed if last else ZERO),
        filled="" if last is None or (last.unknown and not last.filled) else fte_words(last.filled),
        short=fte_words(found.now) if found.now else "",
        fte_months=number(found.fte_months, places=2) if found.fte_months else "",
        tone=tone,
        state_words=words,
        since=found.since,
        too_long=tuple(
            f"{one.place.words} seit {date_words(one.starts_on)}, "
            + (f"Vertretung: {one.substitute}" if one.substitute else "Vertretung ist zu klären")
            for one in too_long
        ),
        missing=tuple(quarter.words for quarter in missing),
        asked_back=_answered(release, ReportDecision.ASKED_BACK),
        waiting=_answered(release, None),
        next_quarter=begun[0] if begun else None,
    )


def _state(release: Release, found: Shortfall, too_long: bool, missing: bool) -> tuple[Tone, str]:
    if not release.agreed:
        return Tone.NEUTRAL, "noch nichts vereinbart"
    if too_long:
        return Tone.BAD, "zu lange unbesetzt"
    if found.now:
        return Tone.ATTENTION, "nicht voll besetzt"
    if missing or not release.reported:
        return Tone.NEUTRAL, "nicht gemeldet"
    return Tone.GOOD, "voll besetzt"


def _answered(release: Release, decision: ReportDecision | None) -> tuple[str, ...]:
    found = []
    for quarter in sorted(release.last):
        answers = list(release.last[quarter].answers.all())
        if (answers[-1].decision if answers else None) == decision:
            found.append(quarter.words)
    return tuple(found)
