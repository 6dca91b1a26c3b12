"""Views of the references of a draft."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.drafting.form_pages import button_response
from agreements.drafting.references.actions import link_references
from agreements.drafting.references.presenters import references_view
from agreements.models import Instrument


@instrument_action("draft.edit")
@require_safe
def reference_list(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """List what looks like a reference and is no link."""
    context = {"instrument": instrument, "view": references_view(instrument)}
    return render(request, "drafting/references/list.html", context)


@instrument_action("draft.edit")
@require_POST
def reference_link(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Make links of all that point somewhere."""
    return button_response(
        request,
        instrument,
        lambda: link_references(instrument, by=current_user(request), at=timezone.now()),
        saved="Verknüpft. Am Wortlaut hat sich nichts geändert.",
        back=reverse("reference_list", args=[instrument.pk]),
    )
