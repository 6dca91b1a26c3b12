"""Views around freezing: its progress, and what must fit before it."""

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import current_user, instrument_action
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument
from agreements.signing.freezing.confirmations import confirm_discrepancies
from agreements.signing.freezing.forms import ConfirmationForm
from agreements.signing.freezing.presenters import FreezingStage, discrepancy_panel, freezing_panel

FROZEN = "Die Zeichnungsfassung ist fertig und gespeichert; der Text ist festgeschrieben."


@instrument_action("history.draft")
@require_safe
def freezing_state(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Return the panel if it differs from `?stand=`, else 204; reload the page once the text is frozen."""
    panel = freezing_panel(current_user(request), instrument, timezone.now())
    if panel is None or panel.mark == request.GET.get("stand"):
        return HttpResponse(status=204)
    if panel.stage == FreezingStage.FROZEN:
        _say_once(request)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "signing/freezing_news.html", {"freezing": panel})


def _say_once(request: HttpRequest) -> None:
    """Let the next page say that the text is frozen; this one may ask again before it is loaded anew."""
    waiting = messages.get_messages(request)
    if FROZEN not in {one.message for one in waiting}:
        messages.success(request, FROZEN)
    if isinstance(waiting, BaseStorage):
        waiting.used = False  # the next page shows them


@instrument_action("step.freeze")
def discrepancy_list(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show what text and obligations do not say alike; POST confirms some of it with a reason."""
    panel = discrepancy_panel(instrument)
    form = ConfirmationForm(request.POST or None, found=panel.facts.open)

    def act() -> HttpResponse:
        data = form.cleaned_data
        rows = confirm_discrepancies(
            instrument,
            identities=data["stays"],
            reason=data["reason"],
            by=current_user(request),
            at=timezone.now(),
        )
        done = "Bestätigt: eine Stelle." if len(rows) == 1 else f"Bestätigt: {len(rows)} Stellen."
        return redirect_with_message(request, done, "take_step", instrument.pk, "freeze")

    context = {"instrument": instrument, "discrepancies": panel, "confirmation": form}
    return form_response(
        request,
        form,
        act,
        lambda status: render(request, "signing/discrepancies_page.html", context, status=status),
    )
