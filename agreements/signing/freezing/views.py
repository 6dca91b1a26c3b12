"""View that a page polls while a text is being frozen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import current_user, instrument_action
from agreements.models import Instrument
from agreements.signing.freezing.presenters import FreezingStage, freezing_panel

FROZEN = "Die Zeichnungsfassung ist fertig und gespeichert; der Text ist festgeschrieben."


@instrument_action("history.draft")
@require_safe
def freezing_state(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Return the panel if it differs from `?stand=`, else 204; reload the page once the text is frozen."""
    panel = freezing_panel(current_user(request), instrument, timezone.now())
    if panel is None or panel.mark == request.GET.get("stand"):
        return HttpResponse(status=204)
    if panel.stage == FreezingStage.FROZEN:
        messages.success(request, FROZEN)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "signing/freezing_news.html", {"freezing": panel})
