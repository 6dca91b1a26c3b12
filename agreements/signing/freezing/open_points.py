"""What is still open when a text is to be frozen: listed, and confirmed word for word."""

from collections.abc import Iterator

from agreements import policy
from agreements.events import EventKind
from agreements.models import Instrument
from districts.models import User

SEEN = (EventKind.REVIEW_OPENED, EventKind.FROZEN)  # from then on the district could read it


def open_points(instrument: Instrument, by: User) -> tuple[str, ...]:
    """Return open comments, a running Mitzeichnung, and that the district never saw the text, in German sentences."""
    return tuple(_open_points(instrument, by))


def _open_points(instrument: Instrument, by: User) -> Iterator[str]:
    threads = policy.visible_threads(by).filter(instrument=instrument, resolved_at=None).count()
    if threads:
        yield (
            "Eine Anmerkung ist noch offen." if threads == 1 else f"{threads} Anmerkungen sind noch offen."
        ) + " Nach dem Festschreiben kann niemand mehr darauf eingehen."
    for number in instrument.clearance_rounds.filter(closed_at=None).values_list("number", flat=True):
        yield f"Die Mitzeichnung läuft noch (Runde {number}); Antworten kommen danach zu spät."
    seen = instrument.agreement.events.filter(kind__in=SEEN, data__instrument=instrument.number)
    if not seen.exists():
        yield "Der Bezirk hat diesen Text in der Anwendung noch nie gesehen: Er war nie in der Abstimmung."
