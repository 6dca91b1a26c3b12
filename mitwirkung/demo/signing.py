"""How a contract of the demo is signed: on paper, by both sides on one day."""

from datetime import date, datetime

from agreements.choices import DateSource
from agreements.models import Instrument, Version
from agreements.signing.actions import InkSignature, record_ink_signature
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import working_copy
from districts.models import User


def sign_on_paper(
    instrument: Instrument, *, frozen_at: datetime, signed_on: date, recorded_at: datetime, by: User
) -> Version:
    """Freeze a contract in review, record both signatures and return what was signed."""
    instrument.refresh_from_db()
    fingerprint = working_copy(instrument).fingerprint
    version = freeze(instrument, fingerprint=fingerprint, by=by, at=frozen_at)
    for signatory in instrument.signatories.all():
        record_ink_signature(
            instrument,
            signatory_key=signatory.key,
            fingerprint=fingerprint,
            signed=InkSignature(signed_on=signed_on, date_source=DateSource.DOCUMENT, place="Berlin"),
            by=by,
            at=recorded_at,
        )
    return version
