"""Reconstruction of both contents from their comparison, which proves it complete. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from agreements.content import Clause, Content
from agreements.drafting.comparison.result import ClausePosition, Comparison, Row, SectionPosition


def apply_comparison(comparison: Comparison, before: Content) -> Content:
    """Return the second content; raises ValueError if `before` is not the first."""
    if read_before(comparison) != before:
        raise ValueError("This comparison was made from another content.")
    return read_after(comparison)


def read_before(comparison: Comparison) -> Content:
    """Return the first content."""
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


def read_after(comparison: Comparison) -> Content:
    """Return the second content."""
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
    frames: Iterable[tuple[SectionPosition | None, str]],
    texts: Iterable[tuple[ClausePosition | None, str]],
) -> Content:
    clauses: defaultdict[int, dict[int, Clause]] = defaultdict(dict)
    for position, text in texts:
        if position:
            clauses[position.section][position.number] = Clause(
                key=position.key, text=text, label=position.stored
            )
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
