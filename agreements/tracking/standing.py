"""Where an obligation stands on a day: from what is due and what was reported. Pure; overdue is never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from agreements.content import DueRule
from agreements.tracking.due import ContractDates, Due, Occurrence, due
from agreements.vocabulary import DueShape, Progress

SOON = timedelta(days=30)
SETTLING = frozenset({Progress.FULFILLED, Progress.IMPOSSIBLE})


class TrackedState(TextChoices):
    """Where an obligation stands, the most urgent first."""

    OVERDUE = "overdue", "überfällig"
    DUE = "due", "fällig in 30 Tagen"
    IN_PROGRESS = "in_progress", "in Arbeit"
    UPCOMING = "upcoming", "später fällig"
    UNDATED = "undated", "noch ohne Termin"
    ON_EVENT = "on_event", "bei Anlass"
    AS_NEEDED = "as_needed", "nach Bedarf"
    DONE = "done", "erledigt"
    IMPOSSIBLE = "impossible", "nicht mehr möglich"


@dataclass(frozen=True, slots=True)
class Said:
    """What a report said, on which day."""

    day: date
    progress: Progress


@dataclass(frozen=True, slots=True)
class Tracked:
    """The state with the occurrence it is about; `counts_for` is the one that a report of that day would settle."""

    state: TrackedState
    due: Due
    occurrence: Occurrence | None
    counts_for: Occurrence | None

    @property
    def due_on(self) -> date | None:
        """The due date that counts now, None with `due.reason` saying why."""
        return self.occurrence.due_on if self.occurrence else None


def track(
    rule: DueRule, dates: ContractDates, reports: Sequence[Said], *, up_to: bool, as_of: date
) -> Tracked:
    """Return where an obligation stands. `up_to`: its quantity is an upper limit, which can never be unmet.

    A report counts for one occurrence and no other, so next year's duty starts open. Of several reports on one
    day the last one counts, so that a mistake can be put right.
    """
    words = _Words()
    for day, progress in {
        said.day: said.progress for said in sorted(reports, key=lambda said: said.day)
    }.items():
        words[_key(_meant(due(rule, dates, day), words, day))] = progress
    now = due(rule, dates, as_of)
    occurrence = now.next if up_to and now.next else _current(now, words)
    state = _state(rule, occurrence, words.get(_key(occurrence)), up_to=up_to, as_of=as_of)
    return Tracked(state, now, occurrence, _meant(now, words, as_of))


class _Words(dict[date | None, Progress]):
    """What was last said about each occurrence, by its due date."""

    def settle(self, occurrence: Occurrence | None) -> bool:
        return occurrence is not None and self.get(occurrence.due_on) in SETTLING


def _key(occurrence: Occurrence | None) -> date | None:
    return occurrence.due_on if occurrence else None


def _current(now: Due, words: _Words) -> Occurrence | None:
    """The previous occurrence counts as long as neither it nor the one after it is settled."""
    return now.current(previous_settled=words.settle(now.previous) or words.settle(now.next))


def _meant(now: Due, words: _Words, day: date) -> Occurrence | None:
    """A report means the previous occurrence while that one is open and nearer than the next one.

    Work that is due on 31 December is reported in January; in November one speaks of the year that is ending.
    """
    if now.previous and now.next and now.next.due_on - day < day - now.previous.due_on:
        return now.next
    return now.current(previous_settled=words.settle(now.previous))


def _state(
    rule: DueRule, occurrence: Occurrence | None, said: Progress | None, *, up_to: bool, as_of: date
) -> TrackedState:
    if rule.shape != DueShape.EVENT:
        if said in SETTLING:
            return TrackedState.DONE if said == Progress.FULFILLED else TrackedState.IMPOSSIBLE
        if occurrence and not up_to and occurrence.due_on - as_of <= SOON:
            return TrackedState.DUE if occurrence.due_on >= as_of else TrackedState.OVERDUE
    if said in {Progress.IN_PROGRESS, Progress.PARTLY}:
        return TrackedState.IN_PROGRESS
    return _waiting(rule, occurrence, up_to=up_to)


def _waiting(rule: DueRule, occurrence: Occurrence | None, *, up_to: bool) -> TrackedState:
    if rule.shape == DueShape.EVENT:
        return TrackedState.ON_EVENT
    if up_to:
        return TrackedState.AS_NEEDED
    return TrackedState.UPCOMING if occurrence else TrackedState.UNDATED
