"""Reads both contents back from their comparison: the proof that it leaves nothing out and adds nothing. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from agreements.content import Clause, Content
from agreements.drafting.comparison.result import Comparison, DiffPosition, Frame, Row


def apply(comparison: Comparison, before: Content) -> Content:
    """Return what a content becomes; raises ValueError for one that the comparison was not made from."""
    if before_of(comparison) != before:
        raise ValueError("This comparison was made from another content.")
    return after_of(comparison)


def before_of(comparison: Comparison) -> Content:
    """Return the first content: what stayed and what was struck."""
    return _content(
        replace(
            comparison.before,
            parties=_rows((row.before_place, row.before) for row in comparison.parties),
            obligations=_rows((row.before_place, row.before) for row in comparison.obligations),
            signatories=_rows((row.before_place, row.before) for row in comparison.signatories),
        ),
        ((section.before, section.heading.before) for section in comparison.sections),
        ((clause.before, clause.text.before) for clause in comparison.clauses),
    )


def after_of(comparison: Comparison) -> Content:
    """Return the second content: what stayed and what was added."""
    return _content(
        replace(
            comparison.after,
            parties=_rows((row.after_place, row.after) for row in comparison.parties),
            obligations=_rows((row.after_place, row.after) for row in comparison.obligations),
            signatories=_rows((row.after_place, row.after) for row in comparison.signatories),
        ),
        ((section.after, section.heading.after) for section in comparison.sections),
        ((clause.after, clause.text.after) for clause in comparison.clauses),
    )


def _content(
    content: Content,
    frames: Iterable[tuple[Frame | None, str]],
    texts: Iterable[tuple[DiffPosition | None, str]],
) -> Content:
    """Put the sections and clauses of one side at their places."""
    clauses: defaultdict[int, dict[int, Clause]] = defaultdict(dict)
    for spot, text in texts:
        if spot:
            clauses[spot.section][spot.number] = Clause(key=spot.key, text=text)
    sections = {
        frame.place: replace(
            frame.section,
            heading=heading,
            clauses=tuple(clause for _, clause in sorted(clauses[frame.place].items())),
        )
        for frame, heading in frames
        if frame
    }
    return replace(content, sections=tuple(section for _, section in sorted(sections.items())))


def _rows(rows: Iterable[tuple[int | None, Row | None]]) -> tuple[Row, ...]:
    known = {place: row for place, row in rows if place is not None and row is not None}
    return tuple(known[place] for place in sorted(known))
