"""What does not fit together in what somebody says about an occurrence. Pure; every complaint says what to do."""

from datetime import date
from decimal import Decimal

from agreements.choices import Progress, Sense
from agreements.texts.wording import amount_words, date_words
from agreements.tracking.queries.obligations import Duty

UNMET = frozenset({Progress.PARTLY, Progress.NOT_FULFILLED})


def complaint(
    progress: Progress, amount: Decimal | None, done_on: date, remark: str, duty: Duty, day: date
) -> str:
    """Return why a statement cannot be taken, empty if it can."""
    owed = duty.terms
    if done_on > day:
        return f"Der {date_words(done_on)} liegt in der Zukunft. Melden Sie, was bis heute geschehen ist."
    occurrence = duty.tracked.occurrence
    if occurrence and occurrence.is_occasion and occurrence.starts_on and done_on < occurrence.starts_on:
        return f"Das Datum liegt vor dem Anlass vom {date_words(occurrence.starts_on)}. Bitte prüfen Sie den Tag."
    if owed.up_to and progress in UNMET:
        limit = amount_words(owed.sense, owed.quantity or Decimal(0), owed.unit)
        return (
            f"Vereinbart sind {limit}. Eine Obergrenze kann nicht unerfüllt bleiben: Melden Sie „erfüllt“ mit der Menge, "
            "die es geworden ist, auch mit 0."
        )
    if progress in UNMET | {Progress.IMPOSSIBLE} and not remark.strip():
        return "Bitte begründen, warum die Pflicht nicht oder nur teilweise erfüllt ist."
    if amount is None or owed.quantity is None:
        return ""
    words = amount_words(owed.sense, owed.quantity, owed.unit)
    if progress == Progress.FULFILLED and owed.sense != Sense.UP_TO and amount < owed.quantity:
        return (
            f"Vereinbart sind {words}; die gemeldete Menge ist kleiner. Melden Sie „teilweise erfüllt“ mit einer "
            "Begründung, oder berichtigen Sie die Menge."
        )
    return ""
