"""The list for the legal office: every difference with its place, what was there and what is there now. Pure."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from types import MappingProxyType

from agreements.drafting.comparison.result import AnyRow, ClauseDiff, Comparison, FieldDiff, SectionDiff
from agreements.drafting.comparison.word_diff import DiffMark, DiffPiece, TextDiff, compare_text, tokens_of

AROUND = 60  # so many letters on either side of a change are quoted
LONGEST = 400  # and of a text that is wholly new or gone
NO_REASONS: Mapping[str, str] = MappingProxyType({})
HEAD, TERM = "kopf", "laufzeit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDeviation:
    """One difference; `anchor` is its place on the page. What was only moved has no second text.

    `reason` says why a contract departs here from what the model text locks.
    """

    anchor: str
    place: str
    what: str
    was: tuple[DiffPiece, ...] = ()
    now: tuple[DiffPiece, ...] = ()
    reason: str = ""

    @property
    def reworded(self) -> bool:
        """Whether there is more to tell than a new place."""
        return any(piece.mark != DiffMark.SAME for piece in (*self.was, *self.now))


def deviations(
    comparison: Comparison, reasons: Mapping[str, str] = NO_REASONS
) -> tuple[ListedDeviation, ...]:
    """Return all differences in reading order; `reasons` are those of clauses, by their keys."""
    return tuple(
        chain(
            _fields(HEAD, "", comparison.head),
            _fields(TERM, "Laufzeit: ", comparison.term),
            _rows("Vertragspartei", comparison.parties),
            chain.from_iterable(_section(section, reasons) for section in comparison.sections),
            _rows("Pflicht", comparison.obligations),
            _rows("Unterzeichnende Person", comparison.signatories),
        )
    )


def happened(part: AnyRow | ClauseDiff | SectionDiff, left: str = "") -> str:
    """Say what happened to a part; `left` names the place that it has left."""
    if part.before is None:
        return "neu"
    if part.after is None:
        return "entfallen"
    moved = f"verschoben von bisher {left}" if left else "verschoben"
    return " und ".join([*([moved] if part.moved else []), *(["geändert"] if part.changed else [])])


def _fields(anchor: str, place: str, fields: Sequence[FieldDiff]) -> Iterator[ListedDeviation]:
    for field in fields:
        yield _deviation(anchor, f"{place}{field.label}", "geändert", field.text)


def _rows(word: str, rows: Sequence[AnyRow]) -> Iterator[ListedDeviation]:
    for row in rows:
        place = f"{word} {row.name}"
        if row.changed:
            yield from _fields(row.anchor, f"{place}: ", row.fields)
        elif row.before is None or row.after is None:
            said = "; ".join(
                f"{field.label}: {field.text.before or field.text.after}" for field in row.fields
            )
            old, new = (said, "") if row.after is None else ("", said)
            yield _deviation(row.anchor, place, happened(row), compare_text(old, new))
        if row.moved:
            yield ListedDeviation(anchor=row.anchor, place=place, what="in der Reihenfolge verschoben")


def _section(section: SectionDiff, reasons: Mapping[str, str]) -> Iterator[ListedDeviation]:
    place = " ".join(filter(None, [section.label, section.name]))
    if section.before is None or section.after is None or section.moved or section.renamed:
        left = section.before.label if section.before else ""
        yield _deviation(section.anchor, f"Überschrift {place}", happened(section, left), section.heading)
    if section.reshaped and section.before and section.after:
        old, new = section.before.section, section.after.section
        shape = compare_text(f"{old.kind.label}, {old.inset.label}", f"{new.kind.label}, {new.inset.label}")
        yield _deviation(section.anchor, f"Art und Tabelle {place}", "geändert", shape)
    for clause in (entry.thing for entry in section.entries if not entry.departed):
        if clause.touched:
            spot = clause.after or clause.before
            left = clause.before.label if clause.before else ""
            found = _deviation(clause.anchor, spot.label if spot else "", happened(clause, left), clause.text)
            yield replace(found, reason=reasons.get(spot.key, "") if spot else "")


def _deviation(anchor: str, place: str, what: str, text: TextDiff) -> ListedDeviation:
    """Quote what was struck and what was added, each with some words around."""
    return ListedDeviation(
        anchor=anchor,
        place=place,
        what=what,
        was=_quote([piece for piece in text.pieces if piece.mark != DiffMark.ADDED]),
        now=_quote([piece for piece in text.pieces if piece.mark != DiffMark.STRUCK]) if text.changed else (),
    )


def _quote(pieces: Sequence[DiffPiece]) -> tuple[DiffPiece, ...]:
    """Shorten the pieces of one side; what stayed is kept only where a change is near."""
    last = len(pieces) - 1
    found = []
    for place, piece in enumerate(pieces):
        text = piece.text
        if piece.mark != DiffMark.SAME or last == 0:
            text = _start(text, LONGEST)
        elif place == 0:
            text = _end(text)
        elif place == last:
            text = _start(text, AROUND)
        elif len(text) > 2 * AROUND:
            text = _start(text, AROUND) + _end(text).removeprefix("…")
        found.append(DiffPiece(piece.mark, text))
    return tuple(found)


def _start(text: str, limit: int) -> str:
    """Return the first words of a text."""
    if len(text) <= limit:
        return text
    tokens = tokens_of(text)
    return "".join(tokens[: _count(tokens, limit)]).rstrip() + " …"


def _end(text: str) -> str:
    """Return the last words of a text."""
    if len(text) <= AROUND:
        return text
    tokens = tokens_of(text)
    return "… " + "".join(tokens[len(tokens) - _count(tokens[::-1], AROUND) :]).lstrip()


def _count(tokens: Sequence[str], limit: int) -> int:
    """Return how many tokens have no more letters than the limit."""
    return bisect_right(list(accumulate(map(len, tokens))), limit)
