"""Views of a contract's deviations, optional clauses and alternatives."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.drafting.form_pages import FormPage, action_response, add_row_response
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
    """Withdraw a deviation."""
    return action_response(
        request,
        instrument,
        OptionalRevisionForm(request.POST),
        deviations.withdraw_deviation,
        saved="Der Absatz folgt wieder dem Mustertext. Der andere Wortlaut steht weiter in der Geschichte.",
        back=_blocks_url(instrument) if request.POST.get("from") == "blocks" else "",
        anchor=f"absatz-{key}",
        key=key,
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
    return action_response(
        request,
        instrument,
        EmptyForm(request.POST),
        block_choices.include_block,
        saved="Der Absatz steht jetzt im Vertrag.",
        back=_blocks_url(instrument),
        key=key,
    )


@instrument_action("draft.edit")
@require_POST
def block_exclude(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Remove an optional clause."""
    return action_response(
        request,
        instrument,
        RevisionForm(request.POST),
        block_choices.exclude_block,
        saved="Der Absatz ist weggelassen. Sein Text steht weiter in der Geschichte.",
        back=_blocks_url(instrument),
        key=key,
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
    return action_response(
        request,
        instrument,
        EmptyForm(request.POST),
        block_choices.choose_alternative,
        saved="Die andere Möglichkeit steht jetzt im Vertrag.",
        back=_blocks_url(instrument),
        key=key,
        revisions={name: int(value) for name, value in seen.items() if value.isdecimal() and len(value) < 10},
    )


def _blocks_url(instrument: Instrument) -> str:
    return reverse("block_list", args=[instrument.pk])
