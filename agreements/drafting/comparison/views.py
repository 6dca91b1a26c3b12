"""The comparison of two texts of an instrument, as a page and as a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import current_user, instrument_action
from agreements.documents.views import pdf_file
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.forms import WHOLE, ComparisonForm
from agreements.drafting.comparison.pdf import comparison_pdf as printed
from agreements.drafting.comparison.presenters import ComparisonView, comparison_view
from agreements.drafting.comparison.result import Comparison
from agreements.drafting.comparison.sources import ComparisonSource, NothingInForceError, contents, sources
from agreements.drafting.model_texts.deviations import reasons_for
from agreements.models import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the address asks for, found and compared; `missing` says why there is nothing to compare."""

    form: ComparisonForm
    before: str = ""
    after: str = ""
    whole: bool = False
    comparison: Comparison | None = None
    missing: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


@instrument_action("instrument.view")
@require_safe
def comparison(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show what differs between two texts of the instrument."""
    asked = _asked(request, instrument)
    view = _view(asked)
    shown = {"instrument": instrument, "asked": asked, "view": view}
    return render(request, "drafting/comparison/page.html", shown)


@instrument_action("document.download")
@require_safe
def comparison_pdf(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Print the comparison; the list of deviations is its first page."""
    asked = _asked(request, instrument)
    if asked.comparison is None:
        return HttpResponse(f"{asked.missing}\n", status=422, content_type="text/plain; charset=utf-8")
    pdf = printed(
        asked.comparison,
        name=f"{instrument.agreement}: {instrument.name}",
        before=asked.before,
        after=asked.after,
        whole=asked.whole,
        moment=timezone.now(),
        reasons=asked.reasons,
    )
    return pdf_file(pdf, f"{instrument.agreement.reference}-Vergleich")


def _asked(request: HttpRequest, instrument: Instrument) -> _Asked:
    """Return what the address asks for; a text that the reader may not see is not there for her."""
    known = sources(current_user(request), instrument)
    form = ComparisonForm(request.GET.dict(), known)
    if not form.is_valid():
        if form.complaint:
            return _Asked(form=form, missing=form.complaint)
        raise Http404
    try:
        before, after = (_chosen(known, form, side) for side in ("von", "bis"))
    except NothingInForceError as error:
        return _Asked(form=form, missing=str(error))
    return _Asked(
        form=form,
        before=before.label,
        after=after.label,
        whole=form.cleaned_data["ansicht"] == WHOLE,
        comparison=compare(*contents(instrument, before, after)),
        reasons=reasons_for(current_user(request), instrument),
    )


def _view(asked: _Asked) -> ComparisonView | None:
    if asked.comparison is None:
        return None
    return comparison_view(asked.comparison, whole=asked.whole, reasons=asked.reasons)


def _chosen(known: Mapping[str, ComparisonSource], form: ComparisonForm, side: str) -> ComparisonSource:
    source = known[form.cleaned_data[side]]
    return source.on(form.cleaned_data[f"{side}_tag"] or timezone.localdate()) if source.on else source
