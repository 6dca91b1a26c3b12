"""Pages for signed files: hand one in, see what is proven of it, say whose a signature is, take the original."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements import policy
from agreements.access import current_user, instrument_action
from agreements.files.downloads import send_stored
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument, ProofCheck
from agreements.signing.actions import missing_signatories
from agreements.signing.certificates.actions import assign_signatures, record_signed_file, unassigned
from agreements.signing.certificates.presenters import check_view, checks_listed, current_file
from agreements.signing.delegation.queries import deputies_by_person
from agreements.signing.forms import AssignmentForm, SignedFileForm
from agreements.texts.signature_wording import signer_words


@instrument_action("history.draft")
@require_safe
def signed_files(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """List every file that was handed in, with what became of it."""
    shown = {
        "instrument": instrument,
        "checks": checks_listed(instrument),
        "upload": policy.verdict(request.user, "signature.record", instrument),
    }
    return render(request, "signing/signed_files.html", shown)


@instrument_action("signature.record")
def signed_file_new(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Hand in a PDF that was signed elsewhere."""
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
        shown = {
            "instrument": instrument,
            "form": form,
            "current": current_file(instrument, version),
            "missing": missing_signatories(instrument),
        }
        return render(request, "signing/signed_file_new.html", shown, status=status)

    return form_response(request, form, act, show)


@instrument_action("history.draft")
@require_safe
def signed_file(request: HttpRequest, instrument: Instrument, check: int) -> HttpResponse:
    """Show what an examination has found."""
    found = _check(instrument, check)
    return _result(request, instrument, found, _assignment_form(request, instrument, found))


@instrument_action("signature.record")
@require_POST
def signed_file_assign(request: HttpRequest, instrument: Instrument, check: int) -> HttpResponseBase:
    """Record whose the signatures of an examined file are."""
    found = _check(instrument, check)
    form = _assignment_form(request, instrument, found)
    if form is None:
        raise Http404

    def act() -> HttpResponse:
        data = form.cleaned_data
        made = assign_signatures(
            found,
            assignments=form.assignments(data),
            place=data["place"],
            by=current_user(request),
            at=timezone.now(),
        )
        names = ", ".join(
            signer_words(one.signatory.name, one.delegation.name if one.delegation else "") for one in made
        )
        words = f"Unterschrift festgehalten: {names}."
        return redirect_with_message(request, words, "signed_file", instrument.pk, found.pk)

    return form_response(
        request, form, act, lambda status: _result(request, instrument, found, form, status=status)
    )


@instrument_action("document.download")
@require_safe
def signed_file_download(request: HttpRequest, instrument: Instrument, check: int) -> HttpResponseBase:
    """Send an accepted file, byte for byte as it was handed in; of a version taken back only to who reads drafts."""
    found = _check(instrument, check)
    if not found.accepted or not policy.sees_version(request.user, found.version):
        raise Http404
    name = f"{instrument.agreement.reference}-signiert-{found.version.number}-{found.pk}"
    return send_stored(request, found.file, name)


def _check(instrument: Instrument, number: int) -> ProofCheck:
    rows = ProofCheck.objects.select_related("version__instrument__agreement", "file", "checked_by")
    found = rows.filter(version__instrument=instrument, pk=number).first()
    if found is None:
        raise Http404
    return found


def _assignment_form(
    request: HttpRequest, instrument: Instrument, check: ProofCheck
) -> AssignmentForm | None:
    """Return the form for signatures that are nobody's yet; none if there is nothing to say or it may not be said."""
    may = policy.verdict(request.user, "signature.record", instrument).allowed
    found = unassigned(check) if may and check.version_id == instrument.frozen_version_id else []
    people = list(instrument.signatories.exclude(signatures__version=check.version_id))
    if not found or not people:
        return None
    return AssignmentForm(
        request.POST or None, found=found, people=people, deputies=deputies_by_person(check.version)
    )


def _result(
    request: HttpRequest,
    instrument: Instrument,
    check: ProofCheck,
    form: AssignmentForm | None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "instrument": instrument,
        "view": check_view(instrument, check),
        "form": form,
        "upload": policy.verdict(request.user, "signature.record", instrument),
    }
    return render(request, "signing/signed_file.html", shown, status=status)
