"""Corrections of signatures on paper for the tests."""

from datetime import date, datetime
from typing import Any

from agreements.choices import DateSource, Side
from agreements.models import Instrument, Signature
from agreements.signing.actions import InkSignature
from agreements.signing.correcting.actions import correct_ink_signature
from districts.models import User
from tests import factories
from tests.scenario import version_of

WHY = "Auf dem Papier steht es anders."


def signature_of(contract: Instrument, side: Side = Side.DISTRICT) -> Signature:
    """Return the signature of a side that holds."""
    return Signature.objects.select_related("version__instrument", "signatory").get(
        version=contract.frozen_version, signatory__side=side, signatory__order=1
    )


def corrected(
    contract: Instrument,
    by: User,
    *,
    side: Side = Side.DISTRICT,
    signatory_key: str = "",
    keeps_scan: bool = True,
    reason: str = WHY,
    at: datetime = factories.SIGNED_AT,
    **facts: Any,
) -> Signature:
    """Correct the signature of a side; what is not named in `facts` stays as it is recorded."""
    wrong = signature_of(contract, side)
    recorded: dict[str, Any] = {
        "signed_on": wrong.signed_on,
        "date_source": DateSource(wrong.date_source),
        "source_note": wrong.source_note,
        "place": wrong.place,
        "delegation": wrong.delegation_id,
    }
    return correct_ink_signature(
        wrong,
        signatory_key=signatory_key or wrong.signatory.key,
        fingerprint=version_of(contract).fingerprint,
        signed=InkSignature(**{**recorded, **facts}),
        keeps_scan=keeps_scan,
        reason=reason,
        by=by,
        at=at,
    )


def day(text: str) -> date:
    """Read „11.03.2025“."""
    return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007  a day has no time zone
