"""What a check of the operation found. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from django.utils import timezone


class HealthState(Enum):
    """How well it is; the values are those of the metrics."""

    OK = 0
    WARN = 1
    RED = 2


LABELS = {HealthState.OK: "in Ordnung", HealthState.WARN: "bald zu tun", HealthState.RED: "gestört"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A number for the metrics: the name without its prefix, its labels, the value in seconds, bytes, days or pieces."""

    metric: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCheck:
    """One thing that was looked at: what was found, in a German sentence, and what to do unless it is well."""

    key: str
    name: str
    state: HealthState
    sentence: str
    advice: str = ""
    measured: tuple[Measured, ...] = ()

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def is_red(self) -> bool:
        return self.state == HealthState.RED


def state_above(value: float, *, warn: float, red: float) -> HealthState:
    """Return the state of a value that should be small."""
    if value >= red:
        return HealthState.RED
    return HealthState.WARN if value >= warn else HealthState.OK


def day_and_time(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d.%m.%Y, %H:%M} Uhr"


def span_words(seconds: float) -> str:
    """Return how long it is, in the largest whole unit."""
    for unit, one, many in ((86400, "Tag", "Tagen"), (3600, "Stunde", "Stunden"), (60, "Minute", "Minuten")):
        if seconds >= unit:
            number = int(seconds // unit)
            return f"{number} {one if number == 1 else many}"
    number = int(seconds)
    return f"{number} {'Sekunde' if number == 1 else 'Sekunden'}"
