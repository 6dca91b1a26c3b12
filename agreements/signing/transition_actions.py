"""Transitions that need no signature: keep the draft as a version, then change the status."""

from datetime import datetime

from django.db import transaction

from agreements import transitions
from agreements.lifecycle import TRANSITIONS
from agreements.models import Instrument
from agreements.signing.freezing.amended_terms import release_terms
from agreements.texts.versions import create_version
from districts.models import User


@transaction.atomic
def take_step(instrument: Instrument, name: str, *, reason: str = "", by: User, at: datetime) -> Instrument:
    """Apply a transition by name; a draft is kept as a version first. Raises ActionRefused."""
    locked = transitions.lock_instrument(instrument)
    if locked.is_editable:
        create_version(locked, name=TRANSITIONS[name].label, note=reason.strip()[:500], by=by, at=at)
    taken = transitions.apply_transition(locked, name, by=by, at=at, reason=reason)
    if taken.number and taken.is_editable:
        release_terms(taken)
    return taken
