"""Download of the signing folder."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agreements.access import instrument_action
from agreements.choices import Status
from agreements.documents.render_limit import in_turn
from agreements.documents.views import pdf_file
from agreements.errors import ActionRefused
from agreements.models import Instrument
from agreements.signing.folder.pdf import signing_folder


@instrument_action("document.download")
@require_safe
@in_turn
def folder_file(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Render the folder for each request; it is never stored."""
    if instrument.status != Status.SIGNING or instrument.frozen_version is None:
        raise Http404
    try:
        pdf = signing_folder(instrument.frozen_version)
    except ActionRefused as refused:
        return HttpResponse(f"{refused}\n", status=422, content_type="text/plain; charset=utf-8")
    return pdf_file(
        pdf, f"{instrument.agreement.reference}-Zeichnungsmappe-{instrument.frozen_version.number}"
    )
