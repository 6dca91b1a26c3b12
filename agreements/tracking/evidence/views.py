"""Views of evidence: add, show, renew, download and preview."""

from pathlib import PurePath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import current_user, obligation_action
from agreements.errors import ActionRefused, Outdated
from agreements.files import store
from agreements.files.downloads import PRIVATE_HEADERS, send_stored
from agreements.files.preview.sandbox import DrawingFailedError, UnreadableError, draw_page
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Evidence, Obligation, Report
from agreements.parties import ReportingSide
from agreements.policy import Verdict
from agreements.tracking.evidence import actions
from agreements.tracking.evidence.forms import MOST_AT_ONCE, EvidenceForm
from agreements.tracking.evidence.malware import safety
from agreements.tracking.evidence.presenters import is_damaged, piece_page, report_words
from agreements.tracking.evidence.wording import title_words
from agreements.tracking.forms import is_number
from agreements.tracking.permissions import may_add_evidence
from agreements.tracking.queries.obligations import terms_of

NEWER = (
    "Inzwischen gibt es Fassung {version} dieses Nachweises, von {who}. Es wurde nichts gespeichert, Ihre Angaben stehen noch im "
    "Formular. Senden Sie noch einmal, kommt Ihre als nächste Fassung dazu."
)


@obligation_action("obligation.report")
@takes_files(MOST_AT_ONCE)
def evidence_new(request: HttpRequest, obligation: Obligation, report: int) -> HttpResponse:
    """Add evidence to an earlier report."""
    found = obligation.reports.select_related("obligation__agreement").filter(pk=report).first()
    if found is None:
        raise Http404
    form = EvidenceForm(*_form_data(request))

    def act() -> HttpResponse:
        made = actions.add_evidence(found, pieces=form.pieces(), by=current_user(request), at=timezone.now())
        words = "Nachweis hinzugefügt." if len(made) == 1 else f"{len(made)} Nachweise hinzugefügt."
        return redirect_with_message(request, words, "obligation_detail", obligation.pk)

    context = {
        "obligation": obligation,
        "form": form,
        "about": report_words(found),
        "verdict": _verdict(request, found),
    }
    return form_response(
        request,
        form,
        act,
        lambda status: render(request, "tracking/evidence/new.html", context, status=status),
    )


@obligation_action("instrument.view")
@require_safe
def evidence_detail(request: HttpRequest, obligation: Obligation, evidence: int) -> HttpResponse:
    """Show one version with its metadata, other versions and a preview."""
    found = _evidence(obligation, evidence)
    requested = request.GET.get("seite", "1")
    number = int(requested) if is_number(requested) else 1
    return _show_piece(request, obligation, found, min(max(number, 1), found.pages or 1))


@obligation_action("obligation.report")
@takes_files(MOST_AT_ONCE)
def evidence_renew(request: HttpRequest, obligation: Obligation, evidence: int) -> HttpResponse:
    """Add a new version."""
    found = _evidence(obligation, evidence)
    last = found.report.evidence.filter(number=found.number).order_by("-version")[0]
    sent = request.POST.get("seen", "")
    seen = int(sent) if is_number(sent) else last.version
    form = EvidenceForm(*_form_data(request), single=True, initial=_initial(last))
    context = {"obligation": obligation, "form": form, "evidence": last, "title": title_words(last)}
    context |= {"seen": seen, "about": report_words(found.report), "verdict": _verdict(request, found.report)}

    def act() -> HttpResponse:
        try:
            [piece] = form.pieces()
            made = actions.renew_evidence(
                found, piece=piece, seen=seen, by=current_user(request), at=timezone.now()
            )
        except Outdated as outdated:
            if not isinstance(outdated.current, Evidence):
                raise
            context["seen"] = outdated.current.version
            raise ActionRefused(
                NEWER.format(version=outdated.current.version, who=outdated.current.added_by)
            ) from outdated
        words = f"Fassung {made.version} gespeichert. Die früheren bleiben lesbar."
        return redirect_with_message(request, words, "evidence_detail", obligation.pk, made.pk)

    return form_response(
        request,
        form,
        act,
        lambda status: render(request, "tracking/evidence/renew.html", context, status=status),
    )


@obligation_action("document.download")
@require_safe
def evidence_file(request: HttpRequest, obligation: Obligation, evidence: int) -> HttpResponseBase:
    """Download the uploaded file, always as an attachment."""
    found = _evidence(obligation, evidence)
    if found.file is None:
        raise Http404
    if not safety(found.file).may_be_sent or is_damaged(found.file):
        messages.error(request, "Die Datei wurde nicht gesendet. Warum, steht auf dieser Seite.")
        return _show_piece(request, obligation, found, status=409)
    return send_stored(request, found.file, PurePath(found.title).stem or f"nachweis-{found.pk}")


@obligation_action("document.download")
@require_safe
def evidence_page(request: HttpRequest, obligation: Obligation, evidence: int, number: int) -> HttpResponse:
    """Send one page of a file as a picture drawn by the application."""
    found = _evidence(obligation, evidence)
    if found.file is None or not safety(found.file).may_be_sent or not 1 <= number <= (found.pages or 0):
        raise Http404
    try:
        picture = draw_page(store.read(found.file), found.file.media_type, number)
    except (store.DamagedFileError, UnreadableError, DrawingFailedError) as error:
        raise Http404 from error
    return HttpResponse(picture, content_type="image/jpeg", headers=PRIVATE_HEADERS)


def _form_data(request: HttpRequest) -> tuple[object, object]:
    """Return the arguments of a bound form for POST, of an unbound one else."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _show_piece(
    request: HttpRequest, obligation: Obligation, found: Evidence, page: int = 1, status: int = 200
) -> HttpResponse:
    context = {
        "obligation": obligation,
        "page": piece_page(found, page, timezone.localdate()),
        "about": report_words(found.report),
        "verdict": _verdict(request, found.report),
    }
    return render(request, "tracking/evidence/detail.html", context, status=status)


def _evidence(obligation: Obligation, pk: int) -> Evidence:
    rows = Evidence.objects.select_related("file", "added_by", "report__obligation__agreement")
    found = rows.prefetch_related("file__virus_checks").filter(report__obligation=obligation, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _verdict(request: HttpRequest, report: Report) -> Verdict:
    terms = terms_of(report.obligation, timezone.localdate())
    if terms is None:
        raise Http404
    return may_add_evidence(current_user(request), terms.owing, ReportingSide(report.side), terms.instrument)


def _initial(last: Evidence) -> dict[str, object]:
    """Return the values of the last version as initial data, except its file."""
    return {
        "links": f"{last.url} {last.title}".strip() if last.url else "",
        "references": last.reference,
        "note": last.note,
        "starts_on": last.starts_on,
        "ends_on": last.ends_on,
        "last_valid_on": last.last_valid_on,
    }
