"""Save versions of an instrument."""

from datetime import datetime

from agreements import history
from agreements.events import EventKind
from agreements.models import Instrument, Version
from agreements.texts.assembly import draft_text
from districts.models import User


def create_version(locked: Instrument, *, name: str, note: str = "", by: User, at: datetime) -> Version:
    """Save the working copy of a locked instrument as its next version."""
    text = draft_text(locked)
    content = text.content
    version = Version.objects.create(
        instrument=locked,
        number=content.version,
        name=name,
        note=note,
        content=content.canonical().decode(),
        fingerprint=content.fingerprint,
        source=text.source.canonical().decode(),
        placeholders=locked.placeholders,
        made_at=at,
        made_by=by,
    )
    data = {
        "instrument": locked.number,
        "version": version.number,
        "name": name,
        "note": note,
        "fingerprint": version.fingerprint,
    }
    history.record(locked.agreement, EventKind.VERSION_KEPT, by=by, at=at, data=data)
    return version
