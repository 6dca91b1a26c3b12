"""Views of a contract's deviations, optional clauses and alternatives."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import instrument_action, reader
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import FormPage, answer_button, answer_form, incomplete_button
from agreements.drafting.forms.fields import EmptyForm, RevisionForm
from agreements.drafting.model_texts import block_choices, deviations
from agreements.drafting.model_texts.blocks import block_list
from agreements.drafting.model_texts.forms import DeviationForm, OptionalRevisionForm
from agreements.drafting.model_texts.updates import newer_template
from agreements.drafting.queries import clause_of
from agreements.models import Instrument


@instrument_action("draft.edit")
def deviation_new(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Record a deviation from a locked clause."""
    clause = clause_of(request, instrument, key)
    form = DeviationForm(request.POST or None, initial={"revision": clause.revision} if clause else {})
    page = FormPage(
        title="Abweichung vom Mustertext festhalten",
        lead=clause.text if clause else "",
        saved="Abweichung festgehalten. Der Absatz kann jetzt geändert werden.",
        button="Abweichung festhalten",
        anchor=f"absatz-{key}",
    )
    return answer_form(
        request,
        instrument,
        FormBundle(form),
        page,
        lambda: deviations.record_deviation(
            instrument, key=key, **form.cleaned_data, by=reader(request), at=timezone.now()
        ),
    )


@instrument_action("draft.edit")
@require_POST
def deviation_withdraw(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Withdraw a deviation."""
    return _button(
        request,
        instrument,
        OptionalRevisionForm,
        lambda sent: deviations.withdraw_deviation(
            instrument, key=key, revision=sent["revision"], by=reader(request), at=timezone.now()
        ),
        saved="Der Absatz folgt wieder dem Mustertext. Der andere Wortlaut steht weiter in der Geschichte.",
        back=reverse("block_list", args=[instrument.pk]) if request.POST.get("from") == "blocks" else "",
        anchor=f"absatz-{key}",
    )


@instrument_action("draft.edit")
@require_safe
def blocks(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show the optional clauses, alternatives and deviations of a contract."""
    if instrument.agreement.is_model:
        raise Http404
    context = {"instrument": instrument, "view": block_list(instrument), "newer": newer_template(instrument)}
    return render(request, "drafting/model_texts/blocks.html", context)


@instrument_action("draft.edit")
@require_POST
def block_include(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Insert an optional clause."""
    return _button(
        request,
        instrument,
        EmptyForm,
        lambda sent: block_choices.include_block(instrument, key=key, by=reader(request), at=timezone.now()),
        saved="Der Absatz steht jetzt im Vertrag.",
        back=reverse("block_list", args=[instrument.pk]),
    )


@instrument_action("draft.edit")
@require_POST
def block_exclude(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Remove an optional clause."""
    return _button(
        request,
        instrument,
        RevisionForm,
        lambda sent: block_choices.exclude_block(
            instrument, key=key, **sent, by=reader(request), at=timezone.now()
        ),
        saved="Der Absatz ist weggelassen. Sein Text steht weiter in der Geschichte.",
        back=reverse("block_list", args=[instrument.pk]),
    )


@instrument_action("draft.edit")
@require_POST
def block_choose(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Replace an alternative by another one."""
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
        lambda sent: block_choices.choose_alternative(
            instrument, key=key, revisions=revisions, by=reader(request), at=timezone.now()
        ),
        saved="Die andere Möglichkeit steht jetzt im Vertrag.",
        back=reverse("block_list", args=[instrument.pk]),
    )


def _button(
    request: HttpRequest,
    instrument: Instrument,
    form_class: type[forms.Form],
    act: Callable[[dict[str, int]], object],
    *,
    saved: str,
    back: str,
    anchor: str = "",
) -> HttpResponse:
    """Run the action of a button if its form is valid."""
    form = form_class(request.POST)
    if not form.is_valid():
        return incomplete_button(request, instrument)
    return answer_button(
        request, instrument, lambda: act(form.cleaned_data), saved=saved, back=back, anchor=anchor
    )
