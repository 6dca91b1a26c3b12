"""The electronic signatures in a file that was not made here: what they prove, whatever it is."""

from datetime import datetime

from django.conf import settings

from agreements.errors import ActionRefused
from agreements.files import store, uploads
from agreements.signing.certificates.examination.result import ExaminationResult
from agreements.signing.certificates.examination.sandbox import (
    ExaminationFailedError,
    Request,
    examine_in_subprocess,
)

SIGNED_BYTES = b"/ByteRange"  # no signature in a PDF is without it, and it is never compressed


def examine_signatures(upload: uploads.Upload, at: datetime) -> ExaminationResult:
    """Return what is proven of the signatures in a file; takes seconds if it has any. Raises ActionRefused."""
    if upload.media_type != uploads.PDF or SIGNED_BYTES not in upload.data:
        return ExaminationResult()
    with store.temporary(upload.data) as path:
        request = Request(base="", uploaded=path, moment=at, anchors=str(settings.TRUST_ANCHORS))
        try:
            return examine_in_subprocess(request)
        except ExaminationFailedError as error:
            raise ActionRefused(
                "Die Signaturen der Datei können zurzeit nicht geprüft werden; das liegt nicht an ihr. Es wurde nichts "
                "aufgenommen. Bitte sagen Sie dem Betrieb Bescheid und versuchen Sie es später noch einmal."
            ) from error
