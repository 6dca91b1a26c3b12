"""Pages for what is recorded beside a signature: that somebody declines, and who may sign in somebody's place."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.access import current_user, instrument_action
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument, Signatory, Version
from agreements.signing.declining.actions import record_declining
from agreements.signing.declining.forms import DecliningForm, DelegationForm
from agreements.signing.delegation.actions import NewDelegation, record_delegation


@instrument_action("signature.record")
def declining_new(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Record that a person will not sign the frozen version."""
    person, version = _asked(instrument, key)
    form = DecliningForm(request.POST or None, initial={"fingerprint": version.fingerprint})

    def act() -> HttpResponse:
        record_declining(
            instrument, signatory_key=key, **form.cleaned_data, by=current_user(request), at=timezone.now()
        )
        words = f"Ablehnung von {person.name} festgehalten."
        return redirect_with_message(request, words, "agreement_detail", instrument.agreement_id)

    shown = {"instrument": instrument, "person": person, "form": form, "version": version}
    return form_response(
        request, form, act, lambda status: render(request, "signing/declining.html", shown, status=status)
    )


@instrument_action("signature.record")
def delegation_new(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Record who may sign the frozen version in a person's place."""
    person, version = _asked(instrument, key)
    form = DelegationForm(
        request.POST or None, request.FILES or None, initial={"fingerprint": version.fingerprint}
    )

    def act() -> HttpResponse:
        data = form.cleaned_data
        made = record_delegation(
            instrument,
            signatory_key=key,
            fingerprint=data["fingerprint"],
            delegation=NewDelegation(
                name=data["name"],
                function=data["function"],
                basis=data["basis"],
                granted_on=data["granted_on"],
                document=data["document"].read(),
            ),
            by=current_user(request),
            at=timezone.now(),
        )
        words = f"{made.name} darf in Vertretung für {person.name} unterzeichnen."
        return redirect_with_message(request, words, "agreement_detail", instrument.agreement_id)

    shown = {"instrument": instrument, "person": person, "form": form, "version": version}
    return form_response(
        request, form, act, lambda status: render(request, "signing/delegation.html", shown, status=status)
    )


def _asked(instrument: Instrument, key: str) -> tuple[Signatory, Version]:
    """Return the person on the list and the version that is out."""
    person, version = instrument.signatories.filter(key=key).first(), instrument.frozen_version
    if person is None or version is None:
        raise Http404
    return person, version
