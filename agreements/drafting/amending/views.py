"""Pages that begin an amendment and say when it takes effect."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.access import agreement_action, current_user, instrument_action, permit
from agreements.amendment_choices import EffectKind
from agreements.drafting.amending.actions import begin_amendment, set_effect
from agreements.drafting.amending.forms import EffectForm
from agreements.drafting.amending.permissions import may_begin
from agreements.drafting.concurrency.edit import Edit, edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import FormPage
from agreements.form_responses import form_response
from agreements.lifecycle import FINAL
from agreements.models import Agreement, Amendment, Instrument
from agreements.texts.in_force import contract_facts, with_term_facts
from districts.base_forms import Form


@agreement_action("amendment.begin")
def amendment_new(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Say what an amendment begins with, and begin it."""
    contract = with_term_facts(agreement.instruments.filter(number=0).select_related("agreement")).first()
    if contract is None:
        raise Http404
    permit(may_begin(current_user(request), contract, contract_facts(contract), timezone.localdate()))
    form = Form(request.POST or None)

    def act() -> HttpResponse:
        made = begin_amendment(agreement, by=current_user(request), at=timezone.now())
        return redirect("draft_edit", made.pk)

    open_ones = agreement.instruments.filter(number__gt=0).exclude(status__in=sorted(FINAL))
    context = {"agreement": agreement, "form": form, "open_ones": open_ones.select_related("agreement")}
    return form_response(
        request,
        form,
        act,
        lambda status: render(request, "drafting/amending/new.html", context, status=status),
    )


@instrument_action("draft.edit")
def amendment_effect(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Change when an amendment takes effect, and why it is made."""
    if not instrument.number:
        raise Http404

    def make(data: QueryDict | None, row: Amendment | None) -> FormBundle:
        names = ("effect", "effect_on", "reason", "transition", "revision")
        return FormBundle(
            EffectForm(data, initial={name: getattr(row, name) for name in names} if row else {})
        )

    page = FormPage(
        title="Inkrafttreten und Begründung",
        saved="Gespeichert.",
        back=instrument.get_absolute_url(),
        anchor="ueberblick",
    )
    edit = Edit(
        row=instrument.amendment,
        make=make,
        write=lambda bundle: set_effect(
            instrument,
            **{**bundle.form.cleaned_data, "effect": EffectKind(bundle.form.cleaned_data["effect"])},
            by=current_user(request),
            at=timezone.now(),
        ),
    )
    return edit_response(request, instrument, page, edit)
