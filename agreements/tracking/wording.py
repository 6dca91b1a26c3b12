"""German labels for the status of obligations. Pure."""

from datetime import date

from agreements.content import NBSP
from agreements.due_rule import DueRule
from agreements.rendering.clause_text import no_break
from agreements.schedule.facts import Occurrence, Terms
from agreements.texts.due_wording import due_words
from agreements.texts.wording import date_words, fte_words
from agreements.tracking.status import OccurrenceStatus, TrackedState

HEADINGS = {
    TrackedState.OVERDUE: "Überfällig",
    TrackedState.SHORT: "Nicht voll besetzt",
    TrackedState.ASKED_BACK: "Rückfrage offen",
    TrackedState.DUE: "Fällig in den nächsten 30 Tagen",
    TrackedState.WAITING: "Gemeldet, wartet auf Bestätigung",
    TrackedState.IN_PROGRESS: "In Arbeit",
    TrackedState.UPCOMING: "Später fällig",
    TrackedState.UNDATED: "Noch ohne Termin",
    TrackedState.ON_EVENT: "Bei Anlass",
    TrackedState.AS_NEEDED: "Nach Bedarf, bis zu einer Obergrenze",
    TrackedState.CONTINUOUS: "Laufend, einmal im Jahr anzusehen",
    TrackedState.DONE: "Erledigt",
    TrackedState.IMPOSSIBLE: "Nicht mehr möglich",
    TrackedState.LAPSED: "Durch neuen Text überholt",
    TrackedState.BEFORE: "Vor der Aufnahme fällig",
}
SUPERSEDED = "Gemeldet nach einem älteren Text; bitte prüfen, ob die Meldung noch stimmt."
NOT_OWED = "Nach dem heutigen Text nicht mehr fällig. Die Meldung bleibt stehen."


def state_words(status: OccurrenceStatus, as_of: date) -> str:
    """Return the state, with the time where it matters: „seit 12 Tagen überfällig“."""
    if status.due_on and status.state == TrackedState.OVERDUE:
        return f"{ago(status.due_on, as_of)} überfällig"
    if status.state == TrackedState.SHORT:
        return f"{fte_words(status.short)} unbesetzt"
    if status.state == TrackedState.DUE:
        if status.due_on is None:
            return "unverzüglich"
        return "heute fällig" if status.due_on == as_of else f"fällig {in_days(status.due_on, as_of)}"
    return status.state.label


def rule_words(rule: DueRule, status: OccurrenceStatus) -> str:
    """Return the rule of the due date, and the reason if there is no date."""
    words, reason = no_break(due_words(rule)), status.reason
    return words if status.due_on or rule.trigger or not reason else f"{words}; {reason}"


def period_words(terms: Terms, occurrence: Occurrence | None) -> str:
    """Return the period or the occasion of an occurrence, empty for a single date."""
    if occurrence is None or occurrence.starts_on is None:
        return ""
    if occurrence.is_occasion:
        return f"Anlass vom {date_words(occurrence.starts_on)}"
    if terms.recurs and occurrence.due_on:
        return f"Zeitraum {date_words(occurrence.starts_on)} bis {date_words(occurrence.due_on)}"
    return ""


def occurrence_words(terms: Terms, status: OccurrenceStatus) -> str:
    """Return the label of an occurrence in a list of choices: „fällig am 31.12.2025 (Zeitraum …): überfällig“."""
    period = period_words(terms, status.occurrence)
    day = f"fällig am {date_words(status.due_on)}" if status.due_on else "ohne Termin"
    if status.occurrence and status.occurrence.is_occasion:
        return f"{period}, {day}: {status.state.label}"
    return f"{day} ({period}): {status.state.label}" if period else f"{day}: {status.state.label}"


def superseded_words(occurrence: Occurrence | None) -> str:
    """Return a note that a report was made under older terms, empty if it was not."""
    if occurrence is None or not occurrence.superseded:
        return ""
    return SUPERSEDED if occurrence.owed else NOT_OWED


def ago(start: date, end: date) -> str:
    """Return the time since a day: „seit 21 Monaten“."""
    return f"seit {_span(start, end)}"


def in_days(day: date, as_of: date) -> str:
    """Return the time until a day: „in 12 Tagen“, „heute“."""
    days = (day - as_of).days
    return f"in {_counted(days, 'Tag', 'Tagen')}" if days else "heute"


def _span(start: date, end: date) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if months < 2:
        return _counted((end - start).days, "Tag", "Tagen")
    return _counted(months, "Monat", "Monaten")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count}{NBSP}{one if count == 1 else many}"
