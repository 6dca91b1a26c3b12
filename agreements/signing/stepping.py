"""Taking a step that needs no signature: the text as it stands is kept as a version, then the status changes."""

from datetime import datetime

from django.db import transaction

from agreements import steps
from agreements.documents.versions import keep_version
from agreements.lifecycle import STEPS
from agreements.models import Instrument
from districts.models import User


@transaction.atomic
def take_step(instrument: Instrument, name: str, *, reason: str = "", by: User, at: datetime) -> Instrument:
    """Take a step of the lifecycle; a draft is kept as a version first. Raises Refused, and then keeps nothing."""
    locked = steps.lock(instrument)
    if locked.is_editable:
        keep_version(locked, name=STEPS[name].label, note=reason.strip()[:500], by=by, at=at)
    return steps.perform(locked, name, by=by, at=at, reason=reason)
