"""Input and output of the schedule. Pure values; dates are in Berlin time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from agreements.choices import Anchor, DueShape, Sense
from agreements.due_rule import DueRule

UNDATED = "offen"  # key of an occurrence whose due date is unknown
OCCASION = "anlass-"  # key prefix of an occurrence triggered by an occasion

ON_EVENT = "bei Anlass"
NOT_IN_FORCE = "sobald der Vertrag in Kraft ist"
NO_DAY = "ohne vereinbarten Tag"
TERM_ENDS = "in der Laufzeit nicht mehr fällig"
ENDED = "durch einen Nachtrag aufgehoben"
WITHOUT_ANCHOR = {
    Anchor.BEGIN: "sobald der Vertragsbeginn feststeht",
    Anchor.SIGNING: "sobald der Vertrag unterzeichnet ist",
    Anchor.BA_RESOLUTION: "sobald der BA-Beschluss gefasst ist",
    Anchor.FULFILMENT: "sobald die andere Pflicht erfüllt ist",
    Anchor.END: "sobald das Vertragsende feststeht",
    Anchor.MILESTONE: "sobald der Meilenstein einen Tag hat",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTerms:
    """What a signed instrument says of an obligation.

    `number` is that of the instrument; `effective_from` is None while the first day is unknown.
    """

    number: int
    effective_from: date | None
    concluded_on: date | None = None

    @property
    def order(self) -> tuple[date, date, int]:
        """What decides which of several terms is the newer: first day, conclusion, number."""
        return self.effective_from or date.max, self.concluded_on or date.max, self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(SignedTerms):
    """The terms of an obligation in one signed instrument. `ended`: from their first day on nothing more is owed."""

    rule: DueRule
    ended: bool = False
    quantity: Decimal | None = None
    unit: str = ""
    sense: Sense = Sense.AT_LEAST

    @property
    def up_to(self) -> bool:
        """Whether the quantity is an upper limit, which can never be unmet."""
        return self.quantity is not None and self.sense == Sense.UP_TO

    @property
    def never_due(self) -> bool:
        """Whether its dates are only days to look at it: what is owed „laufend“ is never late."""
        return self.up_to or self.rule.shape == DueShape.CONTINUOUS

    @property
    def recurs(self) -> bool:
        return bool(self.step)

    @property
    def once(self) -> bool:
        """Whether there is exactly one due date."""
        return not self.step and not self.on_occasion and not self.ended

    @property
    def on_occasion(self) -> bool:
        """Whether it is due whenever its occasion happens."""
        return self.rule.shape == DueShape.EVENT and not self.ended

    @property
    def step(self) -> int:
        """The interval in months, 0 if the rule does not recur."""
        if self.ended:
            return 0
        match self.rule.shape:
            case DueShape.PERIOD | DueShape.COUNT:
                return self.rule.period_months or 12
            case DueShape.OFFSET:
                return self.rule.period_months or 0
            case DueShape.CONTINUOUS:
                return 12
            case _:
                return 0

    def owes_the_same(self, other: "Terms") -> bool:
        return (self.ended, self.rule, self.quantity, self.unit, self.sense) == (
            other.ended,
            other.rule,
            other.quantity,
            other.unit,
            other.sense,
        )


@dataclass(frozen=True, slots=True)
class OccasionFact:
    """An event that triggers an obligation."""

    key: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """The dates that due dates depend on; None is unknown (yet), or a contract without end.

    `ba_resolution_state` is the German state of a resolution that is not taken. `last_day` is the current last day of
    the contract. `fulfilled` maps the codes of other obligations to the day of their fulfilment, `milestones` the titles of
    milestones to their day; `occasions` are those of the obligation itself.
    """

    begins_on: date | None = None
    signed_on: date | None = None
    in_force_on: date | None = None
    last_day: date | None = None
    ba_resolution_on: date | None = None
    ba_resolution_state: str = ""
    fulfilled: Mapping[str, date] = field(default_factory=dict)
    milestones: Mapping[str, date] = field(default_factory=dict)
    occasions: tuple[OccasionFact, ...] = ()

    def anchor_day(self, rule: DueRule) -> date | None:
        """Return the day that the rule counts from, None if it is unknown (yet)."""
        match rule.counts_from:
            case Anchor.BEGIN:
                return self.begins_on
            case Anchor.SIGNING:
                return self.signed_on
            case Anchor.BA_RESOLUTION:
                return self.ba_resolution_on
            case Anchor.FULFILMENT:
                return self.fulfilled.get(rule.anchor_code or "")
            case Anchor.END:
                return self.last_day
            case Anchor.MILESTONE:
                return self.milestones.get(rule.anchor_milestone or "")
            case None:
                return None

    def without(self, anchor: Anchor) -> str:
        """Return why there is no date while the day of the anchor is unknown."""
        state = self.ba_resolution_state if anchor == Anchor.BA_RESOLUTION else ""
        return f"{WITHOUT_ANCHOR[anchor]} (zurzeit {state})" if state else WITHOUT_ANCHOR[anchor]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedOccurrence:
    """An occurrence as it was reported: never moved or dropped."""

    key: str
    starts_on: date | None
    due_on: date | None
    number: int
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One due date of an obligation, with the first day of its period.

    `number` is that of the instrument whose terms it follows. `superseded`: it was reported, and the terms (or an anchor
    day) have changed since; `owed` is False when the current terms no longer ask for it.
    """

    key: str
    starts_on: date | None
    due_on: date | None
    number: int
    superseded: bool = False
    owed: bool = True

    @property
    def is_occasion(self) -> bool:
        return self.key.startswith(OCCASION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """All occurrences so far and the next one, by due date; `reason` says why there is no date.

    `current` are the terms in force on the day, before the first day in force those that will be; None without any.
    """

    occurrences: tuple[Occurrence, ...] = ()
    current: Terms | None = None
    reason: str = ""

    def get(self, key: str) -> Occurrence | None:
        return next((one for one in self.occurrences if one.key == key), None)
