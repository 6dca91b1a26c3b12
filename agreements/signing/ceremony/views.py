"""Pages to record and correct a ceremony."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.access import current_user, instrument_action
from agreements.errors import Outdated
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument, SigningEvent
from agreements.signing.ceremony.actions import (
    CEREMONY_ACTION,
    ceremony_digest,
    correct_ceremony,
    record_ceremony,
)
from agreements.signing.ceremony.forms import CeremonyForm, form_for, form_with_more_rows

MORE_ROWS = "zeilen"  # the button that only adds rows


@instrument_action(CEREMONY_ACTION)
def ceremony_new(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    form = CeremonyForm(request.POST) if request.method == "POST" else CeremonyForm()

    def act() -> HttpResponse:
        record_ceremony(instrument, **form.arguments(), by=current_user(request), at=timezone.now())
        return redirect_with_message(
            request, "Unterzeichnungstermin festgehalten.", instrument.page_url("signing")
        )

    context = {"instrument": instrument, "title": "Unterzeichnungstermin festhalten"}
    return _answer(request, form, act, context)


@instrument_action(CEREMONY_ACTION)
def ceremony_edit(request: HttpRequest, instrument: Instrument, ceremony: int) -> HttpResponse:
    """Correct a ceremony; after a concurrent change the page shows its current values."""
    event = instrument.ceremonies.filter(pk=ceremony).first()
    if event is None:
        raise Http404
    posted = request.method == "POST"
    form = CeremonyForm(request.POST) if posted else form_for(event)
    context: dict[str, Any] = {
        "instrument": instrument,
        "title": "Unterzeichnungstermin berichtigen",
        "state": request.POST.get("state", "") if posted else ceremony_digest(event),
    }

    def act() -> HttpResponse:
        try:
            correct_ceremony(
                event, state=context["state"], **form.arguments(), by=current_user(request), at=timezone.now()
            )
        except Outdated as outdated:
            if isinstance(outdated.current, SigningEvent):
                context.update(now=outdated.current, state=ceremony_digest(outdated.current))
            raise
        return redirect_with_message(
            request, "Unterzeichnungstermin berichtigt.", instrument.page_url("signing")
        )

    return _answer(request, form, act, context)


def _answer(
    request: HttpRequest, form: CeremonyForm, act: Callable[[], HttpResponse], context: dict[str, Any]
) -> HttpResponse:
    def show(status: int, page: CeremonyForm = form) -> HttpResponse:
        return render(request, "signing/ceremony.html", context | {"form": page}, status=status)

    if MORE_ROWS in request.POST:
        return show(200, form_with_more_rows(request.POST))
    return form_response(request, form, act, show)
