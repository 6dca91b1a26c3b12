"""Page that brings the draft of an amendment onto the text in force."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.access import current_user, instrument_action
from agreements.amendments.settlement import RebaseDecision
from agreements.drafting.amending.rebasing.actions import CURRENT, rebase_draft
from agreements.drafting.amending.rebasing.forms import RebaseForm
from agreements.drafting.amending.rebasing.presenters import rebase_view
from agreements.drafting.amending.rebasing.queries import base_move
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument

REBASED = "Der Entwurf beruht jetzt auf dem geltenden Text. Der Stand davor steht unter „Fassungen“."


@instrument_action("draft.edit")
def draft_rebase(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show what was signed meanwhile and what both changed, and bring the draft onto the new text."""
    if not instrument.number:
        raise Http404
    move = base_move(instrument)
    if move is None:
        messages.info(request, CURRENT)
        return redirect(instrument)
    sent = {
        name.removeprefix("decision-"): RebaseDecision(value)
        for name, value in request.POST.items()
        if name.startswith("decision-") and value in set(RebaseDecision)
    }
    view = rebase_view(move, sent)
    form = RebaseForm(request.POST or None, conflicts=view.conflicts, seen=move.seen)

    def act() -> HttpResponse:
        rebase_draft(instrument, **form.cleaned_data, by=current_user(request), at=timezone.now())
        return redirect_with_message(request, REBASED, "instruction_list", instrument.pk)

    context = {"instrument": instrument, "view": view, "form": form}
    return form_response(
        request,
        form,
        act,
        lambda status: render(request, "drafting/amending/rebase.html", context, status=status),
    )
