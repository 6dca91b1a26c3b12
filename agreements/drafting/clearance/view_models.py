"""Frozen view models of the Mitzeichnung, built by the presenters."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.models import ClearanceRound, Instrument
from agreements.policy import Verdict
from agreements.tones import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChange:
    """The difference between the text of a round and the current text; `places` is empty if there is none."""

    day: date
    places: str
    url: str

    @property
    def is_current(self) -> bool:
        return not self.places


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer; `late` if it came after the deadline."""

    tone: Tone
    label: str
    remark: str
    who: str
    at: datetime
    recorded_by: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """An office in a round with its answers, the newest first."""

    name: str
    answers: tuple[AnswerView, ...]
    url: str

    @property
    def last(self) -> AnswerView | None:
        return self.answers[0] if self.answers else None

    @property
    def earlier(self) -> tuple[AnswerView, ...]:
        """The answers corrected by the last one."""
        return self.answers[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round; `state` is "open", "overdue", "resting" (outside review) or "closed"."""

    number: int
    state: str
    tone: Tone
    label: str
    due_on: date
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    note: str
    version: int
    change: PlaceChange
    requests: tuple[RequestView, ...]
    missing: tuple[str, ...]

    @property
    def missing_words(self) -> str:
        if not self.missing:
            return "Alle haben geantwortet."
        return f"Es {'fehlt' if len(self.missing) == 1 else 'fehlen'}: {', '.join(self.missing)}."

    @property
    def caption(self) -> str:
        return f"Antworten, Runde {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether the round accepts answers."""
        return self.state in {"open", "overdue"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceStatusView:
    """The current status of an office; `url` is the comparison if it has cleared an older text, else empty."""

    name: str
    tone: Tone
    label: str
    sentence: str
    text: str
    url: str
    waiting: str

    @property
    def text_tone(self) -> Tone:
        return Tone.ATTENTION if self.url else Tone.GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceView:
    """The page of an instrument's Mitzeichnung."""

    statuses: tuple[ClearanceStatusView, ...]
    rounds: tuple[RoundView, ...]
    running: RoundView | None
    open: Verdict
    answer: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRoundRow:
    """An open round in the list of all districts; `requested` is the number of offices."""

    round: ClearanceRound
    instrument: Instrument
    due_on: date
    overdue: bool
    requested: int
    missing: tuple[str, ...]

    @property
    def answered(self) -> int:
        """The number of offices with an answer."""
        return self.requested - len(self.missing)
