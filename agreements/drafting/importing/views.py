"""Views of a pasted text: paste, preview, store; as a new contract or in one that is there."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.access import action_required, current_user, instrument_action
from agreements.drafting.actions.contract import Overlapping
from agreements.drafting.form_pages import editor_url
from agreements.drafting.forms.people import NewContractForm
from agreements.drafting.importing.actions import import_contract, insert_text
from agreements.drafting.importing.forms import ImportForm
from agreements.drafting.importing.presenters import import_preview
from agreements.drafting.importing.queries import counting_behind, places_to_insert
from agreements.drafting.model_texts.queries import latest_templates
from agreements.drafting.queries import contract_to_follow
from agreements.drafting.succession import head_of_successor
from agreements.errors import ActionRefused
from agreements.models import Instrument
from agreements.texts.in_force import contract_facts
from agreements.texts.term import outlook_words

STORE = "anlegen"


@action_required("agreement.create")
def agreement_import(request: HttpRequest) -> HttpResponse:
    """Show what was recognised in a pasted text, and create a contract from it once that is confirmed."""
    form, former, today = ImportForm(request.POST or None), contract_to_follow(request), timezone.localdate()
    storing = STORE in request.POST
    is_valid = form.is_valid()
    head = NewContractForm(
        request.POST if storing else None,
        initial={
            "coordinator": current_user(request),
            "district": request.GET.get("bezirk"),
            "representatives": [],  # a pasted text may be about somebody else
            **head_of_successor(former, today),
            **(form.suggested_head if is_valid else {}),
            **request.POST.dict(),
        },
    )
    if storing and is_valid and head.is_valid():
        try:
            instrument = import_contract(
                form.recognised,
                counting=form.counting,
                accepted=form.accepted,
                head=replace(
                    head.head(former.agreement if former else None),
                    signatories=[*head.signatories(), *form.signatories()],
                ),
                by=current_user(request),
                at=timezone.now(),
            )
        except ActionRefused as refused:
            asks = isinstance(refused, Overlapping)
            head.add_error("overlap_confirmed" if asks else None, str(refused))
        else:
            return redirect(editor_url(instrument))
    context = {
        "form": form,
        "head": head,
        "preview": import_preview(form, form.counting) if is_valid else None,
        "way": "text",
        "offered": latest_templates(),
        "former": former,
        "former_end": outlook_words(contract_facts(former), today) if former else "",
    }
    status = 422 if form.errors or head.errors else 200
    return render(request, "drafting/importing/contract.html", context, status=status)


@instrument_action("draft.edit")
def draft_import(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    return part_response(
        request,
        instrument,
        action=insert_text,
        saved="Text eingefügt. Was Sie noch ansehen sollten, steht als Anmerkung am Absatz.",
        done=editor_url(instrument, "text"),
        back=editor_url(instrument),
    )


def part_response(
    request: HttpRequest,
    instrument: Instrument,
    *,
    action: Callable[..., object],
    saved: str,
    done: str,
    back: str,
    template: str = "drafting/importing/part.html",
) -> HttpResponse:
    """Show what was recognised in a pasted text, and insert it by `action` once that is confirmed."""
    places = places_to_insert(instrument)
    last = places[-1][0].key if places else ""
    form = ImportForm(
        request.POST or None,
        whole=not instrument.sections.exists(),
        places=places,
        initial={"after": request.GET.get("nach") or last},
    )
    is_valid = form.is_valid()
    if STORE in request.POST and is_valid:
        try:
            action(
                instrument,
                form.recognised,
                after=form.cleaned_data.get("after", ""),
                counting=form.counting,
                accepted=form.accepted,
                by=current_user(request),
                at=timezone.now(),
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, saved)
            return redirect(done)
    preview = None
    if is_valid:
        place = next((row for row, _ in places if row.key == form.cleaned_data.get("after")), None)
        preview = import_preview(form, counting_behind(instrument, place) if places else form.counting)
    context = {
        "instrument": instrument,
        "agreement": instrument.agreement,
        "form": form,
        "preview": preview,
        "back": back,
    }
    return render(request, template, context, status=422 if form.errors else 200)
