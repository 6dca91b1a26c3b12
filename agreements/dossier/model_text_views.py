"""Page of a model text draft: its text, what is missing before publication, its history."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.access import current_user, model_action
from agreements.dossier.timeline import timeline
from agreements.drafting.model_texts.presenters import draft_view
from agreements.models import Instrument


@model_action("template.view")
@require_safe
def model_detail(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    context = {
        "view": draft_view(current_user(request), instrument),
        "instrument": instrument,
        "history": timeline(current_user(request), instrument.agreement),
    }
    return render(request, "drafting/model_texts/draft.html", context)
