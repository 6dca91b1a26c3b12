"""Pages for signed files: upload, examination, assignment to signatories, download."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements import policy
from agreements.access import current_user, instrument_action
from agreements.files.downloads import send_stored
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument, ProofCheck, Signature
from agreements.signing.actions import missing_signatories
from agreements.signing.certificates.actions import assign_signatures, record_signed_file, unassigned
from agreements.signing.certificates.presenters import check_view, check_views, current_file
from agreements.signing.delegation.queries import delegations_by_signatory
from agreements.signing.forms import AssignmentForm, SignedFileForm
from agreements.texts.signature_wording import signer_words


@instrument_action("history.draft")
@require_safe
def signed_files(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    context = {
        "instrument": instrument,
        "checks": check_views(instrument),
        "upload": policy.verdict(request.user, "signature.record", instrument),
    }
    return render(request, "signing/signed_files.html", context)


@instrument_action("signature.record")
@takes_files()
def signed_file_new(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    version = instrument.frozen_version
    if version is None:
        raise Http404
    form = SignedFileForm(
        request.POST or None, request.FILES or None, initial={"fingerprint": version.fingerprint}
    )

    def act() -> HttpResponse:
        data = form.cleaned_data
        check = record_signed_file(
            instrument,
            data=data["file"].read(),
            fingerprint=data["fingerprint"],
            place=data["place"],
            by=current_user(request),
            at=timezone.now(),
        )
        return redirect("signed_file", instrument.pk, check.pk)

    def show(status: int) -> HttpResponse:
        context = {
            "instrument": instrument,
            "form": form,
            "current": current_file(instrument, version),
            "missing": missing_signatories(instrument),
        }
        return render(request, "signing/signed_file_new.html", context, status=status)

    return form_response(request, form, act, show)


@instrument_action("history.draft")
@require_safe
def signed_file(request: HttpRequest, instrument: Instrument, check: int) -> HttpResponse:
    row = _get_check(instrument, check)
    return _result(request, instrument, row, _assignment_form(request, instrument, row))


@instrument_action("signature.record")
@require_POST
def signed_file_assign(request: HttpRequest, instrument: Instrument, check: int) -> HttpResponseBase:
    row = _get_check(instrument, check)
    form = _assignment_form(request, instrument, row)
    if form is None:
        raise Http404

    def act() -> HttpResponse:
        data = form.cleaned_data
        signatures = assign_signatures(
            row,
            assignments=form.assignments(data),
            place=data["place"],
            by=current_user(request),
            at=timezone.now(),
        )
        names = ", ".join(
            signer_words(new.signatory.name, new.delegation.name if new.delegation else "")
            for new in signatures
        )
        return redirect_with_message(
            request, f"Unterschrift festgehalten: {names}.", "signed_file", instrument.pk, row.pk
        )

    return form_response(
        request, form, act, lambda status: _result(request, instrument, row, form, status=status)
    )


@instrument_action("document.download")
@require_safe
def signed_file_download(request: HttpRequest, instrument: Instrument, check: int) -> HttpResponseBase:
    """Send an accepted file unchanged; that of a withdrawn version only to users who may read drafts."""
    row = _get_check(instrument, check)
    if not row.accepted or not policy.sees_version(request.user, row.version):
        raise Http404
    name = f"{instrument.agreement.reference}-signiert-{row.version.number}-{row.pk}"
    return send_stored(request, row.file, name)


def _get_check(instrument: Instrument, pk: int) -> ProofCheck:
    rows = ProofCheck.objects.select_related("version__instrument__agreement", "file", "checked_by")
    return get_object_or_404(rows, version__instrument=instrument, pk=pk)


def _assignment_form(
    request: HttpRequest, instrument: Instrument, check: ProofCheck
) -> AssignmentForm | None:
    """Return the form for unassigned signatures, or None if there are none or assigning is not allowed."""
    allowed = policy.verdict(request.user, "signature.record", instrument).allowed
    signatures = unassigned(check) if allowed and check.version_id == instrument.frozen_version_id else []
    people = list(instrument.signatories.exclude(pk__in=Signature.objects.signers(check.version_id)))
    if not signatures or not people:
        return None
    return AssignmentForm(
        request.POST or None,
        signatures=signatures,
        people=people,
        deputies=delegations_by_signatory(check.version),
    )


def _result(
    request: HttpRequest,
    instrument: Instrument,
    check: ProofCheck,
    form: AssignmentForm | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "instrument": instrument,
        "view": check_view(instrument, check),
        "form": form,
        "upload": policy.verdict(request.user, "signature.record", instrument),
    }
    return render(request, "signing/signed_file.html", context, status=status)
