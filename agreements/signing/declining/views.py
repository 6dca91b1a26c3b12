"""Pages to record declinings and delegations."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.access import current_user, instrument_action
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument, Signatory, Version
from agreements.signing.declining.actions import record_declining
from agreements.signing.declining.forms import DecliningForm, DelegationForm
from agreements.signing.delegation.actions import NewDelegation, record_delegation


@instrument_action("signature.record")
def declining_new(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    person, version = _signatory_and_version(instrument, key)
    form = DecliningForm(request.POST or None, initial={"fingerprint": version.fingerprint})

    def act() -> HttpResponse:
        record_declining(
            instrument, signatory_key=key, **form.cleaned_data, by=current_user(request), at=timezone.now()
        )
        message = f"Ablehnung von {person.name} festgehalten."
        return redirect_with_message(request, message, instrument.page_url("signing"))

    context = {"instrument": instrument, "person": person, "form": form, "version": version}
    return form_response(
        request, form, act, lambda status: render(request, "signing/declining.html", context, status=status)
    )


@instrument_action("signature.record")
@takes_files()
def delegation_new(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    person, version = _signatory_and_version(instrument, key)
    form = DelegationForm(
        request.POST or None, request.FILES or None, initial={"fingerprint": version.fingerprint}
    )

    def act() -> HttpResponse:
        data = form.cleaned_data
        delegation = record_delegation(
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
        message = f"{delegation.name} darf in Vertretung für {person.name} unterzeichnen."
        return redirect_with_message(request, message, instrument.page_url("signing"))

    context = {"instrument": instrument, "person": person, "form": form, "version": version}
    return form_response(
        request, form, act, lambda status: render(request, "signing/delegation.html", context, status=status)
    )


def _signatory_and_version(instrument: Instrument, key: str) -> tuple[Signatory, Version]:
    """Return the signatory and the frozen version, or raise Http404."""
    person, version = instrument.signatories.filter(key=key).first(), instrument.frozen_version
    if person is None or version is None:
        raise Http404
    return person, version
