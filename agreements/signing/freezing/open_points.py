"""What is still open when a text is to be frozen: listed, and confirmed word for word."""

from collections.abc import Iterator
from datetime import date

from agreements import policy
from agreements.events import EventKind
from agreements.models import Instrument
from agreements.references.links import find_loose_references
from agreements.rendering.completeness import empty_sections
from agreements.texts.assembly import DraftText, draft_text
from agreements.texts.overlaps import overlap_words
from agreements.texts.term import term_warnings
from agreements.texts.wording import quoted
from districts.models import User

SEEN = (EventKind.REVIEW_OPENED, EventKind.FROZEN)  # from then on the district could read it


def open_points(
    instrument: Instrument, by: User, as_of: date, text: DraftText | None = None
) -> tuple[str, ...]:
    """Return in German sentences: open comments, a running Mitzeichnung, a text that the district never saw, sections
    without text, references that lead nowhere, a term that has ended, other contracts for the same time.

    `text` is that of the draft, if the caller has it.
    """
    return tuple(_open_points(instrument, by, as_of, text or draft_text(instrument)))


def _open_points(instrument: Instrument, by: User, as_of: date, text: DraftText) -> Iterator[str]:
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
    yield from empty_sections(text.whole)
    for one in find_loose_references(text.source):
        if not one.key:
            yield f"{one.place}: {quoted(one.words)} sieht wie ein Verweis aus, aber so etwas gibt es in diesem Text nicht."
    yield from term_warnings(text.content.term, as_of)
    yield from overlap_words(instrument, as_of)
