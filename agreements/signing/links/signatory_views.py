"""Pages for signatories without an account, after the code: one instrument, one signatory."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.documents.editions import execution_edition
from agreements.documents.views import pdf_file
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.history import Visitor
from agreements.link_access import end_visit, visited_link, visited_live_link
from agreements.link_state import LinkState, link_state
from agreements.models import SigningLink
from agreements.notices import Recipients
from agreements.signing.certificates.actions import accepted_checks, record_signed_file
from agreements.signing.certificates.examination.result import read_result
from agreements.signing.declining.actions import record_declining
from agreements.signing.forms import SignedFileForm
from agreements.signing.links.confirmation import confirmation_shortfall, record_confirmation
from agreements.signing.links.forms import ConfirmForm, OwnDecliningForm
from agreements.signing.links.presenters import visitor_view
from districts.contacts import contact_words


@visited_live_link
@require_safe
def link_read(request: HttpRequest, link: SigningLink) -> HttpResponse:
    """Show the text and the methods of signing."""
    return render(request, "signing/links/read.html", {"view": visitor_view(link), "link": link})


@visited_live_link
@require_safe
def link_file(request: HttpRequest, link: SigningLink, which: str) -> HttpResponse:
    """Send the Zeichnungsfassung, or the latest signed file to be signed next."""
    checks = accepted_checks(link.version) if which == "signieren" else []
    file = checks[0].file if checks else execution_edition(link.version).file
    reference = link.version.instrument.agreement.reference
    return pdf_file(store.read(file), f"{reference}-Zeichnungsfassung")


@visited_live_link
@takes_files()
def link_file_new(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
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
    context = {"form": form, "link": link, "signed_already": len(accepted_checks(link.version))}
    return render(request, "signing/links/file.html", context, status=422 if form.errors else 200)


@visited_live_link
def link_decline(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
    form = OwnDecliningForm(request.POST or None, initial={"fingerprint": link.version.fingerprint})

    def act() -> HttpResponse:
        now = timezone.now()
        record_declining(
            link.version.instrument,
            signatory_key=link.signatory.key,
            **form.cleaned_data,
            declined_on=timezone.localdate(now),
            by=Visitor(link),
            at=now,
        )
        message = "Ihre Ablehnung ist festgehalten. Beide Seiten werden benachrichtigt."
        return redirect_with_message(request, message, "link_read", link.pk)

    return _answer(request, link, form, act, "signing/links/decline.html")


@visited_live_link
def link_confirm(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
    """Record a confirmation; 404 where it does not suffice."""
    if confirmation_shortfall(link.version, link.signatory.side):
        raise Http404
    form = ConfirmForm(request.POST or None, initial={"fingerprint": link.version.fingerprint})

    def act() -> HttpResponse:
        data = form.cleaned_data
        record_confirmation(link, fingerprint=data["fingerprint"], place=data["place"], at=timezone.now())
        return redirect_with_message(
            request, "Ihre Bestätigung ist festgehalten. Vielen Dank.", "link_closed", link.pk
        )

    return _answer(request, link, form, act, "signing/links/confirm.html")


@visited_link
@require_safe
def link_closed(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
    """Explain why a link has ended."""
    state = link_state(link, timezone.now())
    if state == LinkState.LIVE:
        return redirect("link_read", link.pk)
    contact = contact_words(link.version.instrument.agreement.coordinator, Recipients.COORDINATOR)
    context = {"link": link, "state": state, "is_signed": state == LinkState.SIGNED, "contact": contact}
    return render(request, "signing/links/closed.html", context)


@visited_link
@require_POST
def link_leave(request: HttpRequest, link: SigningLink) -> HttpResponseBase:
    end_visit(request, link)
    return redirect_with_message(
        request, "Ihr Besuch ist beendet. Der Link in Ihrer E-Mail öffnet ihn wieder.", "link_recover"
    )


def _answer(
    request: HttpRequest, link: SigningLink, form: forms.Form, act: Callable[[], HttpResponse], template: str
) -> HttpResponse:
    context = {"form": form, "link": link}
    return form_response(request, form, act, lambda status: render(request, template, context, status=status))
