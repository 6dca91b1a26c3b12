"""Views to apply, merge or decline the changes of a newer model text in a draft."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import instrument_action, reader
from agreements.drafting.concurrency.edit_responses import Edit, answer_edit
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import answer_button, incomplete_button
from agreements.drafting.forms.text import ClauseForm
from agreements.drafting.model_texts import apply_update
from agreements.drafting.model_texts.forms import ModelUpdateForm
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
    return _button(
        request,
        instrument,
        lambda sent: apply_update.apply_change(
            instrument,
            version=sent["version"],
            revision=sent["revision"],
            part=ChangedPart(part),
            key=key,
            by=reader(request),
            at=timezone.now(),
        ),
        saved="Übernommen.",
    )


@instrument_action("draft.edit")
@require_POST
def model_update_decline(request: HttpRequest, instrument: Instrument, part: str, key: str) -> HttpResponse:
    """Decline one change."""
    return _button(
        request,
        instrument,
        lambda sent: apply_update.decline_change(
            instrument,
            version=sent["version"],
            part=ChangedPart(part),
            key=key,
            by=reader(request),
            at=timezone.now(),
        ),
        saved="Nicht übernommen. Das wird nicht noch einmal gefragt.",
    )


@instrument_action("draft.edit")
@require_POST
def model_update_apply_all(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Apply all changes that do not conflict with the draft."""
    return _button(
        request,
        instrument,
        lambda sent: apply_update.apply_all_changes(
            instrument, version=sent["version"], by=reader(request), at=timezone.now()
        ),
        saved="Alle Änderungen ohne Widerspruch sind übernommen.",
    )


@instrument_action("draft.edit")
@require_POST
def model_update_switch(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Base the draft on the newer version."""
    return _button(
        request,
        instrument,
        lambda sent: apply_update.switch_template(
            instrument, version=sent["version"], by=reader(request), at=timezone.now()
        ),
        saved="Der Entwurf beruht jetzt auf der neuen Version.",
    )


@instrument_action("draft.edit")
def model_update_merge(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Merge the texts of a clause in the draft and in the newer version."""
    clause, last = clause_of(request, instrument, key), newer_template(instrument)
    changes = model_changes(instrument, last) if last else ()
    change = next((c for c in changes if (c.part, c.key) == (ChangedPart.CLAUSE, key)), None)
    if request.method != "POST" and (change is None or not change.mergeable):
        return redirect("model_update", instrument.pk)
    sent = ModelUpdateForm(request.POST)
    version = sent.cleaned_data["version"] if sent.is_valid() else 0

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
            by=reader(request),
            at=timezone.now(),
        ),
    )
    page = merge_page(change, last, back=reverse("model_update", args=[instrument.pk]))
    return answer_edit(request, instrument, page, edit)


def _button(
    request: HttpRequest, instrument: Instrument, act: Callable[[dict[str, Any]], object], *, saved: str
) -> HttpResponse:
    form = ModelUpdateForm(request.POST)
    if not form.is_valid():
        return incomplete_button(request, instrument)
    back = reverse("model_update", args=[instrument.pk])
    return answer_button(request, instrument, lambda: act(form.cleaned_data), saved=saved, back=back)
