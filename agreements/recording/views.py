"""Pages to record a contract that was signed elsewhere, and to correct its record."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import action_required, agreement_action, current_user, instrument_action
from agreements.choices import Origin
from agreements.documents.render_limit import in_turn
from agreements.documents.views import pdf_file
from agreements.errors import ActionRefused, Outdated
from agreements.files import store
from agreements.files.downloads import PRIVATE_HEADERS, send_stored
from agreements.files.preview.sandbox import DrawingFailedError, UnreadableError, draw_page
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Agreement, Instrument, Original
from agreements.recording.actions import (
    ACTION,
    Doubtful,
    correct_key_data,
    record_agreement,
    record_reported,
)
from agreements.recording.forms.key_data import (
    KeyDataForms,
    KnownRecordForm,
    NewRecordForm,
    RecordCorrectionForm,
    form_values,
)
from agreements.recording.key_facts import key_facts
from agreements.recording.presenters import scan_pages
from agreements.recording.queries import key_data_of, newest_original, possible_predecessors
from agreements.recording.reading_copy import transcript_pdf

RECORDED = (
    "Aufgenommen. Überall steht, dass das Original unterzeichnet ist und nicht das, was hier erfasst ist. Ergänzen Sie nun, was "
    "Sie noch wissen; jede Angabe kann auch später folgen."
)
CORRECTED = "Gespeichert. Was vorher hier stand, steht in der Geschichte."
FIRST_REASON = "Beim Aufnehmen ergänzt"


@action_required(ACTION)
@takes_files()
def record_new(request: HttpRequest) -> HttpResponse:
    form = NewRecordForm(
        request.POST or None,
        request.FILES or None,
        initial={"coordinator": current_user(request), "district": request.GET.get("bezirk")},
    )

    def act() -> Instrument:
        district = form.cleaned_data["district"]
        return record_agreement(
            district=district,
            coordinator=form.cleaned_data["coordinator"],
            key_data=form.key_data(district),
            file=form.upload(),
            doubts_confirmed=form.cleaned_data["doubts_confirmed"],
            by=current_user(request),
            at=timezone.now(),
        )

    return _begin_response(request, form, act)


@agreement_action(ACTION)
@takes_files()
def record_known(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Record an agreement that was known from public sources only; 404 for any other."""
    if agreement.origin != Origin.REPORTED:
        raise Http404
    form = KnownRecordForm(request.POST or None, request.FILES or None)

    def act() -> Instrument:
        return record_reported(
            agreement,
            key_data=form.key_data(agreement.district),
            file=form.upload(),
            doubts_confirmed=form.cleaned_data["doubts_confirmed"],
            by=current_user(request),
            at=timezone.now(),
        )

    return _begin_response(request, form, act, agreement)


@instrument_action(ACTION)
@takes_files()
def record_correct(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    original = newest_original(instrument)
    data = key_data_of(instrument, original)
    is_first = not original.reason
    form = RecordCorrectionForm(
        request.POST or None,
        request.FILES or None,
        has_file=original.file_id is not None,
        may_follow=possible_predecessors(instrument.agreement),
        initial={**form_values(data), "seen": original.pk, "reason": FIRST_REASON if is_first else ""},
    )
    typed = KeyDataForms(form, request.POST or None, parties=data.parties, signatories=data.signatories)
    context: dict[str, Any] = {
        "agreement": instrument.agreement,
        "instrument": instrument,
        "is_first": is_first,
        "scan": scan_pages(instrument),
    }

    def act() -> HttpResponse:
        try:
            correct_key_data(
                instrument,
                key_data=typed.key_data(),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                file=form.upload(),
                doubts_confirmed=form.cleaned_data["doubts_confirmed"],
                by=current_user(request),
                at=timezone.now(),
            )
        except Doubtful:
            context["doubtful"] = True
            raise
        except Outdated as outdated:
            if isinstance(outdated.current, Original):
                context["now"] = key_facts(data)
                form.data = {**request.POST.dict(), "seen": str(outdated.current.pk)}  # sent again, it counts
            raise
        return redirect_with_message(request, CORRECTED, "agreement_detail", instrument.agreement_id)

    def show(status: int) -> HttpResponse:
        return render(
            request, "recording/key_data.html", {**context, "typed": typed, "form": form}, status=status
        )

    return form_response(request, typed, act, show)


@instrument_action("document.download")
@require_safe
def original_file(request: HttpRequest, instrument: Instrument, original: int) -> HttpResponseBase:
    """Send the scan or signed file of a deed, byte for byte as it was taken in."""
    row = get_object_or_404(instrument.originals.select_related("file"), pk=original)
    if row.file is None:
        raise Http404
    return send_stored(request, row.file, f"{instrument.agreement.reference}-Original-{row.pk}")


@instrument_action("document.download")
@require_safe
def original_page(request: HttpRequest, instrument: Instrument, original: int, number: int) -> HttpResponse:
    """Send one page of a deed as a picture drawn by the application."""
    row = get_object_or_404(instrument.originals.select_related("file"), pk=original)
    if row.file is None or not 1 <= number <= (row.pages or 0):
        raise Http404
    try:
        picture = draw_page(store.read(row.file), row.file.media_type, number)
    except (store.DamagedFileError, UnreadableError, DrawingFailedError) as error:
        raise Http404 from error
    return HttpResponse(picture, content_type="image/jpeg", headers=PRIVATE_HEADERS)


@instrument_action("document.download")
@require_safe
@in_turn
def record_pdf(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Send what was typed from a deed as a PDF to read."""
    if not instrument.made_elsewhere:
        raise Http404
    try:
        pdf = transcript_pdf(instrument)
    except ActionRefused as refused:
        return HttpResponse(f"{refused}\n", status=422, content_type="text/plain; charset=utf-8")
    return pdf_file(pdf, f"{instrument.agreement.reference}-Nacherfassung")


def _begin_response(
    request: HttpRequest,
    form: KnownRecordForm,
    record: Callable[[], Instrument],
    agreement: Agreement | None = None,
) -> HttpResponse:
    """Record what is known so far, and go on beside the scan."""
    context: dict[str, Any] = {"form": form, "agreement": agreement}

    def act() -> HttpResponse:
        try:
            made = record()
        except Doubtful:
            context["doubtful"] = True
            raise
        return redirect_with_message(request, RECORDED, "record_correct", made.pk)

    return form_response(
        request, form, act, lambda status: render(request, "recording/new.html", context, status=status)
    )
