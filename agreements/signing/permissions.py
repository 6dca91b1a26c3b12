"""Permission to record on a frozen version: an account with the right, or a visitor with a live link."""

from datetime import datetime
from typing import Any

from agreements import policy
from agreements.errors import ActionRefused
from agreements.history import Visitor
from agreements.link_state import LinkState, link_state
from agreements.models import Instrument, Signatory, SigningLink
from districts.models import User

Recorder = User | Visitor


def require_may_record(by: Recorder, instrument: Instrument, at: datetime) -> None:
    """Raise ActionRefused unless the account may record, or the visitor's link to this instrument is live."""
    if isinstance(by, User):
        policy.require(by, "signature.record", instrument)
        return
    link = SigningLink.objects.select_related("version__instrument").get(pk=by.link.pk)
    state = link_state(link, at)
    if state != LinkState.LIVE or link.version.instrument_id != instrument.pk:
        raise ActionRefused(f"{state} Es wurde nichts festgehalten.")


def require_own_link(by: Recorder, person: Signatory) -> None:
    """Raise ActionRefused if a visitor acts for another signatory."""
    if isinstance(by, Visitor) and by.link.signatory_id != person.pk:
        raise ActionRefused(
            "Dieser Link gilt nur für die Person, an die er gesendet wurde. Es wurde nichts festgehalten."
        )


def recorder_fields(by: Recorder, account_field: str = "recorded_by") -> dict[str, Any]:
    """Return the model field that names the recorder: an account or a link."""
    return {"link": by.link} if isinstance(by, Visitor) else {account_field: by}
