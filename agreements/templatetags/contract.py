"""One section of a contract on a page."""

from collections.abc import Mapping

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from agreements.dossier.reading_text.change_notes import Notes
from agreements.drafting.comments.counts import CommentCounts
from agreements.rendering.document_view import SectionView
from agreements.rendering.frozen_html import SECTION
from agreements.tracking.marked_obligations import ObligationMarks

register = template.Library()


@register.simple_tag
def contract_section(
    section: SectionView,
    comment_counts: CommentCounts | None = None,
    reasons: Mapping[str, str] | None = None,
    marks: ObligationMarks | None = None,
    notes: Notes | None = None,
) -> SafeString:
    """Write a section with the reader's marks; without any, the HTML that is the same for everybody.

    `notes` are the changes in a text in force.
    """
    if section.html and not _is_marked(section, comment_counts, reasons or {}, marks):
        return section.html
    return render_to_string(
        SECTION,
        {
            "section": section,
            "comment_counts": comment_counts,
            "reasons": reasons,
            "marks": marks,
            "notes": notes,
        },
    )


def _is_marked(
    section: SectionView,
    comment_counts: CommentCounts | None,
    reasons: Mapping[str, str],
    marks: ObligationMarks | None,
) -> bool:
    marked = set(reasons)
    if marks:
        marked |= marks.clauses.keys() | marks.duties.keys()
    if comment_counts:  # a page without comments passes an empty string
        if comment_counts.write.allowed:
            return True
        marked |= comment_counts.clauses.keys() | comment_counts.duties.keys()
    keys = {clause.key for clause in section.clauses}
    return not marked.isdisjoint(keys | {row.code for table in section.duties for row in table.rows})
