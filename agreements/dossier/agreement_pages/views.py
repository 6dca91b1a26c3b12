"""The pages of an agreement and of an amendment."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import agreement_action, amendment_action, current_user
from agreements.dossier.agreement_pages.documents_page import documents_page
from agreements.dossier.agreement_pages.head import PageName, has_text_page, page_head, page_url
from agreements.dossier.agreement_pages.history_page import history_page
from agreements.dossier.agreement_pages.preparing_page import preparing_page
from agreements.dossier.agreement_pages.reported_page import reported_page
from agreements.dossier.agreement_pages.signing_page import signing_page
from agreements.dossier.agreement_pages.situation_page import situation_page
from agreements.dossier.agreement_pages.subject import PageSubject, page_subject
from agreements.dossier.agreement_pages.text_page import text_page
from agreements.models import Agreement, Instrument
from agreements.notifications.presenters import unsent_summary
from agreements.signing.freezing.presenters import freezing_panel

Answer = Callable[[HttpRequest, PageSubject], HttpResponseBase]


@agreement_action("agreement.view")
@require_safe
def agreement_page(request: HttpRequest, agreement: Agreement, page: PageName) -> HttpResponseBase:
    """Show one of the pages of an agreement with its contract."""
    return ANSWERS[page](request, page_subject(current_user(request), agreement, None, timezone.now()))


@amendment_action("agreement.view")
@require_safe
def amendment_page(request: HttpRequest, amendment: Instrument, page: PageName) -> HttpResponseBase:
    """Show one of the pages of an amendment."""
    subject = page_subject(current_user(request), amendment.agreement, amendment, timezone.now())
    return ANSWERS[page](request, subject)


def _first(request: HttpRequest, subject: PageSubject) -> HttpResponse:
    """Show where a signed contract stands, or a text before its signature."""
    instrument = subject.instrument
    context: dict[str, Any] = {"mails": unsent_summary(subject.user, subject.agreement, subject.now)}
    if instrument is None:
        context |= _context(subject, PageName.FIRST, reported_page(subject))
        return render(request, "dossier/agreement/reported.html", context)
    if not subject.is_signed_contract:
        context["freezing"] = freezing_panel(subject.user, instrument, subject.now)
    if subject.is_signed_contract and subject.facts:
        page = situation_page(subject, instrument, subject.facts)
        context |= _context(subject, PageName.FIRST, page, unsealed=page.facts.unsealed)
        return render(request, "dossier/agreement/situation.html", context)
    context |= _context(subject, PageName.FIRST, preparing_page(subject, instrument))
    if instrument.number:
        return render(request, "dossier/agreement/amendment.html", context)
    return render(request, "dossier/agreement/preparing.html", context)


def _text(request: HttpRequest, subject: PageSubject) -> HttpResponseBase:
    """Show the text, or lead to the page where it is; a browser keeps the place that an address names."""
    if subject.instrument is None or not has_text_page(subject):
        return redirect(page_url(subject, PageName.FIRST))
    context = _context(subject, PageName.TEXT, text_page(subject, subject.instrument))
    return render(request, "dossier/agreement/text.html", context)


def _documents(request: HttpRequest, subject: PageSubject) -> HttpResponse:
    page = documents_page(subject)
    context = _context(
        subject, PageName.DOCUMENTS, page, unsealed=bool(page.seals and page.seals.outstanding)
    )
    return render(request, "dossier/agreement/documents.html", context)


def _signing(request: HttpRequest, subject: PageSubject) -> HttpResponseBase:
    if subject.instrument is None:
        raise Http404
    if subject.made_here is None:  # who signed it is among its key data
        return redirect(page_url(subject, PageName.DOCUMENTS))
    context = _context(subject, PageName.SIGNING, signing_page(subject, subject.made_here))
    return render(request, "dossier/agreement/signing.html", context)


def _history(request: HttpRequest, subject: PageSubject) -> HttpResponse:
    context = _context(subject, PageName.HISTORY, history_page(subject, request.GET.get("page")))
    return render(request, "dossier/agreement/history.html", context)


ANSWERS: dict[PageName, Answer] = {
    PageName.FIRST: _first,
    PageName.TEXT: _text,
    PageName.DOCUMENTS: _documents,
    PageName.SIGNING: _signing,
    PageName.HISTORY: _history,
}


def _context(subject: PageSubject, name: PageName, page: object, *, unsealed: bool = False) -> dict[str, Any]:
    return {
        "head": page_head(subject, name, unsealed=unsealed),
        "page": page,
        "agreement": subject.agreement,
        "instrument": subject.instrument,
        "subject": subject,
        "now": subject.now,
    }
