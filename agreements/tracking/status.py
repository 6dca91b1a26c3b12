"""Where an occurrence stands on a day: from its due date and what was last said. Pure; overdue is never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from django.db.models import TextChoices

from agreements.choices import DueShape, Progress, ReportDecision, Side
from agreements.tones import Tone
from agreements.tracking.schedule.facts import Occurrence, Schedule, Terms

SOON = timedelta(days=30)
SETTLING = frozenset({Progress.FULFILLED, Progress.IMPOSSIBLE})
UNDER_WAY = frozenset({Progress.IN_PROGRESS, Progress.PARTLY})


class TrackedState(TextChoices):
    """Where an occurrence stands, the most urgent first."""

    OVERDUE = "overdue", "überfällig"
    ASKED_BACK = "asked_back", "Rückfrage offen"
    DUE = "due", "fällig in 30 Tagen"
    WAITING = "waiting", "wartet auf Bestätigung"
    IN_PROGRESS = "in_progress", "in Arbeit"
    UPCOMING = "upcoming", "später fällig"
    UNDATED = "undated", "noch ohne Termin"
    ON_EVENT = "on_event", "bei Anlass"
    AS_NEEDED = "as_needed", "nach Bedarf"
    DONE = "done", "erledigt"
    IMPOSSIBLE = "impossible", "nicht mehr möglich"
    LAPSED = "lapsed", "durch neuen Text überholt"

    @property
    def tone(self) -> Tone:
        """How the state is to be taken."""
        return TONES[self]


TONES = {
    TrackedState.OVERDUE: Tone.BAD,
    TrackedState.ASKED_BACK: Tone.ATTENTION,
    TrackedState.DUE: Tone.ATTENTION,
    TrackedState.WAITING: Tone.ACTIVE,
    TrackedState.IN_PROGRESS: Tone.ACTIVE,
    TrackedState.UPCOMING: Tone.NEUTRAL,
    TrackedState.UNDATED: Tone.NEUTRAL,
    TrackedState.ON_EVENT: Tone.NEUTRAL,
    TrackedState.AS_NEEDED: Tone.NEUTRAL,
    TrackedState.DONE: Tone.GOOD,
    TrackedState.IMPOSSIBLE: Tone.STOPPED,
    TrackedState.LAPSED: Tone.OVER,
}


OPEN = frozenset(
    {
        TrackedState.OVERDUE,
        TrackedState.ASKED_BACK,
        TrackedState.DUE,
        TrackedState.WAITING,
        TrackedState.IN_PROGRESS,
        TrackedState.UNDATED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The last report on an occurrence: what it says, how the other side has answered it, and for whom it speaks."""

    progress: Progress
    answer: ReportDecision | None = None
    side: Side | None = None

    @property
    def settles(self) -> bool:
        """Say whether nothing more is owed for this occurrence, as far as those who report say."""
        return self.progress in SETTLING


@dataclass(frozen=True, slots=True)
class Tracked:
    """Where an occurrence stands; without one, where the obligation stands, and why it has no day."""

    state: TrackedState
    occurrence: Occurrence | None = None
    reason: str = ""

    @property
    def due_on(self) -> date | None:
        """The due date, None with `reason` saying why."""
        return self.occurrence.due_on if self.occurrence else None


def track(
    texts: Sequence[Terms], schedule: Schedule, words: Mapping[str, Word], as_of: date
) -> tuple[Tracked, ...]:
    """Return where every occurrence of an obligation stands, and where the obligation can be triggered."""
    limits = {text.number for text in texts if text.up_to}
    found = [
        Tracked(
            occurrence_state(one, words.get(one.key), up_to=one.number in limits, as_of=as_of),
            one,
            schedule.reason,
        )
        for one in schedule.occurrences
    ]
    if texts and texts[-1].rule.shape == DueShape.EVENT:
        found.append(Tracked(TrackedState.ON_EVENT, reason=schedule.reason))
    elif not found:
        found.append(Tracked(TrackedState.UNDATED, reason=schedule.reason))
    return tuple(found)


def occurrence_state(occurrence: Occurrence, word: Word | None, *, up_to: bool, as_of: date) -> TrackedState:
    """Return where one occurrence stands. `up_to`: its quantity is an upper limit, which can never be unmet."""
    if word and word.answer == ReportDecision.ASKED_BACK:
        return TrackedState.ASKED_BACK
    if word and word.settles:
        done = TrackedState.DONE if word.progress == Progress.FULFILLED else TrackedState.IMPOSSIBLE
        return done if word.answer else TrackedState.WAITING
    if not occurrence.owed:
        return TrackedState.LAPSED
    return _still_to_do(occurrence, word, up_to=up_to, as_of=as_of)


def pressed(state: TrackedState, due_on: date | None, as_of: date) -> TrackedState:
    """Return what becomes of a state as its day comes near and goes by; without a day it stays."""
    if due_on is None or due_on - as_of > SOON:
        return state
    return TrackedState.DUE if due_on >= as_of else TrackedState.OVERDUE


def _still_to_do(occurrence: Occurrence, word: Word | None, *, up_to: bool, as_of: date) -> TrackedState:
    due_on = occurrence.due_on
    return pressed(_at_rest(occurrence, word, up_to=up_to), None if up_to else due_on, as_of)


def _at_rest(occurrence: Occurrence, word: Word | None, *, up_to: bool) -> TrackedState:
    """Return where an occurrence stands while its day is far."""
    if word and word.progress in UNDER_WAY:
        return TrackedState.IN_PROGRESS
    if up_to:
        return TrackedState.AS_NEEDED
    if occurrence.due_on:
        return TrackedState.UPCOMING
    return TrackedState.DUE if occurrence.is_occasion else TrackedState.UNDATED


class Stands(Protocol):
    """What is known of an occurrence where only its state and its day matter."""

    @property
    def state(self) -> TrackedState: ...

    @property
    def due_on(self) -> date | None: ...


Standing = TypeVar("Standing", bound=Stands)


def worth_showing(tracked: Sequence[Standing], as_of: date) -> list[Standing]:
    """Return what a list shows of an obligation: all that is open, the next one, else what was last."""
    coming = [
        one
        for one in tracked
        if one.due_on
        and one.due_on >= as_of
        and one.state not in {TrackedState.LAPSED, TrackedState.ON_EVENT}
    ]
    shown = [
        one for one in tracked if one.state in OPEN or one.state == TrackedState.ON_EVENT or one in coming[:1]
    ]
    settled = [one for one in tracked if one.state != TrackedState.LAPSED] or list(tracked)
    return shown or settled[-1:]
