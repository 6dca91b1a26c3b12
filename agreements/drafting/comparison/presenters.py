"""View models of the page and the PDF of a comparison."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString

from agreements.content import Obligation
from agreements.drafting.comparison.deviations import HEAD, NO_REASONS, TERM, change_label, deviations
from agreements.drafting.comparison.html import pieces_html, visible_text
from agreements.drafting.comparison.result import AnyRow, Comparison, FieldDiff
from agreements.drafting.comparison.summary import counts, summary
from agreements.drafting.comparison.text_view import ComparedSectionView, section_views
from agreements.word_diff import DiffPiece

PARTIES, OBLIGATIONS, SIGNATORIES = "parteien", "pflichten", "unterzeichnende"
PieceRenderer = Callable[[Sequence[DiffPiece]], SafeString]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationView:
    """A row of the list of deviations."""

    anchor: str
    place: str
    change: str
    before: SafeString
    after: SafeString
    has_text: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A party, obligation or signatory; without a title the head or the term. `fields` are labels with differences."""

    fields: tuple[tuple[str, SafeString], ...]
    anchor: str = ""
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """Changed rows of one kind; `same` is the number of unchanged ones."""

    anchor: str
    title: str
    rows: tuple[RowView, ...]
    same: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """The page; `counts` are anchors with texts, `opening` groups come before the text, `closing` groups after it."""

    summary: str
    counts: tuple[tuple[str, str], ...]
    deviations: tuple[DeviationView, ...]
    opening: tuple[GroupView, ...]
    sections: tuple[ComparedSectionView, ...]
    closing: tuple[GroupView, ...]
    is_empty: bool
    is_coarse: bool


def comparison_view(
    comparison: Comparison, *, whole: bool, printed: bool = False, reasons: Mapping[str, str] = NO_REASONS
) -> ComparisonView:
    """Return the view model; `whole` includes unchanged text, `printed` is for the PDF, `reasons` by clause key."""
    render = partial(pieces_html, printed=printed)
    opening = (
        _field_group(HEAD, "Kopf", comparison.head, render),
        _field_group(TERM, "Laufzeit", comparison.term, render),
        _rows(PARTIES, "Vertragsparteien", comparison.parties, render, printed),
    )
    closing = (
        _rows(OBLIGATIONS, "Pflichten", comparison.obligations, render, printed),
        _rows(SIGNATORIES, "Unterzeichnende", comparison.signatories, render, printed),
    )
    return ComparisonView(
        summary=summary(comparison),
        counts=tuple(_counts(comparison)),
        deviations=tuple(
            DeviationView(
                anchor=deviation.anchor,
                place=visible_text(deviation.place, printed=printed),
                change=deviation.change,
                before=render(deviation.before),
                after=render(deviation.after),
                has_text=deviation.has_text,
                reason=visible_text(deviation.reason, printed=printed),
            )
            for deviation in deviations(comparison, reasons)
        ),
        opening=tuple(group for group in opening if group.rows),
        sections=section_views(comparison.entries, whole=whole, printed=printed),
        closing=tuple(group for group in closing if group.rows),
        is_empty=comparison.is_empty,
        is_coarse=comparison.is_coarse,
    )


def _counts(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield for each kind of part that differs the anchor of the first difference and the number as text."""
    sections = (part.anchor for part in comparison.sections if change_label(part))
    clauses = (part.anchor for part in comparison.clauses if part.has_changes)
    anchors = (HEAD, TERM, PARTIES, next(sections, ""), next(clauses, ""), OBLIGATIONS, SIGNATORIES)
    for anchor, count in zip(anchors, counts(comparison), strict=True):
        if count.words:
            yield anchor, count.words


def _field_group(anchor: str, title: str, fields: Sequence[FieldDiff], render: PieceRenderer) -> GroupView:
    rows = (RowView(fields=_fields(fields, render)),) if fields else ()
    return GroupView(anchor=anchor, title=title, rows=rows)


def _rows(anchor: str, title: str, rows: Sequence[AnyRow], render: PieceRenderer, printed: bool) -> GroupView:
    changed = tuple(
        RowView(
            anchor=row.anchor,
            title=visible_text(_title(row), printed=printed),
            note=change_label(row),
            fields=_fields(row.fields, render),
        )
        for row in rows
        if row.has_changes
    )
    return GroupView(anchor=anchor, title=title, rows=changed, same=len(rows) - len(changed))


def _title(row: AnyRow) -> str:
    current = row.after or row.before
    return f"{row.name} {current.title}" if isinstance(current, Obligation) else row.name


def _fields(fields: Sequence[FieldDiff], render: PieceRenderer) -> tuple[tuple[str, SafeString], ...]:
    return tuple((field.label, render(field.text.pieces)) for field in fields)
