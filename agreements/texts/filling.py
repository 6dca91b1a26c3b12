"""Puts values in the place of the placeholders of a whole content. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from agreements.content import Content, fill


def filled(content: Content, values: Mapping[str, str]) -> Content:
    """Return the content with every printed text filled; a placeholder without a value stays to be seen."""
    text = partial(fill, values=values)
    return replace(
        content,
        title=text(content.title),
        subject=text(content.subject),
        note=text(content.note),
        file_reference=text(content.file_reference),
        parties=tuple(
            replace(p, line=text(p.line), short=text(p.short), address=text(p.address))
            for p in content.parties
        ),
        sections=tuple(
            replace(
                section,
                heading=text(section.heading),
                clauses=tuple(replace(clause, text=text(clause.text)) for clause in section.clauses),
            )
            for section in content.sections
        ),
    )
