"""Download of a bundle."""

import hashlib
from tempfile import TemporaryFile

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from agreements.access import agreement_action
from agreements.dossier.bundle.collection import collect_bundle
from agreements.dossier.bundle.zip_file import write_bundle
from agreements.files.downloads import send_made
from agreements.files.store import DamagedFileError
from agreements.models import Agreement


@agreement_action("bundle.download")
@require_safe
def agreement_bundle(request: HttpRequest, agreement: Agreement) -> HttpResponseBase:
    """Send the bundle from a temporary file, so that memory stays bounded.

    The same state gives the same bytes, so an interrupted download can be resumed.
    """
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        write_bundle(collect_bundle(agreement), out)
    except DamagedFileError:
        out.close()
        messages.error(
            request,
            "Die Akte konnte nicht zusammengestellt werden: Eine der abgelegten Dateien fehlt oder ist beschädigt. Es wurde "
            "nichts verändert. Bitte sagen Sie dem Betrieb Bescheid; die Datei muss aus der Sicherung zurückgeholt werden.",
        )
        return redirect("agreement_detail", agreement.pk)
    out.seek(0)
    sha256 = hashlib.file_digest(out, "sha256").hexdigest()
    return send_made(request, out, sha256, "application/zip", f"{agreement.reference}-akte")
