"""German words for where an obligation stands. Pure."""

from datetime import date

from agreements.content import NBSP, DueRule
from agreements.documents.text import tied
from agreements.documents.wording import date_words, due_words
from agreements.tracking.standing import Tracked, TrackedState

HEADINGS = {
    TrackedState.OVERDUE: "Überfällig",
    TrackedState.DUE: "Fällig in den nächsten 30 Tagen",
    TrackedState.IN_PROGRESS: "In Arbeit",
    TrackedState.UPCOMING: "Später fällig",
    TrackedState.UNDATED: "Noch ohne Termin",
    TrackedState.ON_EVENT: "Bei Anlass",
    TrackedState.AS_NEEDED: "Nach Bedarf, bis zu einer Obergrenze",
    TrackedState.DONE: "Erledigt",
    TrackedState.IMPOSSIBLE: "Nicht mehr möglich",
}


def state_words(tracked: Tracked, as_of: date) -> str:
    """Say where an obligation stands, with the time where it matters: „seit 12 Tagen überfällig“."""
    if tracked.due_on and tracked.state == TrackedState.OVERDUE:
        return f"seit {_span(tracked.due_on, as_of)} überfällig"
    if tracked.due_on and tracked.state == TrackedState.DUE:
        days = (tracked.due_on - as_of).days
        return f"fällig in {_counted(days, 'Tag', 'Tagen')}" if days else "heute fällig"
    return tracked.state.label


def rule_words(rule: DueRule, tracked: Tracked) -> str:
    """Say by which rule something is due, and why there is no date where there is none."""
    words, reason = tied(due_words(rule)), tracked.due.reason
    return words if tracked.due_on or rule.trigger or not reason else f"{words}; {reason}"


def target_words(tracked: Tracked) -> str:
    """Say what a report made now counts for."""
    if tracked.counts_for is None:
        return "Ihre Meldung gilt für die Pflicht als Ganzes."
    words = f"Ihre Meldung zählt für den Termin am {date_words(tracked.counts_for.due_on)}."
    if tracked.due_on and tracked.due_on < tracked.counts_for.due_on:
        return f"Der Termin am {date_words(tracked.due_on)} liegt länger zurück als der nächste entfernt ist. {words}"
    return f"{words} Der nächste Zeitraum beginnt danach wieder offen." if tracked.due.recurs else words


def _span(start: date, end: date) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if months < 2:
        return _counted((end - start).days, "Tag", "Tagen")
    return _counted(months, "Monat", "Monaten")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count}{NBSP}{one if count == 1 else many}"
