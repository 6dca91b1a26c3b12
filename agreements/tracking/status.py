"""The state of an occurrence on a day, from its due date and its last report. Pure; overdue is never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol, TypeVar

from django.db.models import TextChoices

from agreements.choices import DueShape, Progress, ReportDecision
from agreements.parties import ReportingSide
from agreements.schedule.facts import ENDED, Occurrence, Schedule, Terms
from agreements.tones import Tone
from agreements.tracking.staff_release.occupancy import Occupancy
from agreements.tracking.staff_release.shortfall import ZERO

SOON = timedelta(days=30)
SETTLING = frozenset({Progress.FULFILLED, Progress.IMPOSSIBLE})
UNDER_WAY = frozenset({Progress.IN_PROGRESS, Progress.PARTLY})


class TrackedState(TextChoices):
    """The state of an occurrence, the most urgent first."""

    OVERDUE = "overdue", "überfällig"
    SHORT = "short", "nicht voll besetzt"
    ASKED_BACK = "asked_back", "Rückfrage offen"
    DUE = "due", "fällig in 30 Tagen"
    WAITING = "waiting", "wartet auf Bestätigung"
    IN_PROGRESS = "in_progress", "in Arbeit"
    UPCOMING = "upcoming", "später fällig"
    UNDATED = "undated", "noch ohne Termin"
    ON_EVENT = "on_event", "bei Anlass"
    AS_NEEDED = "as_needed", "nach Bedarf"
    CONTINUOUS = "continuous", "laufend"
    DONE = "done", "erledigt"
    IMPOSSIBLE = "impossible", "nicht mehr möglich"
    LAPSED = "lapsed", "durch neuen Text überholt"
    BEFORE = "before", "vor der Aufnahme"

    @property
    def tone(self) -> Tone:
        return TONES[self]


TONES = {
    TrackedState.OVERDUE: Tone.BAD,
    TrackedState.SHORT: Tone.ATTENTION,
    TrackedState.ASKED_BACK: Tone.ATTENTION,
    TrackedState.DUE: Tone.ATTENTION,
    TrackedState.WAITING: Tone.ACTIVE,
    TrackedState.IN_PROGRESS: Tone.ACTIVE,
    TrackedState.UPCOMING: Tone.NEUTRAL,
    TrackedState.UNDATED: Tone.NEUTRAL,
    TrackedState.ON_EVENT: Tone.NEUTRAL,
    TrackedState.AS_NEEDED: Tone.NEUTRAL,
    TrackedState.CONTINUOUS: Tone.NEUTRAL,
    TrackedState.DONE: Tone.GOOD,
    TrackedState.IMPOSSIBLE: Tone.STOPPED,
    TrackedState.LAPSED: Tone.OVER,
    TrackedState.BEFORE: Tone.OVER,
}
# what nobody is asked about: replaced by a newer text, or before a contract made elsewhere was recorded
NOT_ASKED = frozenset({TrackedState.LAPSED, TrackedState.BEFORE})


# what the pages count, the most urgent first
PRESSING = (
    TrackedState.OVERDUE,
    TrackedState.SHORT,
    TrackedState.ASKED_BACK,
    TrackedState.DUE,
    TrackedState.WAITING,
)
# what a confirmed report on staff release settles
SETTLED_BY_RELEASE = frozenset(
    {TrackedState.OVERDUE, TrackedState.DUE, TrackedState.IN_PROGRESS, TrackedState.UPCOMING}
)
OPEN = frozenset(
    {
        TrackedState.OVERDUE,
        TrackedState.SHORT,
        TrackedState.ASKED_BACK,
        TrackedState.DUE,
        TrackedState.WAITING,
        TrackedState.IN_PROGRESS,
        TrackedState.UNDATED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastReport:
    """The last report on an occurrence: its progress, the answer of the other side, and the reporting side."""

    progress: Progress
    answer: ReportDecision | None = None
    side: ReportingSide | None = None

    @property
    def settles(self) -> bool:
        """Whether nothing more is owed, if the report is right."""
        return self.progress in SETTLING


@dataclass(frozen=True, slots=True)
class OccurrenceStatus:
    """The state of an occurrence; without an occurrence, of the obligation, with the reason why it has no date.

    `short` is the vacant share of an obligation to release staff.
    """

    state: TrackedState
    occurrence: Occurrence | None = None
    reason: str = ""
    short: Decimal = ZERO

    @property
    def due_on(self) -> date | None:
        """The due date; if None, `reason` says why."""
        return self.occurrence.due_on if self.occurrence else None


def occurrence_statuses(
    texts: Sequence[Terms],
    schedule: Schedule,
    last_reports: Mapping[str, LastReport],
    as_of: date,
    occupancy: Occupancy | None = None,
    tracked_from: date | None = None,
) -> tuple[OccurrenceStatus, ...]:
    """Return the status of every occurrence of an obligation, and of the obligation itself where it waits for an event.

    `tracked_from` is the day on which a contract made elsewhere was recorded: what lies before is not asked about.
    """
    rests = {terms.number: _state_at_rest(terms) for terms in texts}
    counts = {terms.number for terms in texts if terms.rule.shape == DueShape.COUNT}
    statuses = [
        OccurrenceStatus(
            TrackedState.BEFORE
            if one.key not in last_reports and _is_before(one, tracked_from, counts=one.number in counts)
            else occurrence_state(
                one, last_reports.get(one.key), rests_in=rests.get(one.number), as_of=as_of
            ),
            one,
            schedule.reason,
        )
        for one in schedule.occurrences
    ]
    if occupancy:
        _apply_occupancy(statuses, occupancy)
    if schedule.current and schedule.current.on_occasion:
        statuses.append(OccurrenceStatus(TrackedState.ON_EVENT, reason=schedule.reason))
    elif not statuses:
        state = TrackedState.LAPSED if schedule.reason == ENDED else TrackedState.UNDATED
        statuses.append(OccurrenceStatus(state, reason=schedule.reason))
    return tuple(statuses)


def _is_before(occurrence: Occurrence, tracked_from: date | None, *, counts: bool) -> bool:
    """Whether it was due before a day; what is counted over a period begins with the first whole one."""
    day = occurrence.starts_on if counts else occurrence.due_on
    return tracked_from is not None and day is not None and day < tracked_from


def _apply_occupancy(statuses: list[OccurrenceStatus], occupancy: Occupancy) -> None:
    """Let the posts decide where the last due occurrence stands: it is not done while one is vacant."""
    due = [
        index
        for index, one in enumerate(statuses)
        if one.due_on and one.due_on <= occupancy.measured_on and one.state not in NOT_ASKED
    ]
    if not due:
        return
    last = statuses[due[-1]]
    if occupancy.short and last.state == TrackedState.DONE:
        statuses[due[-1]] = replace(last, state=TrackedState.SHORT, short=occupancy.short)
    elif occupancy.proves_release and last.state in SETTLED_BY_RELEASE:
        statuses[due[-1]] = replace(last, state=TrackedState.DONE)


def _state_at_rest(terms: Terms) -> TrackedState | None:
    """Return the open state of what is never due, None for what is."""
    if not terms.never_due:
        return None
    return TrackedState.AS_NEEDED if terms.up_to else TrackedState.CONTINUOUS


def occurrence_state(
    occurrence: Occurrence, last: LastReport | None, *, rests_in: TrackedState | None, as_of: date
) -> TrackedState:
    """Return the state of one occurrence. `rests_in`: the state of an open one that is never due."""
    if last and last.answer == ReportDecision.ASKED_BACK:
        return TrackedState.ASKED_BACK
    if last and last.settles:
        done = TrackedState.DONE if last.progress == Progress.FULFILLED else TrackedState.IMPOSSIBLE
        return done if last.answer else TrackedState.WAITING
    if not occurrence.owed:
        return TrackedState.LAPSED
    state = _base_state(occurrence, last, rests_in=rests_in)
    return apply_deadline(state, None if rests_in else occurrence.due_on, as_of)


def apply_deadline(state: TrackedState, due_on: date | None, as_of: date) -> TrackedState:
    """Return DUE or OVERDUE if the due date is near or past, else the state unchanged."""
    if due_on is None or due_on - as_of > SOON:
        return state
    return TrackedState.DUE if due_on >= as_of else TrackedState.OVERDUE


def _base_state(
    occurrence: Occurrence, last: LastReport | None, *, rests_in: TrackedState | None
) -> TrackedState:
    """Return the state of an open occurrence regardless of its due date."""
    if last and last.progress in UNDER_WAY:
        return TrackedState.IN_PROGRESS
    if rests_in:
        return rests_in
    if occurrence.due_on:
        return TrackedState.UPCOMING
    return TrackedState.DUE if occurrence.is_occasion else TrackedState.UNDATED


class HasState(Protocol):
    @property
    def state(self) -> TrackedState: ...

    @property
    def due_on(self) -> date | None: ...


StatusT = TypeVar("StatusT", bound=HasState)


def listed(statuses: Sequence[StatusT], as_of: date) -> list[StatusT]:
    """Return what a list shows of an obligation: all open occurrences and the next one, else the last one."""
    coming = [
        one
        for one in statuses
        if one.due_on and one.due_on >= as_of and one.state not in NOT_ASKED | {TrackedState.ON_EVENT}
    ]
    open_ = [
        one
        for one in statuses
        if one.state in OPEN or one.state == TrackedState.ON_EVENT or one in coming[:1]
    ]
    settled = [one for one in statuses if one.state not in NOT_ASKED] or list(statuses)
    return open_ or settled[-1:]
