"""Downloads: drafts are rendered on request, everything frozen comes from the store."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import delegation_action, edition_action, instrument_action, signature_action
from agreements.choices import Status
from agreements.documents import editions, previews
from agreements.documents.render_limit import in_turn
from agreements.errors import ActionRefused
from agreements.files.downloads import PRIVATE_HEADERS, file_headers, send_stored
from agreements.models import Delegation, Edition, Instrument, Signature
from agreements.rendering.pdf import SHORT_FINGERPRINT
from agreements.texts.assembly import working_copy


@instrument_action("document.download")
@require_safe
@in_turn
def draft_pdf(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Send the working copy as PDF marked ENTWURF; a frozen instrument has editions instead."""
    if not instrument.is_editable:
        raise Http404
    try:
        pdf = editions.render_draft(working_copy(instrument), moment=timezone.now())
    except ActionRefused as refused:
        return HttpResponse(f"{refused}\n", status=422, content_type="text/plain; charset=utf-8")
    return pdf_file(pdf, f"{instrument.agreement.reference}-Entwurf")


@instrument_action("document.download")
@require_safe
@in_turn
def draft_preview(request: HttpRequest, instrument: Instrument) -> JsonResponse:
    """Return the number of pages, the page on which the clause `?absatz=` begins, and the URLs of the images."""
    if not instrument.is_editable:
        raise Http404
    content = working_copy(instrument)
    try:
        preview = previews.draft_pages(content, clause=request.GET.get("absatz", ""), moment=timezone.now())
    except ActionRefused as refused:
        return JsonResponse({"reason": str(refused)}, status=422, headers=PRIVATE_HEADERS)
    # the fingerprint changes the URL of an image with the text
    state = f"?stand={content.fingerprint[:SHORT_FINGERPRINT]}"
    images = [
        reverse("draft_preview_page", args=[instrument.pk, number]) + state
        for number in range(1, preview.pages + 1)
    ]
    return JsonResponse(
        {"pages": preview.pages, "page": preview.page, "images": images}, headers=PRIVATE_HEADERS
    )


@instrument_action("document.download")
@require_safe
@in_turn
def draft_preview_page(request: HttpRequest, instrument: Instrument, number: int) -> HttpResponse:
    """Send one page of the working copy's PDF as PNG."""
    if not instrument.is_editable:
        raise Http404
    try:
        picture = previews.page_picture(working_copy(instrument), number, moment=timezone.now())
    except ActionRefused as refused:
        return HttpResponse(f"{refused}\n", status=422, content_type="text/plain; charset=utf-8")
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png", headers=PRIVATE_HEADERS)


@edition_action("document.download")
@require_safe
def edition_file(request: HttpRequest, edition: Edition) -> HttpResponseBase:
    version = edition.version
    name = f"{version.instrument.agreement.reference}-{edition.get_kind_display()}-{version.number}"
    return send_stored(request, edition.file, name, is_noted=False)


@instrument_action("document.download")
@require_safe
def reading_file(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Redirect to the Lesefassung of a signed instrument, rendered on first use."""
    if instrument.status != Status.SIGNED or instrument.frozen_version is None or instrument.made_elsewhere:
        raise Http404
    return redirect("edition_file", editions.reading_edition(instrument.frozen_version).pk)


@signature_action("document.download")
@require_safe
def signature_scan(request: HttpRequest, signature: Signature) -> HttpResponseBase:
    if signature.scan is None:
        raise Http404
    return send_stored(request, signature.scan, f"Unterschrift-{signature.pk}")


@delegation_action("document.download")
@require_safe
def delegation_document(request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
    """Send the document that authorises a delegate."""
    return send_stored(request, delegation.document, f"Vertretung-{delegation.pk}")


@instrument_action("document.download")
@require_safe
def signatory_document(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponseBase:
    """Send the document that proves a signatory's authority."""
    person = instrument.signatories.select_related("authority_document").filter(key=key).first()
    if person is None or person.authority_document is None:
        raise Http404
    return send_stored(request, person.authority_document, f"Vertretungsbefugnis-{person.name}")


def pdf_file(data: bytes, name: str) -> HttpResponse:
    """Return a download of a PDF made for this request."""
    return HttpResponse(data, headers=file_headers(editions.PDF, name))
