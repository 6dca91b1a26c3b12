"""From terms to occurrences: one function of what is agreed, what has happened, and a day. Nothing is stored.

A due date is the last day on which something may still be done. The text that holds on a due date decides it:
- Recurring dates follow a text from its first day to the day before the next one. A period that would run for longer
  than one and a half turns of the new rule, because its date fell between two texts, ends when the older text said: a
  date that is moved by some weeks is moved, and no year is lost.
- A single date follows the newest text that has come into force, or will before that date.
- An occasion follows the text of its own day.
What was reported on stays as it was reported, whatever the texts and days have become.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from agreements.calendar_months import DAY, add_months
from agreements.choices import DueShape
from agreements.tracking.schedule.facts import (
    NO_DAY,
    NOT_IN_FORCE,
    OCCASION,
    ON_EVENT,
    TERM_ENDS,
    UNDATED,
    WITHOUT_ANCHOR,
    Events,
    Occurrence,
    Reported,
    Schedule,
    Terms,
)
from agreements.tracking.schedule.recurrence import recurrence, start_of
from agreements.tracking.schedule.working_days import after_reaction


def build_schedule(
    texts: Sequence[Terms], events: Events, as_of: date, *, reported: Sequence[Reported] = ()
) -> Schedule:
    """Return all occurrences up to the day, the next one, and those that somebody has reported on.

    `texts` are the terms of the signed instruments that speak of the obligation, in the order of their numbers.
    The same facts give the same occurrences, whoever asks and how often.
    """
    by_number = {text.number: text for text in texts}
    texts = _in_turn(texts)
    if not texts or events.in_force_on is None:
        return Schedule(reason=NOT_IN_FORCE, occurrences=_merged([], reported, by_number))
    now = _holding(texts, as_of)
    laid = [*_recurring(texts, events, as_of), *_single(texts, events, as_of), *_occasions(texts, events)]
    found = list({occurrence.key: occurrence for occurrence in laid}.values())
    reason = ""
    if not found:
        reason = _reason(now, events)
        if now.rule.shape != DueShape.EVENT:
            found = [Occurrence(key=UNDATED, starts_on=texts[0].holds_from, due_on=None, number=now.number)]
    return Schedule(occurrences=_merged(found, reported, by_number), recurs=now.recurs, reason=reason)


def _in_turn(texts: Sequence[Terms]) -> list[Terms]:
    """Leave out texts that nobody knows the first day of, and those overtaken before they came to hold."""
    kept: list[Terms] = []
    for text in sorted((text for text in texts if text.holds_from), key=lambda text: text.number):
        while kept and _day(kept[-1]) >= _day(text):
            kept.pop()
        kept.append(text)
    return kept


def _holding(texts: Sequence[Terms], day: date) -> Terms:
    """Return the text that holds on a day; before the first one that one."""
    return next((text for text in reversed(texts) if _day(text) <= day), texts[0])


def _day(text: Terms) -> date:
    return text.holds_from or date.max


def _spans(texts: Sequence[Terms]) -> Iterator[tuple[Terms, Terms | None]]:
    """Yield each text with the one that comes after it."""
    yield from zip(texts, [*texts[1:], None], strict=True)


def _recurring(texts: Sequence[Terms], events: Events, as_of: date) -> Iterator[Occurrence]:
    begins = _day(texts[0])
    for text, following in _spans(texts):
        if not text.recurs:
            continue
        until = _day(following) - DAY if following else None
        for due_on in _dates(text, events, until):
            yield Occurrence(key=due_on.isoformat(), starts_on=begins, due_on=due_on, number=text.number)
            begins = due_on + DAY
            if due_on >= as_of:
                return
        left_over = _left_over(text, following, events, begins) if following else None
        if left_over and _holding(texts, left_over) == following:
            yield Occurrence(
                key=left_over.isoformat(), starts_on=begins, due_on=left_over, number=text.number
            )
            begins = left_over + DAY
            if left_over >= as_of:
                return


def _dates(text: Terms, events: Events, until: date | None) -> Iterator[date]:
    """Yield the dates of a recurring rule from the first day of its text until a day, within the term."""
    counted_from = events.of(text.rule)
    start = start_of(text, counted_from)
    if start is None or (text.rule.anchor and counted_from is None):
        return iter(())
    ends = [day for day in (until, events.last_day) if day]
    found = recurrence(text, start, counted_from).dates_from(start)
    return takewhile(lambda day: day <= min(ends), found) if ends else found


def _left_over(text: Terms, following: Terms, events: Events, begins: date) -> date | None:
    """Return when the period that a new text interrupts ends all the same: if it would grow beyond one and a half turns."""
    if not following.recurs:
        return None
    coming = next(_dates(following, events, None), None)
    older = next((day for day in _dates(text, events, None) if day >= _day(following)), None)
    if coming is None or older is None or older >= coming:
        return None
    return older if add_months(begins, following.step + following.step // 2) < coming else None


def _single(texts: Sequence[Terms], events: Events, as_of: date) -> Iterator[Occurrence]:
    first, stands = _day(texts[0]), False
    for text, following in _spans(texts):
        stands = stands and text.once  # the date of an older text; a newer one may still come to move it
        day = _single_day(text, events) if text.once and not stands else None
        if day is None:
            continue
        due_on = max(day, first)
        if following and _day(following) <= (due_on if following.recurs else max(due_on, as_of)):
            continue
        stands = True
        yield Occurrence(key=due_on.isoformat(), starts_on=first, due_on=due_on, number=text.number)


def _single_day(text: Terms, events: Events) -> date | None:
    if text.rule.shape == DueShape.FIXED:
        return text.rule.due_on
    counted_from = events.of(text.rule)
    return add_months(counted_from, text.rule.offset_months) if counted_from else None


def _occasions(texts: Sequence[Terms], events: Events) -> Iterator[Occurrence]:
    for occasion in events.occasions:
        text = _holding(texts, occasion.day)
        rule, due_on = text.rule, None
        if rule.shape != DueShape.EVENT:
            continue
        if rule.reaction_amount and rule.reaction_unit:
            due_on = after_reaction(occasion.day, rule.reaction_amount, rule.reaction_unit)
        yield Occurrence(
            key=f"{OCCASION}{occasion.key}", starts_on=occasion.day, due_on=due_on, number=text.number
        )


def _reason(text: Terms, events: Events) -> str:
    if text.rule.shape == DueShape.EVENT:
        return ON_EVENT
    if text.rule.shape != DueShape.FIXED and text.rule.anchor and events.of(text.rule) is None:
        return WITHOUT_ANCHOR[text.rule.anchor]
    return TERM_ENDS if text.recurs else NO_DAY


def _merged(
    fresh: Sequence[Occurrence], reported: Sequence[Reported], texts: Mapping[int, Terms]
) -> tuple[Occurrence, ...]:
    """Put what was reported on beside what the texts say now; what is settled once is not asked for again."""
    said = {one.key: one for one in reported}
    laid = {occurrence.key for occurrence in fresh}
    stays = [one for one in reported if one.key not in laid]
    done = any(one.settled and _was_single(one, texts) for one in stays)
    found = [
        _as_reported(occurrence, said[occurrence.key], texts) if occurrence.key in said else occurrence
        for occurrence in fresh
        if occurrence.key in said or not (done and texts[occurrence.number].once)
    ]
    found += [
        Occurrence(
            key=one.key, starts_on=one.starts_on, due_on=one.due_on, number=one.number, older=True, owed=False
        )
        for one in stays
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.starts_on or date.max, one.key)))


def _was_single(one: Reported, texts: Mapping[int, Terms]) -> bool:
    return one.number in texts and texts[one.number].once


def _as_reported(occurrence: Occurrence, said: Reported, texts: Mapping[int, Terms]) -> Occurrence:
    before, now = texts.get(said.number), texts[occurrence.number]
    return replace(
        occurrence,
        starts_on=said.starts_on,
        due_on=said.due_on,
        older=before is None or not before.owes_the_same(now),
    )
