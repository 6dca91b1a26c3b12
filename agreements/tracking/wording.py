"""German words for where an obligation stands. Pure."""

from datetime import date

from agreements.content import NBSP, DueRule
from agreements.rendering.clause_text import no_break
from agreements.texts.wording import date_words, due_words
from agreements.tracking.schedule.facts import Occurrence, Terms
from agreements.tracking.status import Tracked, TrackedState

HEADINGS = {
    TrackedState.OVERDUE: "Überfällig",
    TrackedState.ASKED_BACK: "Rückfrage offen",
    TrackedState.DUE: "Fällig in den nächsten 30 Tagen",
    TrackedState.WAITING: "Gemeldet, wartet auf Bestätigung",
    TrackedState.IN_PROGRESS: "In Arbeit",
    TrackedState.UPCOMING: "Später fällig",
    TrackedState.UNDATED: "Noch ohne Termin",
    TrackedState.ON_EVENT: "Bei Anlass",
    TrackedState.AS_NEEDED: "Nach Bedarf, bis zu einer Obergrenze",
    TrackedState.DONE: "Erledigt",
    TrackedState.IMPOSSIBLE: "Nicht mehr möglich",
    TrackedState.LAPSED: "Durch neuen Text überholt",
}
OLDER = "Gemeldet nach einem älteren Text; bitte prüfen, ob die Meldung noch stimmt."
NOT_OWED = "Nach dem heutigen Text nicht mehr fällig. Die Meldung bleibt stehen."


def state_words(tracked: Tracked, as_of: date) -> str:
    """Say where an occurrence stands, with the time where it matters: „seit 12 Tagen überfällig“."""
    if tracked.due_on and tracked.state == TrackedState.OVERDUE:
        return f"{ago(tracked.due_on, as_of)} überfällig"
    if tracked.state == TrackedState.DUE:
        if tracked.due_on is None:
            return "unverzüglich"
        days = (tracked.due_on - as_of).days
        return f"fällig in {_counted(days, 'Tag', 'Tagen')}" if days else "heute fällig"
    return tracked.state.label


def rule_words(rule: DueRule, tracked: Tracked) -> str:
    """Say by which rule something is due, and why there is no date where there is none."""
    words, reason = no_break(due_words(rule)), tracked.reason
    return words if tracked.due_on or rule.trigger or not reason else f"{words}; {reason}"


def period_words(terms: Terms, occurrence: Occurrence | None) -> str:
    """Say which period, or which occasion, an occurrence is about; nothing for what is owed once."""
    if occurrence is None or occurrence.starts_on is None:
        return ""
    if occurrence.is_occasion:
        return f"Anlass vom {date_words(occurrence.starts_on)}"
    if terms.recurs and occurrence.due_on:
        return f"Zeitraum {date_words(occurrence.starts_on)} bis {date_words(occurrence.due_on)}"
    return ""


def occurrence_words(terms: Terms, tracked: Tracked) -> str:
    """Name an occurrence in a list to choose from: „fällig am 31.12.2025 (Zeitraum …): überfällig“."""
    period = period_words(terms, tracked.occurrence)
    day = f"fällig am {date_words(tracked.due_on)}" if tracked.due_on else "ohne Termin"
    if tracked.occurrence and tracked.occurrence.is_occasion:
        return f"{period}, {day}: {tracked.state.label}"
    return f"{day} ({period}): {tracked.state.label}" if period else f"{day}: {tracked.state.label}"


def older_words(occurrence: Occurrence | None) -> str:
    """Say that a report was made under an older text, nothing if it was not."""
    if occurrence is None or not occurrence.older:
        return ""
    return OLDER if occurrence.owed else NOT_OWED


def ago(start: date, end: date) -> str:
    """Say how long ago something was: „seit 21 Monaten“."""
    return f"seit {_span(start, end)}"


def _span(start: date, end: date) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if months < 2:
        return _counted((end - start).days, "Tag", "Tagen")
    return _counted(months, "Monat", "Monaten")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count}{NBSP}{one if count == 1 else many}"
