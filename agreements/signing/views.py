"""Pages for transitions of an instrument and for handwritten signatures."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import policy
from agreements.access import current_user, instrument_action, permit
from agreements.choices import DateSource
from agreements.errors import Incomplete
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.lifecycle import TRANSITIONS
from agreements.models import Instrument
from agreements.rendering.completeness import draft_gaps, lookalikes
from agreements.signing import transition_actions
from agreements.signing.actions import InkSignature, record_ink_signature, signed_names, would_conclude
from agreements.signing.forms import SignatureForm, StepForm
from agreements.signing.freezing.actions import ask_to_freeze
from agreements.signing.freezing.forms import ConfirmationForm
from agreements.signing.freezing.open_points import open_points
from agreements.signing.freezing.presenters import discrepancy_panel, freezing_panel
from agreements.signing.invalidation import invalidation_rows
from agreements.texts.assembly import content_of, draft_text, signatory_of
from agreements.texts.authority import authority_warnings, authority_words, office_words, out_of_office
from agreements.texts.clearance_facts import warnings
from agreements.texts.placeholders import placeholder_labels
from agreements.texts.portfolio import flag_view
from districts.models import User


@instrument_action("instrument.view")
def take_step(request: HttpRequest, instrument: Instrument, name: str) -> HttpResponseBase:
    """Explain a transition and apply it on confirmation."""
    step = TRANSITIONS[name]
    permit(policy.verdict(request.user, f"step.{name}", instrument))
    text = draft_text(instrument) if name == "freeze" else None
    content = text.content if text else content_of(instrument)
    today = timezone.localdate()
    points = open_points(instrument, current_user(request), today, text) if text else ()
    form = StepForm(
        request.POST or None,
        needs_reason=step.needs_reason,
        points=points,
        initial={"fingerprint": content.fingerprint},
    )
    context = {"instrument": instrument, "step": step, "form": form, "gaps": [], "content": content}
    if text:
        described = placeholder_labels(instrument)
        panel = discrepancy_panel(instrument, text)
        context |= {
            "discrepancies": panel,
            "confirmation": ConfirmationForm(found=panel.facts.open),
            "gaps": draft_gaps(text, described),
            "lookalikes": lookalikes(content, described),
            "warnings": warnings(instrument, today),
            "flags": flag_view(instrument),
            "doubts": list(authority_warnings(content.signatories, today)),
            "freezing": freezing_panel(current_user(request), instrument, timezone.now()),
        }
    if name == "unfreeze":
        context |= {"invalidation": invalidation_rows(), "signed": signed_names(instrument)}

    def act() -> HttpResponse:
        try:
            _take(instrument, name, form, current_user(request))
        except Incomplete as refused:
            context["gaps"] = refused.gaps  # of the text as it is now
            raise
        if name == "freeze":  # it runs in the background; the page shows its progress
            return redirect(instrument)
        return redirect_with_message(request, step.done, instrument.get_absolute_url())

    return form_response(
        request, form, act, lambda status: render(request, "signing/step.html", context, status=status)
    )


def _take(instrument: Instrument, name: str, form: StepForm, by: User) -> None:
    if name == "freeze":
        data = form.cleaned_data
        ask_to_freeze(
            instrument,
            fingerprint=data["fingerprint"],
            confirmed=data.get("leaves_open", ()),
            by=by,
            at=timezone.now(),
        )
    else:
        reason = form.cleaned_data.get("reason", "")
        transition_actions.take_step(instrument, name, by=by, at=timezone.now(), reason=reason)


@instrument_action("signature.record")
@takes_files()
def signature_new(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    person = instrument.signatories.filter(key=key).first()
    if person is None:
        raise Http404
    content, signatory = content_of(instrument), signatory_of(person)
    concludes = would_conclude(instrument, person)
    form = SignatureForm(
        request.POST or None,
        request.FILES or None,
        initial={"fingerprint": content.fingerprint},
        person=person,
        delegations=list(person.delegations.filter(version=instrument.frozen_version_id)),
        concludes=concludes,
    )

    def act() -> HttpResponse:
        data = form.cleaned_data
        record_ink_signature(
            instrument,
            signatory_key=key,
            fingerprint=data["fingerprint"],
            signed=InkSignature(
                signed_on=data["signed_on"],
                date_source=DateSource(data["date_source"]),
                source_note=data["source_note"],
                place=data["place"],
                scan=data["scan"].read() if data["scan"] else b"",
                delegation=data.get("delegation"),
                knows_it_concludes=data.get("knows_it_concludes", False),
            ),
            by=current_user(request),
            at=timezone.now(),
        )
        if outside := out_of_office(signatory, data["signed_on"]):
            messages.warning(request, f"Für den Tag der Unterzeichnung gilt: {outside}.")
        message = f"Unterschrift von {person.name} festgehalten."
        return redirect_with_message(request, message, instrument.get_absolute_url())

    context = {"instrument": instrument, "person": person, "form": form, "content": content}
    context |= {
        "concludes": concludes,
        "authority": authority_words(signatory),
        "office": office_words(signatory),
    }
    return form_response(
        request, form, act, lambda status: render(request, "signing/signature.html", context, status=status)
    )
