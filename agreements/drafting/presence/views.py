"""The answers to the script of an open draft; without it nobody is told, and everything else works the same."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from agreements.access import current_user, instrument_action
from agreements.drafting.presence import actions
from agreements.drafting.presence.forms import PresenceForm, WindowForm
from agreements.drafting.presence.presenters import around
from agreements.models import Instrument

UNREADABLE = "Die Meldung war unvollständig."


@instrument_action("draft.edit")
@require_POST
@never_cache
def presence_report(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Note where somebody writes, and answer who else is there and what was changed."""
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"reason": UNREADABLE}, status=400)
    said, by = form.cleaned_data, current_user(request)
    present = actions.report(instrument, window=said["window"], place=said["place"], by=by, at=timezone.now())
    return JsonResponse(asdict(around(instrument, present, since=said["since"], reader=by)))


@instrument_action("draft.edit")
@require_POST
def presence_leave(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Forget a window that was closed; nobody waits for the answer."""
    form = WindowForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"reason": UNREADABLE}, status=400)
    actions.leave(instrument, window=form.cleaned_data["window"], by=current_user(request))
    return HttpResponse(status=204)
