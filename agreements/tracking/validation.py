"""Validation of a report on an occurrence. Pure; every message says what to do."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.choices import Progress, Sense
from agreements.texts.wording import amount_words, date_words
from agreements.tracking.queries.obligations import TrackedObligation

UNMET = frozenset({Progress.PARTLY, Progress.NOT_FULFILLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The content of a report. `seen` is the number of the last report that the user has read, 0 for none."""

    key: str
    seen: int
    progress: Progress
    done_on: date
    amount: Decimal | None = None
    remark: str = ""


def complaint(statement: Statement, tracked: TrackedObligation, day: date) -> str:
    """Return why a report is refused, empty if it is accepted."""
    owed = tracked.terms
    if statement.done_on > day:
        return f"Der {date_words(statement.done_on)} liegt in der Zukunft. Melden Sie, was bis heute geschehen ist."
    occurrence = tracked.status.occurrence
    if (
        occurrence
        and occurrence.is_occasion
        and occurrence.starts_on
        and statement.done_on < occurrence.starts_on
    ):
        return f"Das Datum liegt vor dem Anlass vom {date_words(occurrence.starts_on)}. Bitte prüfen Sie den Tag."
    if owed.up_to and statement.progress in UNMET:
        limit = amount_words(owed.sense, owed.quantity or Decimal(0), owed.unit)
        return (
            f"Vereinbart sind {limit}. Eine Obergrenze kann nicht unerfüllt bleiben: Melden Sie „erfüllt“ mit der Menge, "
            "die es geworden ist, auch mit 0."
        )
    if statement.progress in UNMET | {Progress.IMPOSSIBLE} and not statement.remark.strip():
        return "Bitte begründen, warum die Pflicht nicht oder nur teilweise erfüllt ist."
    if statement.amount is None or owed.quantity is None:
        return ""
    words = amount_words(owed.sense, owed.quantity, owed.unit)
    if (
        statement.progress == Progress.FULFILLED
        and owed.sense != Sense.UP_TO
        and statement.amount < owed.quantity
    ):
        return (
            f"Vereinbart sind {words}; die gemeldete Menge ist kleiner. Melden Sie „teilweise erfüllt“ mit einer "
            "Begründung, oder berichtigen Sie die Menge."
        )
    return ""
