"""The page „Neuer Mustertext“ of a draft: every change of the newer version, to be taken over or not."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.drafting.concurrency.edit import Edit, edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import button_response, incomplete_response
from agreements.drafting.forms.text import ClauseForm
from agreements.drafting.model_texts import apply_update
from agreements.drafting.model_texts.forms import NewerForm
from agreements.drafting.model_texts.update_presenters import merge_page, newer_page
from agreements.drafting.model_texts.updates import ChangedPart, merged_into, model_changes, newer_version
from agreements.drafting.queries import clause_of
from agreements.models import Clause, Instrument


@instrument_action("draft.edit")
@require_safe
def newer_model(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show what a newer version of the model text changes, and what the draft says there."""
    last = newer_version(instrument)
    if last is None:
        messages.info(request, "Dieser Entwurf beruht auf der neuesten Version des Mustertexts.")
        return redirect("block_list", instrument.pk)
    context = {"instrument": instrument, "view": newer_page(instrument, last)}
    return render(request, "drafting/model_texts/updates.html", context)


@instrument_action("draft.edit")
@require_POST
def newer_take(request: HttpRequest, instrument: Instrument, part: str, key: str) -> HttpResponse:
    """Take one change over."""
    return _button(
        request,
        instrument,
        lambda sent: apply_update.take_over(
            instrument,
            version=sent["version"],
            revision=sent["revision"],
            part=ChangedPart(part),
            key=key,
            by=current_user(request),
            at=timezone.now(),
        ),
        saved="Übernommen.",
    )


@instrument_action("draft.edit")
@require_POST
def newer_decline(request: HttpRequest, instrument: Instrument, part: str, key: str) -> HttpResponse:
    """Leave the draft as it is at one place."""
    return _button(
        request,
        instrument,
        lambda sent: apply_update.decline(
            instrument,
            version=sent["version"],
            part=ChangedPart(part),
            key=key,
            by=current_user(request),
            at=timezone.now(),
        ),
        saved="Nicht übernommen. Das wird nicht noch einmal gefragt.",
    )


@instrument_action("draft.edit")
@require_POST
def newer_take_all(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Take over whatever the draft has not changed itself."""
    return _button(
        request,
        instrument,
        lambda sent: apply_update.take_over_all(
            instrument, version=sent["version"], by=current_user(request), at=timezone.now()
        ),
        saved="Alle Änderungen ohne Widerspruch sind übernommen.",
    )


@instrument_action("draft.edit")
@require_POST
def newer_switch(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Let the draft belong to the newer version."""
    return _button(
        request,
        instrument,
        lambda sent: apply_update.switch(
            instrument, version=sent["version"], by=current_user(request), at=timezone.now()
        ),
        saved="Der Entwurf beruht jetzt auf der neuen Version.",
    )


@instrument_action("draft.edit")
def newer_merge(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Bring the words of a clause and those of the newer version together."""
    clause, last = clause_of(request, instrument, key), newer_version(instrument)
    found = (
        next(
            (
                one
                for one in model_changes(instrument, last)
                if (one.part, one.key) == (ChangedPart.CLAUSE, key)
            ),
            None,
        )
        if last
        else None
    )
    if request.method != "POST" and (found is None or not found.mergeable):
        return redirect("newer_model", instrument.pk)
    sent = NewerForm(request.POST)
    version = sent.cleaned_data["version"] if sent.is_valid() else 0

    def make(data: QueryDict | None, row: Clause | None) -> FormBundle:
        proposed = merged_into(row.text, found) if row and found else ""
        return FormBundle(
            ClauseForm(data, initial={"text": proposed, "revision": row.revision} if row else {})
        )

    edit = Edit(
        row=clause,
        make=make,
        write=lambda sheet: apply_update.take_over_text(
            instrument,
            version=version,
            key=key,
            **sheet.form.cleaned_data,
            by=current_user(request),
            at=timezone.now(),
        ),
    )
    page = merge_page(found, last, back=reverse("newer_model", args=[instrument.pk]))
    return edit_response(request, instrument, page, edit)


def _button(
    request: HttpRequest, instrument: Instrument, act: Callable[[dict[str, Any]], object], *, saved: str
) -> HttpResponse:
    form = NewerForm(request.POST)
    if not form.is_valid():
        return incomplete_response(request, instrument)
    back = reverse("newer_model", args=[instrument.pk])
    return button_response(request, instrument, lambda: act(form.cleaned_data), saved=saved, back=back)
