"""German names of the changed places of a comparison: „§ 6 (2)“, „Pflicht O-02“. Pure."""

from collections.abc import Iterator

from agreements.content import NBSP
from agreements.drafting.comparison.result import AnyRow, ClauseDiff, Comparison, SectionDiff

MAX_PLACES = 8


def changed_places(comparison: Comparison) -> tuple[str, ...]:
    """Return the changed places in reading order; an added or removed section stands for its clauses."""
    return tuple(dict.fromkeys(_places(comparison)))


def places_words(places: tuple[str, ...]) -> str:
    """Join the places to one line, with the number of those beyond the first eight."""
    if len(places) <= MAX_PLACES:
        return ", ".join(places)
    return f"{', '.join(places[:MAX_PLACES])} und {len(places) - MAX_PLACES} weitere Stellen"


def _places(comparison: Comparison) -> Iterator[str]:
    yield from (field.label for field in comparison.head)
    if comparison.term:
        yield "Laufzeit"
    yield from _rows("Vertragspartei", comparison.parties)
    for section in comparison.sections:
        yield from _section(section)
    yield from _rows("Pflicht", comparison.obligations)
    yield from _rows("Unterzeichnende:", comparison.signatories)


def _section(section: SectionDiff) -> Iterator[str]:
    name = section.cited or section.name
    if section.before is None:
        yield f"{name} (neu)"
    elif section.after is None:
        yield f"{name} (entfallen)"
    else:
        if section.changed:
            yield f"Überschrift {name}" if section.renamed else f"Art oder Tabelle von {name}"
        if section.moved:
            yield f"{name} (verschoben)"
    for entry in section.entries:
        if not entry.moved_away:
            yield from _clause(entry.item, section)


def _clause(clause: ClauseDiff, section: SectionDiff) -> Iterator[str]:
    if clause.before is None and clause.after is not None:
        if section.before is not None:
            yield f"{clause.after.label} (neu)"
    elif clause.after is None and clause.before is not None:
        if section.after is not None:
            yield f"früher {clause.before.label} (entfallen)"
    elif clause.after is not None and clause.changed:
        yield clause.after.label
    elif clause.after is not None and clause.moved:
        yield f"{clause.after.label} (verschoben)"


def _rows(word: str, rows: tuple[AnyRow, ...]) -> Iterator[str]:
    for row in rows:
        if not row.has_changes:
            continue
        name = f"{word}{NBSP}{row.name}"
        if row.before is None:
            yield f"{name} (neu)"
        elif row.after is None:
            yield f"{name} (entfallen)"
        elif row.changed:
            yield name
        else:
            yield f"{name} (verschoben)"
