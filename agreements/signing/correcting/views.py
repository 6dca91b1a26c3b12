"""The page on which a signature on paper is corrected."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.access import current_user, signature_action
from agreements.choices import DateSource, SignatureMethod
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Signature
from agreements.signing.actions import InkSignature
from agreements.signing.correcting.actions import correct_ink_signature
from agreements.signing.correcting.forms import CorrectionForm
from agreements.signing.correcting.presenters import correction_view, done_words, first_day
from agreements.signing.delegation.queries import decode_signer


@signature_action("signature.correct")
@takes_files()
def signature_correct(request: HttpRequest, signature: Signature) -> HttpResponse:
    instrument = signature.version.instrument
    if signature.method != SignatureMethod.INK or signature.version_id != instrument.frozen_version_id:
        raise Http404
    if request.method != "POST" and hasattr(signature, "corrected_by"):
        return redirect("signature_correct", signature.corrected_by.pk)
    view = correction_view(signature)
    form = CorrectionForm(
        request.POST or None,
        request.FILES or None,
        signature=signature,
        signers=view.signers,
        concluding=view.concluding,
    )

    def act() -> HttpResponse:
        data, before = form.cleaned_data, first_day(signature)
        key, delegation = decode_signer(data["signer"])
        correction = correct_ink_signature(
            signature,
            signatory_key=key,
            fingerprint=data["fingerprint"],
            signed=InkSignature(
                signed_on=data["signed_on"],
                date_source=DateSource(data["date_source"]),
                source_note=data["source_note"],
                place=data["place"],
                scan=data["scan"].read() if data["scan"] else b"",
                delegation=delegation,
                knows_it_concludes=data.get("knows_it_concludes", False),
            ),
            keeps_scan=not data.get("drops_scan"),
            reason=data["reason"],
            by=current_user(request),
            at=timezone.now(),
        )
        message = done_words(correction, before)
        return redirect_with_message(request, message, instrument.page_url("signing"))

    context = {"instrument": instrument, "view": view, "form": form}
    return form_response(
        request, form, act, lambda status: render(request, "signing/correction.html", context, status=status)
    )
