"""Views of the comparison of two texts of an instrument."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import current_user, instrument_action
from agreements.documents.render_limit import in_turn
from agreements.documents.views import pdf_file
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.forms import WHOLE, ComparisonForm
from agreements.drafting.comparison.pdf import comparison_pdf as printed
from agreements.drafting.comparison.presenters import ComparisonView, comparison_view
from agreements.drafting.comparison.result import Comparison
from agreements.drafting.comparison.sources import (
    ComparisonSource,
    NotInForceError,
    available_sources,
    read_contents,
)
from agreements.drafting.model_texts.deviations import reasons_for
from agreements.models import Instrument
from agreements.texts.transcript import transcript_words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Selection:
    """The texts selected by the URL and their comparison; `missing` is the reason if there is none.

    `notices` say of a text that it is a transcript.
    """

    form: ComparisonForm
    before: str = ""
    after: str = ""
    whole: bool = False
    comparison: Comparison | None = None
    missing: str = ""
    notices: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


@instrument_action("instrument.view")
@require_safe
def comparison(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show the differences of two texts of the instrument."""
    selection = _read_selection(request, instrument)
    view = _view(selection)
    context = {"instrument": instrument, "selection": selection, "view": view}
    return render(request, "drafting/comparison/page.html", context)


@instrument_action("document.download")
@require_safe
@in_turn
def comparison_pdf(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Render the comparison as a PDF."""
    selection = _read_selection(request, instrument)
    if selection.comparison is None:
        return HttpResponse(f"{selection.missing}\n", status=422, content_type="text/plain; charset=utf-8")
    pdf = printed(
        selection.comparison,
        name=f"{instrument.agreement}: {instrument.name}",
        before=selection.before,
        after=selection.after,
        whole=selection.whole,
        moment=timezone.now(),
        notices=selection.notices,
        reasons=selection.reasons,
    )
    return pdf_file(pdf, f"{instrument.agreement.reference}-Vergleich")


def _read_selection(request: HttpRequest, instrument: Instrument) -> _Selection:
    """Return the selected texts compared; raises Http404 for a text that the reader may not see."""
    available = available_sources(current_user(request), instrument)
    form = ComparisonForm(request.GET.dict(), available)
    if not form.is_valid():
        if form.day_error:
            return _Selection(form=form, missing=form.day_error)
        raise Http404
    try:
        before, after = (_selected_source(available, form, side) for side in ("von", "bis"))
    except NotInForceError as error:
        return _Selection(form=form, missing=str(error))
    contents = read_contents(instrument, before, after)
    return _Selection(
        form=form,
        before=before.label,
        after=after.label,
        whole=form.cleaned_data["ansicht"] == WHOLE,
        comparison=compare(*contents),
        notices=tuple(dict.fromkeys(filter(None, map(transcript_words, contents)))),
        reasons=reasons_for(current_user(request), instrument),
    )


def _view(selection: _Selection) -> ComparisonView | None:
    if selection.comparison is None:
        return None
    return comparison_view(selection.comparison, whole=selection.whole, reasons=selection.reasons)


def _selected_source(
    available: Mapping[str, ComparisonSource], form: ComparisonForm, side: str
) -> ComparisonSource:
    source = available[form.cleaned_data[side]]
    return source.on(form.cleaned_data[f"{side}_tag"] or timezone.localdate()) if source.on else source
