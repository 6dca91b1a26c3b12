"""Who may record something about a frozen version: an account with the right, or the holder of a link that still lives."""

from datetime import datetime
from typing import Any

from agreements import policy
from agreements.errors import ActionRefused
from agreements.history import Visitor
from agreements.link_state import LinkState, link_state
from agreements.models import Instrument, Signatory, SigningLink
from districts.models import User

Recorder = User | Visitor


def insist_may_record(by: Recorder, instrument: Instrument, at: datetime) -> None:
    """Raise Refused unless the account may record signatures, or the visitor's link lives and is one of this instrument."""
    if isinstance(by, User):
        policy.require(by, "signature.record", instrument)
        return
    link = SigningLink.objects.select_related("version__instrument").get(pk=by.link.pk)
    state = link_state(link, at)
    if state != LinkState.LIVE or link.version.instrument_id != instrument.pk:
        raise ActionRefused(f"{state} Es wurde nichts festgehalten.")


def insist_own(by: Recorder, person: Signatory) -> None:
    """Raise Refused where a visitor would speak for somebody else."""
    if isinstance(by, Visitor) and by.link.signatory_id != person.pk:
        raise ActionRefused(
            "Dieser Link gilt nur für die Person, an die er gesendet wurde. Es wurde nichts festgehalten."
        )


def recorded(by: Recorder, account: str = "recorded_by") -> dict[str, Any]:
    """Return the columns that say who recorded a row: an account, or a link."""
    return {"link": by.link} if isinstance(by, Visitor) else {account: by}
