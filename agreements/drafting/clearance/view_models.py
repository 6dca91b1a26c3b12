"""The pieces that the pages of the Mitzeichnung show: frozen values, made by the presenters."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.models import ClearanceRound, Instrument
from agreements.policy import Verdict
from agreements.tones import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChange:
    """The text of a round against the text of today; without `places` it is the same."""

    day: date
    places: str
    url: str

    @property
    def is_current(self) -> bool:
        """Whether the text is still the one that was asked about."""
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
        """The answer that counts."""
        return self.answers[0] if self.answers else None

    @property
    def earlier(self) -> tuple[AnswerView, ...]:
        """The answers that were corrected since."""
        return self.answers[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round: `state` is „open“, „overdue“, „resting“ or „closed“."""

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
        """Who has not answered, or that everybody has."""
        if not self.missing:
            return "Alle haben geantwortet."
        return f"Es {'fehlt' if len(self.missing) == 1 else 'fehlen'}: {', '.join(self.missing)}."

    @property
    def caption(self) -> str:
        """What the table of its answers is called."""
        return f"Antworten, Runde {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        return self.state in {"open", "overdue"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceStatusView:
    """Where an office stands today, in a sentence; `url` leads to the comparison if its text is an older one."""

    name: str
    tone: Tone
    label: str
    sentence: str
    text: str
    url: str
    waiting: str

    @property
    def text_tone(self) -> Tone:
        """How it is to be taken that the text is an older one or not."""
        return Tone.ATTENTION if self.url else Tone.GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceView:
    """The page of an instrument's Mitzeichnung."""

    standings: tuple[ClearanceStatusView, ...]
    rounds: tuple[RoundView, ...]
    running: RoundView | None
    open: Verdict
    answer: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """An open round in the list over all districts."""

    round: ClearanceRound
    instrument: Instrument
    due_on: date
    overdue: bool
    asked: int
    missing: tuple[str, ...]

    @property
    def answered(self) -> int:
        """How many have answered."""
        return self.asked - len(self.missing)
