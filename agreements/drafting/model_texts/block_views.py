"""What the model text means for one contract: deviations from locked clauses, and what was chosen of it."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.drafting.form_pages import FormPage, add_row_response, button_response, incomplete_response
from agreements.drafting.forms.fields import EmptyForm, RevisionForm
from agreements.drafting.model_texts import block_choices, deviations
from agreements.drafting.model_texts.blocks import block_list
from agreements.drafting.model_texts.forms import DeviationForm, OptionalRevisionForm
from agreements.drafting.model_texts.updates import newer_version
from agreements.drafting.queries import clause_of
from agreements.models import Instrument


@instrument_action("draft.edit")
def deviation_new(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Keep the reason why this contract departs from a locked clause."""
    clause = clause_of(request, instrument, key)
    form = DeviationForm(request.POST or None, initial={"revision": clause.revision} if clause else {})
    page = FormPage(
        title="Abweichung vom Mustertext festhalten",
        lead=clause.text if clause else "",
        saved="Abweichung festgehalten. Der Absatz kann jetzt geändert werden.",
        button="Abweichung festhalten",
        anchor=f"absatz-{key}",
    )
    return add_row_response(
        request,
        instrument,
        form,
        page,
        lambda: deviations.record_deviation(
            instrument, key=key, **form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
    )


@instrument_action("draft.edit")
@require_POST
def deviation_withdraw(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Let a clause follow the model text again."""
    return _button(
        request,
        instrument,
        OptionalRevisionForm,
        lambda sent: deviations.withdraw_deviation(
            instrument, key=key, revision=sent["revision"], by=current_user(request), at=timezone.now()
        ),
        saved="Der Absatz folgt wieder dem Mustertext. Der andere Wortlaut steht weiter in der Geschichte.",
        back=reverse("block_list", args=[instrument.pk]) if request.POST.get("from") == "blocks" else "",
        anchor=f"absatz-{key}",
    )


@instrument_action("draft.edit")
@require_safe
def blocks(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show what the model text offers to choose, and what this contract has of it."""
    if instrument.agreement.is_model:
        raise Http404
    context = {"instrument": instrument, "view": block_list(instrument), "newer": newer_version(instrument)}
    return render(request, "drafting/model_texts/blocks.html", context)


@instrument_action("draft.edit")
@require_POST
def block_take(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Take an optional clause in."""
    return _button(
        request,
        instrument,
        EmptyForm,
        lambda sent: block_choices.take_in(instrument, key=key, by=current_user(request), at=timezone.now()),
        saved="Der Absatz steht jetzt im Vertrag.",
        back=reverse("block_list", args=[instrument.pk]),
    )


@instrument_action("draft.edit")
@require_POST
def block_leave(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Leave an optional clause out."""
    return _button(
        request,
        instrument,
        RevisionForm,
        lambda sent: block_choices.leave_out(
            instrument, key=key, **sent, by=current_user(request), at=timezone.now()
        ),
        saved="Der Absatz ist weggelassen. Sein Text steht weiter in der Geschichte.",
        back=reverse("block_list", args=[instrument.pk]),
    )


@instrument_action("draft.edit")
@require_POST
def block_choose(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Take one alternative in the place of another."""
    seen = {
        name.removeprefix("seen-"): str(request.POST[name])
        for name in request.POST
        if name.startswith("seen-")
    }
    revisions = {name: int(value) for name, value in seen.items() if value.isdecimal() and len(value) < 10}
    return _button(
        request,
        instrument,
        EmptyForm,
        lambda sent: block_choices.choose(
            instrument, key=key, revisions=revisions, by=current_user(request), at=timezone.now()
        ),
        saved="Die andere Möglichkeit steht jetzt im Vertrag.",
        back=reverse("block_list", args=[instrument.pk]),
    )


def _button(
    request: HttpRequest,
    instrument: Instrument,
    asked: type[forms.Form],
    act: Callable[[dict[str, int]], object],
    *,
    saved: str,
    back: str,
    anchor: str = "",
) -> HttpResponse:
    """Do what a button says if its form has what it needs."""
    form = asked(request.POST)
    if not form.is_valid():
        return incomplete_response(request, instrument)
    return button_response(
        request, instrument, lambda: act(form.cleaned_data), saved=saved, back=back, anchor=anchor
    )
