"""Views of the Mitzeichnung of an instrument, and the list of all open rounds."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import action_required, current_user, instrument_action
from agreements.documents import editions
from agreements.documents.render_limit import in_turn
from agreements.documents.views import pdf_file
from agreements.drafting.clearance import actions
from agreements.drafting.clearance.forms import ClearanceAnswerForm, OfficesForm, RoundForm
from agreements.drafting.clearance.presenters import (
    change_since,
    clearance_view,
    latest_answer_pk,
    open_rows,
    request_view,
)
from agreements.errors import ActionRefused, Outdated
from agreements.models import ClearanceRequest, ClearanceRound, Instrument
from agreements.rendering.frozen_html import frozen_view

ALREADY_ANSWERED = (
    "Inzwischen hat jemand anderes für dieses Amt eine Antwort festgehalten; sie steht oben. Ihre Angaben stehen noch "
    "unten und sind nicht festgehalten. Senden Sie noch einmal, wenn Ihre Antwort die andere ersetzen soll."
)


@action_required("clearance.answer")
@require_safe
def clearance_list(request: HttpRequest) -> HttpResponse:
    """List all open rounds that the reader may see."""
    rows = open_rows(current_user(request), timezone.localdate())
    return render(request, "drafting/clearance/list.html", {"rows": rows})


@instrument_action("clearance.view")
@require_safe
def clearance_detail(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show all rounds of an instrument and the current status of each office."""
    view = clearance_view(current_user(request), instrument, timezone.localdate())
    return render(request, "drafting/clearance/detail.html", {"instrument": instrument, "view": view})


@instrument_action("clearance.open")
def clearance_new(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Open a round on the current text."""
    form = RoundForm(request.POST or None, instrument=instrument, as_of=timezone.localdate())
    running = instrument.clearance_rounds.filter(closed_at__isnull=True).first()
    saved = "Die Mitzeichnung, Runde {number}, läuft."
    return _round_form(request, instrument, form, actions.open_round, saved, running=running)


@instrument_action("clearance.open")
def clearance_add(request: HttpRequest, instrument: Instrument, number: int) -> HttpResponse:
    """Add offices to an open round."""
    round_ = _round(instrument, number)
    requests = round_.requests.all()
    known = () if request.POST else requests.exclude(office=None).values_list("office_id", flat=True)
    form = OfficesForm(request.POST or None, instrument=instrument, exclude=known)
    action = partial(actions.add_offices, number=number)
    saved = "In Runde {number} sind weitere Stellen gefragt."
    return _round_form(request, instrument, form, action, saved, round=round_, requests=requests)


@instrument_action("clearance.open")
@require_POST
def clearance_close(request: HttpRequest, instrument: Instrument, number: int) -> HttpResponse:
    """Close a round."""
    try:
        actions.close_round(instrument, number=number, by=current_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Die Runde {number} ist geschlossen. Ihre Antworten bleiben zu lesen.")
    return redirect("clearance_detail", instrument.pk)


@instrument_action("clearance.answer")
def clearance_answer(request: HttpRequest, instrument: Instrument, request_pk: int) -> HttpResponse:
    """Record the answer of an office; a correction is a new answer."""
    office_request = _request(instrument, request_pk)
    form = ClearanceAnswerForm(request.POST or None, initial={"seen": latest_answer_pk(office_request)})
    outdated = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_answer(
                instrument,
                request=office_request,
                **form.cleaned_data,
                by=current_user(request),
                at=timezone.now(),
            )
        except Outdated:
            outdated = True
            office_request = _request(instrument, request_pk)
            form = ClearanceAnswerForm({**request.POST.dict(), "seen": latest_answer_pk(office_request)})
            form.is_valid()
            form.add_error(None, ALREADY_ANSWERED)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Die Antwort von „{office_request.office_name}“ ist festgehalten.")
            return redirect("clearance_detail", instrument.pk)
    context = {
        "instrument": instrument,
        "round": office_request.round,
        "office": request_view(instrument, office_request.round, office_request),
        "change": change_since(instrument, office_request.round),
        "form": form,
    }
    status = 409 if outdated else 422 if form.errors else 200
    return render(request, "drafting/clearance/answer.html", context, status=status)


@instrument_action("clearance.view")
@require_safe
def clearance_text(request: HttpRequest, instrument: Instrument, number: int) -> HttpResponse:
    """Show the text of a round."""
    round_ = _round(instrument, number)
    context = {
        "instrument": instrument,
        "round": round_,
        "document": frozen_view(round_.version.read()),
        "change": change_since(instrument, round_),
    }
    return render(request, "drafting/clearance/text.html", context)


@instrument_action("clearance.view")
@require_safe
@in_turn
def clearance_pdf(request: HttpRequest, instrument: Instrument, number: int) -> HttpResponse:
    """Render the text of a round as a PDF."""
    version = _round(instrument, number).version
    try:
        pdf = editions.render_draft(version.read(), moment=version.made_at)
    except ActionRefused as refused:
        return HttpResponse(f"{refused}\n", status=422, content_type="text/plain; charset=utf-8")
    return pdf_file(pdf, f"{instrument.agreement.reference}-Mitzeichnung-Runde-{number}")


def _round_form(
    request: HttpRequest,
    instrument: Instrument,
    form: OfficesForm,
    action: Callable[..., ClearanceRound],
    saved: str,
    **context: Any,
) -> HttpResponse:
    """Run the action with the cleaned data of the form, or show the form with its errors."""
    if request.method == "POST" and form.is_valid():
        try:
            round_ = action(instrument, **form.cleaned_data, by=current_user(request), at=timezone.now())
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, saved.format(number=round_.number))
            return redirect("clearance_detail", instrument.pk)
    context |= {"instrument": instrument, "form": form}
    return render(request, "drafting/clearance/round.html", context, status=422 if form.errors else 200)


def _round(instrument: Instrument, number: int) -> ClearanceRound:
    return get_object_or_404(instrument.clearance_rounds.select_related("version"), number=number)


def _request(instrument: Instrument, pk: int) -> ClearanceRequest:
    requests = ClearanceRequest.objects.select_related("round__version").prefetch_related(
        "answers__recorded_by"
    )
    return get_object_or_404(requests, pk=pk, round__instrument=instrument)
