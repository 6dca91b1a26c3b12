"""When a district is slipping, and why: in German words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.tracking.queries import Duty
from agreements.tracking.standing import TrackedState
from agreements.tracking.wording import span_words
from agreements.vocabulary import OwedBy, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Where the open occurrences of agreements stand on a day.

    `overdue`, `due` and `asked` are what the district owes (also together with MitWirkung); `oldest` is the day of
    what is overdue longest. `to_confirm` was reported by the district and waits for MitWirkung, `ours_waiting` the
    other way round; `ours_overdue` is what MitWirkung owes alone. `last_said` is the day of the district's last report.
    """

    overdue: int = 0
    oldest: date | None = None
    asked: int = 0
    due: int = 0
    to_confirm: int = 0
    ours_overdue: int = 0
    ours_waiting: int = 0
    last_said: date | None = None

    def __add__(self, other: "Figures") -> "Figures":
        """Return the figures of both taken together."""
        return Figures(
            overdue=self.overdue + other.overdue,
            oldest=min((day for day in (self.oldest, other.oldest) if day), default=None),
            asked=self.asked + other.asked,
            due=self.due + other.due,
            to_confirm=self.to_confirm + other.to_confirm,
            ours_overdue=self.ours_overdue + other.ours_overdue,
            ours_waiting=self.ours_waiting + other.ours_waiting,
            last_said=max((day for day in (self.last_said, other.last_said) if day), default=None),
        )

    @property
    def open(self) -> int:
        """How much somebody has to look at, as the bar shows it."""
        return self.overdue + self.asked + self.due + self.to_confirm


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What the rule of silence looks at: the term of an agreement, and the district's last report."""

    in_force_on: date | None
    last_day: date | None
    last_said: date | None


def silent_since(silence: Silence, as_of: date) -> date | None:
    """Return since when the district has reported nothing; None while no contract asks it to.

    What was reported before the contract came into force does not count: silence begins with the contract.
    """
    begins, ends = silence.in_force_on, silence.last_day
    if begins is None or as_of < begins or (ends and as_of > ends):
        return None
    return max(begins, silence.last_said or begins)


def is_stale(silence: Silence, as_of: date, days: int) -> bool:
    """Say whether the district has reported nothing for that many days, or longer."""
    since = silent_since(silence, as_of)
    return since is not None and (as_of - since).days >= days


def reasons(figures: Figures, stale_since: date | None, as_of: date) -> Iterator[str]:
    """Yield why a district is slipping, in words; nothing if it is not."""
    if figures.overdue and figures.oldest:
        which = "seit" if figures.overdue == 1 else "die älteste seit"
        yield f"{figures.overdue} überfällig, {which} {span_words(figures.oldest, as_of)}"
    if figures.asked:
        yield f"{figures.asked} {'Rückfrage' if figures.asked == 1 else 'Rückfragen'} ohne Antwort"
    if stale_since:
        yield f"seit {span_words(stale_since, as_of)} keine Meldung"


def counted(duty: Duty) -> Figures:
    """Return what one occurrence adds to the figures."""
    ours, from_us = duty.owed_by == OwedBy.ASSOCIATION, duty.said_by == Side.ASSOCIATION
    match duty.tracked.state:
        case TrackedState.OVERDUE if ours:
            return Figures(ours_overdue=1)
        case TrackedState.OVERDUE:
            return Figures(overdue=1, oldest=duty.tracked.due_on)
        case TrackedState.WAITING if from_us:
            return Figures(ours_waiting=1)
        case TrackedState.WAITING:
            return Figures(to_confirm=1)
        case TrackedState.ASKED_BACK if not from_us:
            return Figures(asked=1)
        case TrackedState.DUE if not ours:
            return Figures(due=1)
        case _:
            return Figures()
