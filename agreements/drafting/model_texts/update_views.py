"""Views to apply, merge or decline the changes of a newer model text in a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.drafting.concurrency.edit import Edit, edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import action_response
from agreements.drafting.forms.text import ClauseForm
from agreements.drafting.model_texts import apply_update
from agreements.drafting.model_texts.forms import ModelChangeForm, ModelVersionForm
from agreements.drafting.model_texts.update_presenters import merge_page, model_update_page
from agreements.drafting.model_texts.updates import (
    ChangedPart,
    merge_into_text,
    model_changes,
    newer_template,
)
from agreements.drafting.queries import clause_of
from agreements.models import Clause, Instrument


@instrument_action("draft.edit")
@require_safe
def model_update(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show the changes of the newer model text and the texts of the draft."""
    last = newer_template(instrument)
    if last is None:
        messages.info(request, "Dieser Entwurf beruht auf der neuesten Version des Mustertexts.")
        return redirect("block_list", instrument.pk)
    context = {"instrument": instrument, "view": model_update_page(instrument, last)}
    return render(request, "drafting/model_texts/updates.html", context)


@instrument_action("draft.edit")
@require_POST
def model_update_apply(request: HttpRequest, instrument: Instrument, part: str, key: str) -> HttpResponse:
    """Apply one change."""
    return action_response(
        request,
        instrument,
        ModelChangeForm(request.POST),
        apply_update.apply_change,
        saved="Übernommen.",
        back=_updates_url(instrument),
        part=ChangedPart(part),
        key=key,
    )


@instrument_action("draft.edit")
@require_POST
def model_update_decline(request: HttpRequest, instrument: Instrument, part: str, key: str) -> HttpResponse:
    """Decline one change."""
    return action_response(
        request,
        instrument,
        ModelVersionForm(request.POST),
        apply_update.decline_change,
        saved="Nicht übernommen. Das wird nicht noch einmal gefragt.",
        back=_updates_url(instrument),
        part=ChangedPart(part),
        key=key,
    )


@instrument_action("draft.edit")
@require_POST
def model_update_apply_all(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Apply all changes that do not conflict with the draft."""
    return action_response(
        request,
        instrument,
        ModelVersionForm(request.POST),
        apply_update.apply_all_changes,
        saved="Alle Änderungen ohne Widerspruch sind übernommen.",
        back=_updates_url(instrument),
    )


@instrument_action("draft.edit")
@require_POST
def model_update_switch(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Base the draft on the newer version."""
    return action_response(
        request,
        instrument,
        ModelVersionForm(request.POST),
        apply_update.switch_template,
        saved="Der Entwurf beruht jetzt auf der neuen Version.",
        back=_updates_url(instrument),
    )


@instrument_action("draft.edit")
def model_update_merge(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Merge the texts of a clause in the draft and in the newer version."""
    clause, last = clause_of(request, instrument, key), newer_template(instrument)
    changes = model_changes(instrument, last) if last else ()
    change = next((c for c in changes if (c.part, c.key) == (ChangedPart.CLAUSE, key)), None)
    if request.method != "POST" and (change is None or not change.mergeable):
        return redirect("model_update", instrument.pk)
    version_form = ModelVersionForm(request.POST)
    version = version_form.cleaned_data["version"] if version_form.is_valid() else 0

    def make(data: QueryDict | None, row: Clause | None) -> FormBundle:
        proposed = merge_into_text(row.text, change) if row and change else ""
        return FormBundle(
            ClauseForm(data, initial={"text": proposed, "revision": row.revision} if row else {})
        )

    edit = Edit(
        row=clause,
        make=make,
        write=lambda bundle: apply_update.apply_merged_text(
            instrument,
            version=version,
            key=key,
            **bundle.form.cleaned_data,
            by=current_user(request),
            at=timezone.now(),
        ),
    )
    page = merge_page(change, last, back=_updates_url(instrument))
    return edit_response(request, instrument, page, edit)


def _updates_url(instrument: Instrument) -> str:
    return reverse("model_update", args=[instrument.pk])
