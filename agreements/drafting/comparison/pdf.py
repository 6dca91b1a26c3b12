"""The comparison as a tagged PDF."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from agreements.drafting.comparison.deviations import NO_REASONS
from agreements.drafting.comparison.html import visible_text
from agreements.drafting.comparison.presenters import comparison_view
from agreements.drafting.comparison.result import Comparison
from agreements.rendering.pdf import write_pdf


def comparison_pdf(
    comparison: Comparison,
    *,
    name: str,
    before: str,
    after: str,
    whole: bool,
    moment: datetime,
    notices: Sequence[str] = (),
    reasons: Mapping[str, str] = NO_REASONS,
) -> bytes:
    """Render the comparison; characters without a glyph are printed as codes."""
    context = {
        "view": comparison_view(comparison, whole=whole, printed=True, reasons=reasons),
        "name": visible_text(name, printed=True),
        "before": visible_text(before, printed=True),
        "after": visible_text(after, printed=True),
        "whole": whole,
        "notices": [visible_text(notice, printed=True) for notice in notices],
        "moment": timezone.localtime(moment),
    }
    return write_pdf(render_to_string("drafting/comparison/print.html", context))
