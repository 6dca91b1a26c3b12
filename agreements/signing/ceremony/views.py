"""Pages for the ceremony of signing: record one, and correct what was recorded."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.access import current_user, instrument_action
from agreements.errors import Outdated
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument, SigningEvent
from agreements.signing.ceremony.actions import CEREMONY_ACTION, correct_ceremony, record_ceremony, state_of
from agreements.signing.ceremony.forms import CeremonyForm, form_of, with_more_rows

MORE_ROWS = "zeilen"  # the button that only asks for further rows


@instrument_action(CEREMONY_ACTION)
def ceremony_new(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Record a ceremony."""
    form = CeremonyForm(request.POST) if request.method == "POST" else CeremonyForm()

    def act() -> HttpResponse:
        record_ceremony(instrument, **form.facts(), by=current_user(request), at=timezone.now())
        return redirect_with_message(
            request, "Unterzeichnungstermin festgehalten.", "agreement_detail", instrument.agreement_id
        )

    shown = {"instrument": instrument, "title": "Unterzeichnungstermin festhalten"}
    return _answer(request, form, act, shown)


@instrument_action(CEREMONY_ACTION)
def ceremony_edit(request: HttpRequest, instrument: Instrument, ceremony: int) -> HttpResponse:
    """Correct what is known of a ceremony. If others have done so meanwhile, the page shows what they wrote."""
    event = instrument.ceremonies.filter(pk=ceremony).first()
    if event is None:
        raise Http404
    posted = request.method == "POST"
    form = CeremonyForm(request.POST) if posted else form_of(event)
    shown: dict[str, Any] = {
        "instrument": instrument,
        "title": "Unterzeichnungstermin berichtigen",
        "state": request.POST.get("state", "") if posted else state_of(event),
    }

    def act() -> HttpResponse:
        try:
            correct_ceremony(
                event, state=shown["state"], **form.facts(), by=current_user(request), at=timezone.now()
            )
        except Outdated as outdated:
            if isinstance(outdated.current, SigningEvent):
                shown.update(now=outdated.current, state=state_of(outdated.current))
            raise
        return redirect_with_message(
            request, "Unterzeichnungstermin berichtigt.", "agreement_detail", instrument.agreement_id
        )

    return _answer(request, form, act, shown)


def _answer(
    request: HttpRequest, form: CeremonyForm, act: Callable[[], HttpResponse], shown: dict[str, Any]
) -> HttpResponse:
    def show(status: int, page: CeremonyForm = form) -> HttpResponse:
        return render(request, "signing/ceremony.html", shown | {"form": page}, status=status)

    if MORE_ROWS in request.POST:
        return show(200, with_more_rows(request.POST))
    return form_response(request, form, act, show)
