"""What a signatory without an account reads and does, once the code is entered: of one instrument, and for herself alone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.documents.editions import execution_edition
from agreements.documents.views import pdf_file
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.history import Visitor
from agreements.link_access import end_visit, visited_link, visited_live_link
from agreements.link_state import LinkState, link_state
from agreements.models import SigningLink
from agreements.signing.certificates.actions import accepted_checks, record_signed_file
from agreements.signing.certificates.examination.result import read_result
from agreements.signing.declining.actions import record_declining
from agreements.signing.forms import SignedFileForm
from agreements.signing.links.confirmation import may_confirm, record_confirmation
from agreements.signing.links.forms import ConfirmForm, OwnDecliningForm
from agreements.signing.links.presenters import visitor_view


@visited_live_link
@require_safe
def link_read(request: HttpRequest, link: SigningLink) -> HttpResponse:
    """Show the whole text that is to be signed, and the ways to do it."""
    return render(request, "signing/links/read.html", {"view": visitor_view(link), "link": link})


@visited_live_link
@require_safe
def link_file(request: HttpRequest, link: SigningLink, which: str) -> HttpResponse:
    """Send the Zeichnungsfassung to print, or the file that is to be signed by certificate next."""
    checks = accepted_checks(link.version) if which == "signieren" else []
    file = checks[0].file if checks else execution_edition(link.version).file
    reference = link.version.instrument.agreement.reference
    return pdf_file(store.read(file), f"{reference}-Zeichnungsfassung")


@visited_live_link
def link_file_new(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
    """Take a PDF that the visitor has signed elsewhere."""
    form = SignedFileForm(
        request.POST or None, request.FILES or None, initial={"fingerprint": link.version.fingerprint}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            check = record_signed_file(
                link.version.instrument,
                data=data["file"].read(),
                fingerprint=data["fingerprint"],
                place=data["place"],
                by=Visitor(link),
                at=timezone.now(),
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            if check.accepted:
                messages.success(request, "Die signierte Datei wurde geprüft und angenommen. Vielen Dank.")
                return redirect("link_read", link.pk)
            for problem in read_result(check.verdict).problems:
                form.add_error("file", problem)
    shown = {"form": form, "link": link, "signed_already": len(accepted_checks(link.version))}
    return render(request, "signing/links/file.html", shown, status=422 if form.errors else 200)


@visited_live_link
def link_decline(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
    """Record that the visitor will not sign, and why."""
    form = OwnDecliningForm(request.POST or None, initial={"fingerprint": link.version.fingerprint})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            record_declining(
                link.version.instrument,
                signatory_key=link.signatory.key,
                **form.cleaned_data,
                declined_on=timezone.localdate(now),
                by=Visitor(link),
                at=now,
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Ihre Ablehnung ist festgehalten. Beide Seiten werden benachrichtigt.")
            return redirect("link_read", link.pk)
    shown = {"form": form, "link": link}
    return render(request, "signing/links/decline.html", shown, status=422 if form.errors else 200)


@visited_live_link
def link_confirm(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
    """Record that the visitor agrees; there only where the law asks for no form."""
    if may_confirm(link.version, link.signatory.side):
        raise Http404
    form = ConfirmForm(request.POST or None, initial={"fingerprint": link.version.fingerprint})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            record_confirmation(link, fingerprint=data["fingerprint"], place=data["place"], at=timezone.now())
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Ihre Bestätigung ist festgehalten. Vielen Dank.")
            return redirect("link_closed", link.pk)
    shown = {"form": form, "link": link}
    return render(request, "signing/links/confirm.html", shown, status=422 if form.errors else 200)


@visited_link
@require_safe
def link_closed(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
    """Say why there is nothing more to do with a link."""
    state = link_state(link, timezone.now())
    if state == LinkState.LIVE:
        return redirect("link_read", link.pk)
    shown = {"link": link, "state": state, "is_signed": state == LinkState.SIGNED}
    return render(request, "signing/links/closed.html", shown)


@visited_link
@require_POST
def link_leave(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
    """End the visit."""
    end_visit(request, link)
    messages.success(request, "Ihr Besuch ist beendet. Der Link in Ihrer E-Mail öffnet ihn wieder.")
    return redirect("link_recover")
