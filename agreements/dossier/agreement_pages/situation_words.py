"""Where a signed agreement stands, in two or three sentences. Pure."""

from collections.abc import Iterator
from datetime import date

from agreements.parties import ReportingSide
from agreements.tracking.agreement_duties import AgreementDuties
from agreements.tracking.permissions import other
from agreements.tracking.staff_release.summaries import ReleaseSummary
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import ago

NUMBERS = ["Eine", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "Acht", "Neun", "Zehn", "Elf", "Zwölf"]


def situation_words(
    duties: AgreementDuties, release: ReleaseSummary | None, reader: ReportingSide | None, as_of: date
) -> Iterator[str]:
    """Yield the sentences; `reader` is the side that the reader is on, None for who only reads."""
    if not duties.total:
        yield "Aus diesem Vertrag sind hier noch keine Pflichten erfasst."
        return
    yield _overdue(duties, as_of)
    if release and release.filled:
        yield f"Von {release.agreed} sind {release.filled} besetzt."
    waiting = duties.waiting[other(reader)] if reader else 0
    if waiting:
        yield f"{_counted(waiting, 'Meldung wartet', 'Meldungen warten')} auf Sie."


def _overdue(duties: AgreementDuties, as_of: date) -> str:
    late, due = (duties.count.of(state) for state in (TrackedState.OVERDUE, TrackedState.DUE))
    if late and duties.count.oldest:
        since = ago(duties.count.oldest, as_of)
        oldest = since if late == 1 else f"die älteste {since}"
        return f"{_counted(late, 'Pflicht ist', 'Pflichten sind')} überfällig, {oldest}."
    if due:
        soon = _counted(due, "Pflicht ist", "Pflichten sind")
        return f"Nichts ist überfällig. {soon} in den nächsten 30 Tagen fällig."
    return "Nichts ist überfällig."


def _counted(number: int, singular: str, plural: str) -> str:
    word = NUMBERS[number - 1] if number <= len(NUMBERS) else str(number)
    return f"{word} {singular if number == 1 else plural}"
