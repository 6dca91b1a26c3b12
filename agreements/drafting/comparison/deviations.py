"""The list of deviations for the legal office: every difference with its place and both texts. Pure."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from types import MappingProxyType

from agreements.drafting.comparison.result import AnyRow, ClauseDiff, Comparison, FieldDiff, SectionDiff
from agreements.drafting.comparison.tables import flat, has_parts
from agreements.word_diff import DiffMark, DiffPiece, TextDiff, compare_text, tokens_of

CONTEXT_LENGTH = 60  # characters quoted before and after a change
MAX_LENGTH = 400  # characters quoted of an added or removed text
NO_REASONS: Mapping[str, str] = MappingProxyType({})
HEAD, TERM = "kopf", "laufzeit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDeviation:
    """One difference; `anchor` is its element id on the page. A part that was only moved has no `after`.

    `reason` is that of the recorded deviation from a locked clause.
    """

    anchor: str
    place: str
    change: str
    before: tuple[DiffPiece, ...] = ()
    after: tuple[DiffPiece, ...] = ()
    reason: str = ""

    @property
    def has_text(self) -> bool:
        """Whether the text differs, not only the place."""
        return any(piece.mark != DiffMark.SAME for piece in (*self.before, *self.after))


def deviations(
    comparison: Comparison, reasons: Mapping[str, str] = NO_REASONS
) -> tuple[ListedDeviation, ...]:
    """Return all differences in reading order; `reasons` by clause key."""
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


def change_label(part: AnyRow | ClauseDiff | SectionDiff, left: str = "") -> str:
    """Return the German label of a change; `left` is the former place."""
    if part.before is None:
        return "neu"
    if part.after is None:
        return "entfallen"
    moved = f"verschoben von bisher {left}" if left else "verschoben"
    return " und ".join([*([moved] if part.moved else []), *(["geändert"] if part.changed else [])])


def _fields(anchor: str, place: str, fields: Sequence[FieldDiff]) -> Iterator[ListedDeviation]:
    for field in fields:
        yield _deviation(anchor, f"{place}{field.label}", "geändert", field.text)


def _rows(kind: str, rows: Sequence[AnyRow]) -> Iterator[ListedDeviation]:
    for row in rows:
        place = f"{kind} {row.name}"
        if row.changed:
            yield from _fields(row.anchor, f"{place}: ", row.fields)
        elif row.before is None or row.after is None:
            text = "; ".join(
                f"{field.label}: {field.text.before or field.text.after}" for field in row.fields
            )
            old, new = (text, "") if row.after is None else ("", text)
            yield _deviation(row.anchor, place, change_label(row), compare_text(old, new))
        if row.moved:
            yield ListedDeviation(anchor=row.anchor, place=place, change="in der Reihenfolge verschoben")


def _section(section: SectionDiff, reasons: Mapping[str, str]) -> Iterator[ListedDeviation]:
    place = " ".join(filter(None, [section.cited, section.name]))
    if section.before is None or section.after is None or section.moved or section.renamed:
        left = section.before.cited if section.before else ""
        yield _deviation(section.anchor, f"Überschrift {place}", change_label(section, left), section.heading)
    if section.form_changed and section.before and section.after:
        old, new = section.before.section, section.after.section
        shape = compare_text(f"{old.kind.label}, {old.inset.label}", f"{new.kind.label}, {new.inset.label}")
        yield _deviation(section.anchor, f"Art und Tabelle {place}", "geändert", shape)
    for clause in (entry.item for entry in section.entries if not entry.moved_away):
        if clause.has_changes:
            position = clause.after or clause.before
            left = clause.before.label if clause.before else ""
            deviation = _deviation(
                clause.anchor,
                position.label if position else "",
                change_label(clause, left),
                _quotable(clause.text),
            )
            yield replace(deviation, reason=reasons.get(position.key, "") if position else "")


def _quotable(text: TextDiff) -> TextDiff:
    """Return a difference whose tables and footnotes can be quoted."""
    both = (text.before, text.after)
    return compare_text(*map(flat, both)) if has_parts(*both) else text


def _deviation(anchor: str, place: str, change: str, text: TextDiff) -> ListedDeviation:
    return ListedDeviation(
        anchor=anchor,
        place=place,
        change=change,
        before=_quote([piece for piece in text.pieces if piece.mark != DiffMark.ADDED]),
        after=_quote([piece for piece in text.pieces if piece.mark != DiffMark.STRUCK])
        if text.changed
        else (),
    )


def _quote(pieces: Sequence[DiffPiece]) -> tuple[DiffPiece, ...]:
    """Shorten the pieces of one side to the changes and their context."""
    last = len(pieces) - 1
    shortened = []
    for place, piece in enumerate(pieces):
        text = piece.text
        if piece.mark != DiffMark.SAME or last == 0:
            text = _start(text, MAX_LENGTH)
        elif place == 0:
            text = _end(text)
        elif place == last:
            text = _start(text, CONTEXT_LENGTH)
        elif len(text) > 2 * CONTEXT_LENGTH:
            text = _start(text, CONTEXT_LENGTH) + _end(text).removeprefix("…")
        shortened.append(DiffPiece(piece.mark, text))
    return tuple(shortened)


def _start(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    tokens = tokens_of(text)
    return "".join(tokens[: _token_count(tokens, limit)]).rstrip() + " …"


def _end(text: str) -> str:
    if len(text) <= CONTEXT_LENGTH:
        return text
    tokens = tokens_of(text)
    return "… " + "".join(tokens[len(tokens) - _token_count(tokens[::-1], CONTEXT_LENGTH) :]).lstrip()


def _token_count(tokens: Sequence[str], limit: int) -> int:
    """Return how many tokens fit into the limit of characters."""
    return bisect_right(list(accumulate(map(len, tokens))), limit)
