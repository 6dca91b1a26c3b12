"""Compute the occurrences of an obligation from its terms, the known events and a date. Pure; nothing is stored.

A due date is the last day on which something may still be done. The terms in force on a due date decide it:
- Recurring dates follow terms from their first day to the day before the next terms take effect. A period that would
  run for longer than one and a half intervals of the new rule, because its date fell between two texts, ends when the
  older terms said: a date that moves by some weeks is moved, and no year is lost.
- A single date follows the newest terms that are in force, or will be before that date.
- An occasion follows the terms in force on its own day.
A reported occurrence keeps its dates, whatever the terms and events have become.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from agreements.calendar_months import DAY, add_months
from agreements.choices import DueShape
from agreements.schedule.facts import (
    ENDED,
    NO_DAY,
    NOT_IN_FORCE,
    OCCASION,
    ON_EVENT,
    TERM_ENDS,
    UNDATED,
    Events,
    Occurrence,
    ReportedOccurrence,
    Schedule,
    Terms,
)
from agreements.schedule.offsets import shifted
from agreements.schedule.recurrence import recurrence, start_of


def build_schedule(
    texts: Sequence[Terms],
    events: Events,
    as_of: date,
    *,
    reported: Sequence[ReportedOccurrence] = (),
    until: date | None = None,
) -> Schedule:
    """Return all occurrences up to `as_of`, the next one, and all reported ones.

    `texts` are the terms of the signed instruments that set or end the obligation. With `until`, recurring dates go on to the
    first one on or after it; which terms hold and when the contract ends is still that of `as_of`.
    """
    by_number = {terms.number: terms for terms in texts}
    current = terms_on(texts, as_of)
    texts = _effective(texts)
    if current is None or events.in_force_on is None:
        return Schedule(reason=NOT_IN_FORCE, current=current, occurrences=_merged([], reported, by_number))
    computed = [
        *_recurring(texts, events, until or as_of),
        *_single(texts, events, as_of),
        *_occasions(texts, events),
    ]
    occurrences = list({one.key: one for one in computed}.values())
    reason = _reason(current, events) if current.ended or not occurrences else ""
    if not occurrences and not current.on_occasion and not current.ended:
        start = texts[0].effective_from
        occurrences = [Occurrence(key=UNDATED, starts_on=start, due_on=None, number=current.number)]
    return Schedule(occurrences=_merged(occurrences, reported, by_number), current=current, reason=reason)


def terms_on(texts: Sequence[Terms], day: date) -> Terms | None:
    """Return the terms in force on a day; before the first day, the first terms. None if no first day is known."""
    effective = _effective(texts)
    return _in_force_on(effective, day) if effective else None


def _effective(texts: Sequence[Terms]) -> list[Terms]:
    """Leave out terms without a known first day, and those replaced before they took effect."""
    kept: list[Terms] = []
    for terms in sorted((one for one in texts if one.effective_from), key=lambda one: one.order):
        if kept and _start(kept[-1]) == _start(terms):
            kept.pop()
        kept.append(terms)
    return kept


def _in_force_on(texts: Sequence[Terms], day: date) -> Terms:
    """Return the terms in force on a day; before the first day, the first terms."""
    return next((terms for terms in reversed(texts) if _start(terms) <= day), texts[0])


def _start(terms: Terms) -> date:
    return terms.effective_from or date.max


def _with_successor(texts: Sequence[Terms]) -> Iterable[tuple[Terms, Terms | None]]:
    return zip(texts, [*texts[1:], None], strict=True)


def _recurring(texts: Sequence[Terms], events: Events, horizon: date) -> Iterator[Occurrence]:
    starts_on = _start(texts[0])
    for terms, successor in _with_successor(texts):
        if not terms.recurs:
            continue
        until = _start(successor) - DAY if successor else None
        for due_on in _dates(terms, events, until):
            yield Occurrence(key=due_on.isoformat(), starts_on=starts_on, due_on=due_on, number=terms.number)
            starts_on = due_on + DAY
            if due_on >= horizon:
                return
        moved_to = _interrupted(terms, successor, events, starts_on) if successor else None
        if moved_to and _in_force_on(texts, moved_to) == successor:
            yield Occurrence(
                key=moved_to.isoformat(), starts_on=starts_on, due_on=moved_to, number=terms.number
            )
            starts_on = moved_to + DAY
            if moved_to >= horizon:
                return


def _dates(terms: Terms, events: Events, until: date | None) -> Iterator[date]:
    """Yield the dates of a recurring rule from the first day of its terms to `until`, within the contract's term.

    A rule that survives has one more: that of the period in which the contract ends.
    """
    counted_from = events.anchor_day(terms.rule)
    start = start_of(terms, counted_from)
    if start is None or (terms.rule.counts_from and counted_from is None):
        return iter(())
    rhythm = recurrence(terms, start, counted_from)
    last = events.last_day
    if last and terms.rule.survives:
        last = next(rhythm.dates_from(max(last, start)), last)
    ends = [day for day in (until, last) if day]
    dates = rhythm.dates_from(start)
    return takewhile(lambda day: day <= min(ends), dates) if ends else dates


def _interrupted(terms: Terms, successor: Terms, events: Events, starts_on: date) -> date | None:
    """Return the due date that the older terms keep, if the period would exceed one and a half new intervals."""
    if not successor.recurs:
        return None
    coming = next(_dates(successor, events, None), None)
    older = next((day for day in _dates(terms, events, None) if day >= _start(successor)), None)
    if coming is None or older is None or older >= coming:
        return None
    return older if add_months(starts_on, successor.step + successor.step // 2) < coming else None


def _single(texts: Sequence[Terms], events: Events, as_of: date) -> Iterator[Occurrence]:
    first, is_fixed = _start(texts[0]), False
    for terms, successor in _with_successor(texts):
        is_fixed = is_fixed and terms.once  # by older terms; newer terms may still move the date
        day = _single_day(terms, events) if terms.once and not is_fixed else None
        if day is None:
            continue
        due_on = max(day, first)
        stays = successor is not None and (successor.recurs or successor.ended)
        if successor and _start(successor) <= (due_on if stays else max(due_on, as_of)):
            continue
        is_fixed = True
        yield Occurrence(key=due_on.isoformat(), starts_on=first, due_on=due_on, number=terms.number)


def _single_day(terms: Terms, events: Events) -> date | None:
    if terms.rule.shape == DueShape.FIXED:
        return terms.rule.due_on
    counted_from = events.anchor_day(terms.rule)
    return shifted(counted_from, terms.rule.distance) if counted_from else None


def _occasions(texts: Sequence[Terms], events: Events) -> Iterator[Occurrence]:
    for occasion in events.occasions:
        terms = _in_force_on(texts, occasion.day)
        if not terms.on_occasion:
            continue
        due_on = shifted(occasion.day, terms.rule.distance) if terms.rule.distance else None
        yield Occurrence(
            key=f"{OCCASION}{occasion.key}", starts_on=occasion.day, due_on=due_on, number=terms.number
        )


def _reason(terms: Terms, events: Events) -> str:
    if terms.ended:
        return ENDED
    if terms.rule.shape == DueShape.EVENT:
        return ON_EVENT
    anchor = terms.rule.counts_from
    if terms.rule.shape != DueShape.FIXED and anchor and events.anchor_day(terms.rule) is None:
        return events.without(anchor)
    return TERM_ENDS if terms.recurs else NO_DAY


def _merged(
    computed: Sequence[Occurrence], reported: Sequence[ReportedOccurrence], texts: Mapping[int, Terms]
) -> tuple[Occurrence, ...]:
    """Merge reported with computed occurrences; a single date that is settled is not asked for again."""
    reports = {one.key: one for one in reported}
    keys = {one.key for one in computed}
    dropped = [one for one in reported if one.key not in keys]
    settled = any(one.settled and one.number in texts and texts[one.number].once for one in dropped)
    merged = [
        _as_reported(one, reports[one.key], texts) if one.key in reports else one
        for one in computed
        if one.key in reports or not (settled and texts[one.number].once)
    ]
    merged += [
        Occurrence(
            key=one.key,
            starts_on=one.starts_on,
            due_on=one.due_on,
            number=one.number,
            superseded=True,
            owed=False,
        )
        for one in dropped
    ]
    return tuple(sorted(merged, key=lambda one: (one.due_on or date.max, one.starts_on or date.max, one.key)))


def _as_reported(
    occurrence: Occurrence, reported: ReportedOccurrence, texts: Mapping[int, Terms]
) -> Occurrence:
    before, now = texts.get(reported.number), texts[occurrence.number]
    return replace(
        occurrence,
        starts_on=reported.starts_on,
        due_on=reported.due_on,
        superseded=before is None or not before.owes_the_same(now),
    )
