"""The comparison of two texts of an instrument, as a page and as a PDF."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agreements.access import instrument_action, reader
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.forms import WHOLE, ComparisonForm
from agreements.drafting.comparison.presenter import comparison_view
from agreements.drafting.comparison.printing import comparison_pdf as printed
from agreements.drafting.comparison.result import Comparison
from agreements.drafting.comparison.sources import contents, sources
from agreements.models import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the address asks for, found and compared."""

    form: ComparisonForm
    before: str
    after: str
    whole: bool
    comparison: Comparison


@instrument_action("instrument.view")
@require_safe
def comparison(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show what differs between two texts of the instrument."""
    asked = _asked(request, instrument)
    view = comparison_view(asked.comparison, whole=asked.whole)
    shown = {"instrument": instrument, "asked": asked, "view": view}
    return render(request, "drafting/comparison/page.html", shown)


@instrument_action("document.download")
@require_safe
def comparison_pdf(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Print the comparison; the list of deviations is its first page."""
    asked = _asked(request, instrument)
    pdf = printed(
        asked.comparison,
        name=f"{instrument.agreement}: {instrument.name}",
        before=asked.before,
        after=asked.after,
        whole=asked.whole,
        moment=timezone.now(),
    )
    filename = f"{slugify(instrument.agreement.reference)}-vergleich.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{filename}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _asked(request: HttpRequest, instrument: Instrument) -> _Asked:
    """Return what the address asks for; a text that the reader may not see is not there for her."""
    known = sources(reader(request), instrument)
    form = ComparisonForm(request.GET.dict(), known)
    if not form.is_valid():
        raise Http404
    before, after = known[form.cleaned_data["von"]], known[form.cleaned_data["bis"]]
    return _Asked(
        form=form,
        before=before.label,
        after=after.label,
        whole=form.cleaned_data["ansicht"] == WHOLE,
        comparison=compare(*contents(instrument, before, after)),
    )
