"""Who refers to a place of a draft, asked before it is removed."""

from agreements.models import Instrument
from agreements.references.links import naming_places
from agreements.texts.assembly import text_of
from agreements.texts.wording import enumerated


def naming_words(instrument: Instrument, key: str) -> str:
    """Return „Darauf verweist noch § 3 (1).“ for a section with its clauses, or for a clause; empty if nothing does."""
    content = text_of(instrument, instrument.sections.prefetch_related("clauses"))
    inside = next((s.clauses for s in content.sections if s.key == key), ())
    places = naming_places(content, {key, *(clause.key for clause in inside)})
    verb = "verweist" if len(places) == 1 else "verweisen"
    return f"Darauf {verb} noch {enumerated(places)}." if places else ""
