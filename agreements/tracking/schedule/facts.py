"""What occurrences are laid from, and what comes of it. Pure values; days are whole days in Berlin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from agreements.choices import Anchor, DueShape, Sense
from agreements.content import DueRule

UNDATED = "offen"  # the key of what is owed before its day is known
OCCASION = "anlass-"  # begins the key of what an occasion has triggered

ON_EVENT = "bei Anlass"
NOT_IN_FORCE = "sobald der Vertrag in Kraft ist"
NO_DAY = "ohne vereinbarten Tag"
TERM_ENDS = "in der Laufzeit nicht mehr fällig"
WITHOUT_ANCHOR = {
    Anchor.BEGIN: "sobald der Vertragsbeginn feststeht",
    Anchor.SIGNING: "sobald der Vertrag unterzeichnet ist",
    Anchor.BA_RESOLUTION: "sobald der BA-Beschluss datiert ist",
    Anchor.FULFILMENT: "sobald die andere Pflicht erfüllt ist",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What one signed instrument says about an obligation, from the day on which its text holds.

    `number` is that of the instrument; `holds_from` is None while nobody knows the day.
    """

    number: int
    holds_from: date | None
    rule: DueRule
    quantity: Decimal | None = None
    unit: str = ""
    sense: Sense = Sense.AT_LEAST

    @property
    def up_to(self) -> bool:
        """Say whether the quantity is an upper limit, which can never be unmet."""
        return self.quantity is not None and self.sense == Sense.UP_TO

    @property
    def recurs(self) -> bool:
        """Say whether the rule comes back by the calendar."""
        return bool(self.step)

    @property
    def once(self) -> bool:
        """Say whether the rule is due on one single day."""
        return not self.step and self.rule.shape != DueShape.EVENT

    @property
    def step(self) -> int:
        """Return after how many months the rule comes back, 0 for never."""
        match self.rule.shape:
            case DueShape.PERIOD | DueShape.COUNT:
                return self.rule.period_months or 12
            case DueShape.OFFSET:
                return self.rule.period_months or 0
            case _:
                return 0

    def owes_the_same(self, other: "Terms") -> bool:
        """Say whether the other text asks for the same at the same time."""
        return (self.rule, self.quantity, self.unit, self.sense) == (
            other.rule,
            other.quantity,
            other.unit,
            other.sense,
        )


@dataclass(frozen=True, slots=True)
class OccasionFact:
    """Something that has happened and triggers a duty."""

    key: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """The days that due dates depend on; None is a day that is not known (yet), or a term without end.

    `last_day` is the last day of the term as it runs now. `fulfilled` says since when other obligations are, by
    their code; `occasions` are those of the obligation itself.
    """

    begins_on: date | None = None
    signed_on: date | None = None
    in_force_on: date | None = None
    last_day: date | None = None
    ba_resolution_on: date | None = None
    fulfilled: Mapping[str, date] = field(default_factory=dict)
    occasions: tuple[OccasionFact, ...] = ()

    def of(self, rule: DueRule) -> date | None:
        """Return the day that the rule counts from, None if it is not known (yet)."""
        match rule.anchor:
            case Anchor.BEGIN:
                return self.begins_on
            case Anchor.SIGNING:
                return self.signed_on
            case Anchor.BA_RESOLUTION:
                return self.ba_resolution_on
            case Anchor.FULFILMENT:
                return self.fulfilled.get(rule.anchor_code or "")
            case None:
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """An occurrence as somebody has reported on it: it is never moved or dropped."""

    key: str
    starts_on: date | None
    due_on: date | None
    number: int
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time that something is owed, with the first day of its period.

    `number` is that of the instrument whose text it follows. `older`: it was reported on, and the text (or a day that
    it counts from) has changed since; `owed` is False when nothing owes it any more.
    """

    key: str
    starts_on: date | None
    due_on: date | None
    number: int
    older: bool = False
    owed: bool = True

    @property
    def is_occasion(self) -> bool:
        """Say whether an occasion has triggered it."""
        return self.key.startswith(OCCASION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """All occurrences so far and the next one, by their day; `reason` says why none has a day."""

    occurrences: tuple[Occurrence, ...] = ()
    recurs: bool = False
    reason: str = ""

    def get(self, key: str) -> Occurrence | None:
        """Return the occurrence with the key, None if there is none."""
        return next((one for one in self.occurrences if one.key == key), None)
