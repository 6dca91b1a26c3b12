"""What the page and the print of a comparison show. It places what was found and decides nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString

from agreements.content import Obligation
from agreements.drafting.comparison.deviations import HEAD, NO_REASONS, TERM, deviations, happened
from agreements.drafting.comparison.html import pieces_html, shown
from agreements.drafting.comparison.result import AnyRow, Comparison, FieldDiff
from agreements.drafting.comparison.summary import counts, summary
from agreements.drafting.comparison.text_view import ComparedSectionView, section_views
from agreements.drafting.comparison.word_diff import DiffPiece

PARTIES, OBLIGATIONS, SIGNATORIES = "parteien", "pflichten", "unterzeichnende"
Write = Callable[[Sequence[DiffPiece]], SafeString]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many parts of one kind differ, and where the first of them stands."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationView:
    """A row of the list."""

    anchor: str
    place: str
    what: str
    was: SafeString
    now: SafeString
    reworded: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A fact with both wordings in one."""

    label: str
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A party, an obligation or a signatory; the facts of the head and of the term have no title."""

    fields: tuple[FieldView, ...]
    anchor: str = ""
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """Rows of one kind; `same` is how many of them are as before."""

    anchor: str
    title: str
    rows: tuple[RowView, ...]
    same: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """The whole page; `opening` stands before the text, `closing` after it."""

    summary: str
    figures: tuple[Figure, ...]
    deviations: tuple[DeviationView, ...]
    opening: tuple[GroupView, ...]
    sections: tuple[ComparedSectionView, ...]
    closing: tuple[GroupView, ...]
    is_empty: bool
    is_coarse: bool


def comparison_view(
    comparison: Comparison, *, whole: bool, printed: bool = False, reasons: Mapping[str, str] = NO_REASONS
) -> ComparisonView:
    """Return the view; `whole` shows what is as before, too, and `printed` is for paper.

    `reasons` say why clauses depart from what the model text locks, by their keys.
    """
    write = partial(pieces_html, printed=printed)
    opening = (
        _facts(HEAD, "Kopf", comparison.head, write),
        _facts(TERM, "Laufzeit", comparison.term, write),
        _rows(PARTIES, "Vertragsparteien", comparison.parties, write, printed),
    )
    closing = (
        _rows(OBLIGATIONS, "Pflichten", comparison.obligations, write, printed),
        _rows(SIGNATORIES, "Unterzeichnende", comparison.signatories, write, printed),
    )
    return ComparisonView(
        summary=summary(comparison),
        figures=tuple(_figures(comparison)),
        deviations=tuple(
            DeviationView(
                anchor=found.anchor,
                place=shown(found.place, printed=printed),
                what=found.what,
                was=write(found.was),
                now=write(found.now),
                reworded=found.reworded,
                reason=shown(found.reason, printed=printed),
            )
            for found in deviations(comparison, reasons)
        ),
        opening=tuple(group for group in opening if group.rows),
        sections=section_views(comparison.entries, whole=whole, printed=printed),
        closing=tuple(group for group in closing if group.rows),
        is_empty=comparison.is_empty,
        is_coarse=comparison.is_coarse,
    )


def _figures(comparison: Comparison) -> Iterator[Figure]:
    sections = (part.anchor for part in comparison.sections if happened(part))
    clauses = (part.anchor for part in comparison.clauses if part.touched)
    anchors = (HEAD, TERM, PARTIES, next(sections, ""), next(clauses, ""), OBLIGATIONS, SIGNATORIES)
    for anchor, count in zip(anchors, counts(comparison), strict=True):
        if count.words:
            yield Figure(anchor=anchor, words=count.words)


def _facts(anchor: str, title: str, fields: Sequence[FieldDiff], write: Write) -> GroupView:
    rows = (RowView(fields=_fields(fields, write)),) if fields else ()
    return GroupView(anchor=anchor, title=title, rows=rows)


def _rows(anchor: str, title: str, rows: Sequence[AnyRow], write: Write, printed: bool) -> GroupView:
    touched = tuple(
        RowView(
            anchor=row.anchor,
            title=shown(_title(row), printed=printed),
            note=happened(row),
            fields=_fields(row.fields, write),
        )
        for row in rows
        if row.touched
    )
    return GroupView(anchor=anchor, title=title, rows=touched, same=len(rows) - len(touched))


def _title(row: AnyRow) -> str:
    known = row.after or row.before
    return f"{row.name} {known.title}" if isinstance(known, Obligation) else row.name


def _fields(fields: Sequence[FieldDiff], write: Write) -> tuple[FieldView, ...]:
    return tuple(FieldView(label=field.label, html=write(field.text.pieces)) for field in fields)
