"""Pages for notices of termination and decisions on extension."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import current_user, signed_agreement_action
from agreements.dossier.termination.actions import (
    NoticeEffect,
    record_decision,
    record_notice,
    retract_notice,
)
from agreements.dossier.termination.forms import DecisionForm, NoticeForm, RetractionForm
from agreements.dossier.termination.possible_ends import coming_ends
from agreements.dossier.termination.presenters import recorded_words
from agreements.dossier.termination.queries import contract_with_facts, notice_of
from agreements.files.downloads import send_stored
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Agreement
from agreements.termination_choices import ExtensionChoice, RetractionCause
from agreements.texts.term import outlook_words

AHEAD = 3  # ends that the form lists


@signed_agreement_action("termination.record")
@takes_files()
def termination_new(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    contract, facts = contract_with_facts(agreement)
    form = NoticeForm(request.POST or None, request.FILES or None, sides=contract.party_names)

    def act() -> HttpResponse:
        row = record_notice(
            agreement,
            letter=form.letter(),
            effect=NoticeEffect(form.cleaned_data["effect"]),
            by=current_user(request),
            at=timezone.now(),
        )
        _, facts = contract_with_facts(agreement)
        return redirect_with_message(request, recorded_words(row, facts), "agreement_detail", agreement.pk)

    today = timezone.localdate()
    context = {
        "agreement": agreement,
        "form": form,
        "outlook": outlook_words(facts, today),
        "deadlines": coming_ends(facts, today, AHEAD),
    }
    return form_response(
        request,
        form,
        act,
        lambda status: render(request, "dossier/termination/new.html", context, status=status),
    )


@signed_agreement_action("termination.record")
@takes_files()
def termination_retract(request: HttpRequest, agreement: Agreement, notice: int) -> HttpResponse:
    row = notice_of(agreement, notice)
    form = RetractionForm(request.POST or None, request.FILES or None)

    def act() -> HttpResponse:
        data = form.cleaned_data
        retract_notice(
            row,
            cause=RetractionCause(data["cause"]),
            dated=data["dated"],
            reason=data["reason"],
            document=data["document"].read() if data["document"] else b"",
            by=current_user(request),
            at=timezone.now(),
        )
        _, facts = contract_with_facts(agreement)
        words = f"Festgehalten. Die Kündigung gilt nicht mehr; der Vertrag ist jetzt: {outlook_words(facts, timezone.localdate())}."
        return redirect_with_message(request, words, "agreement_detail", agreement.pk)

    contract, _ = contract_with_facts(agreement)
    context = {"agreement": agreement, "form": form, "notice": row, "side": contract.party_names[row.side]}
    return form_response(
        request,
        form,
        act,
        lambda status: render(request, "dossier/termination/retract.html", context, status=status),
    )


@signed_agreement_action("termination.read")
@require_safe
def termination_document(
    request: HttpRequest, agreement: Agreement, notice: int, retraction: bool = False
) -> HttpResponseBase:
    row = notice_of(agreement, notice)
    file = row.document if not retraction else getattr(getattr(row, "retraction", None), "document", None)
    if file is None:
        raise Http404
    return send_stored(request, file, f"{agreement.reference}-{row}{'-Rücknahme' if retraction else ''}")


@signed_agreement_action("extension.decide")
def extension_decide(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    form = DecisionForm(request.POST or None)

    def act() -> HttpResponse:
        data = form.cleaned_data
        row = record_decision(
            agreement,
            choice=ExtensionChoice(data["choice"]),
            decided_on=data["decided_on"],
            decided_by=data["decided_by"],
            reason=data["reason"],
            by=current_user(request),
            at=timezone.now(),
        )
        words = f"Festgehalten: {row}."
        if row.choice == ExtensionChoice.TERMINATE:
            words += " Gekündigt ist damit noch nicht: Die Kündigung muss schriftlich zugehen; halten Sie sie dann hier fest."
        return redirect_with_message(request, words, "agreement_detail", agreement.pk)

    _, facts = contract_with_facts(agreement)
    context = {"agreement": agreement, "form": form, "outlook": outlook_words(facts, timezone.localdate())}
    return form_response(
        request,
        form,
        act,
        lambda status: render(request, "dossier/termination/decide.html", context, status=status),
    )
