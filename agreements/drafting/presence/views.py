"""JSON endpoints for the presence script of an open draft."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from agreements.access import current_user, instrument_action
from agreements.drafting.presence import actions
from agreements.drafting.presence.forms import PresenceForm, WindowForm
from agreements.drafting.presence.presenters import presence_view
from agreements.models import Instrument

UNREADABLE = "Ihr Browser hat nicht alles gesendet. Laden Sie die Seite neu."


@instrument_action("draft.edit")
@require_POST
@never_cache
def presence_report(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Store the presence of a window; respond with the other windows and recent changes."""
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"reason": UNREADABLE}, status=400)
    data, by = form.cleaned_data, current_user(request)
    present = actions.report_presence(
        instrument, window=data["window"], place=data["place"], by=by, at=timezone.now()
    )
    return JsonResponse(asdict(presence_view(instrument, present, since=data["since"], reader=by)))


@instrument_action("draft.edit")
@require_POST
def presence_leave(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Remove a closed window; the browser ignores the response."""
    form = WindowForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"reason": UNREADABLE}, status=400)
    actions.remove_presence(instrument, window=form.cleaned_data["window"], by=current_user(request))
    return HttpResponse(status=204)
