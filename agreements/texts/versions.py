"""Keeps versions of an instrument: the whole content, as shown and as written, under a name."""

from datetime import datetime

from agreements import history
from agreements.events import EventKind
from agreements.models import Instrument, Version
from agreements.texts.assembly import raw_copy, working_copy
from districts.models import User


def keep_version(locked: Instrument, *, name: str, note: str = "", by: User, at: datetime) -> Version:
    """Keep the working copy of a locked instrument as its next version, and tell the history."""
    content = working_copy(locked)
    version = Version.objects.create(
        instrument=locked,
        number=content.version,
        name=name,
        note=note,
        content=content.canonical().decode(),
        fingerprint=content.fingerprint,
        source=raw_copy(locked).canonical().decode(),
        placeholders=locked.placeholders,
        made_at=at,
        made_by=by,
    )
    told = {
        "instrument": locked.number,
        "version": version.number,
        "name": name,
        "note": note,
        "fingerprint": version.fingerprint,
    }
    history.record(locked.agreement, EventKind.VERSION_KEPT, by=by, at=at, data=told)
    return version
