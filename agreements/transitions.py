"""The only code that sets `Instrument.status`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from agreements import history, policy
from agreements.errors import ActionRefused
from agreements.lifecycle import FROZEN, TRANSITIONS
from agreements.models import Instrument, Version
from districts.models import User


def lock_instrument(instrument: Instrument) -> Instrument:
    """Return the instrument re-read with its row and its agreement's row locked.

    The agreement is locked too because it holds the legal form. FOR NO KEY UPDATE: inserts that only refer to the
    instrument need not wait and cannot deadlock.
    """
    return (
        Instrument.objects.select_for_update(no_key=True, of=("self", "agreement"))
        .select_related("agreement__district", "frozen_version")
        .get(pk=instrument.pk)
    )


@transaction.atomic
def apply_transition(
    instrument: Instrument,
    name: str,
    *,
    by: history.Actor,
    at: datetime,
    reason: str = "",
    version: Version | None = None,
    data: Mapping[str, Any] | None = None,
) -> Instrument:
    """Take a transition and return the changed instrument.

    `version` is the frozen version that a transition into signing sets. Raises ActionRefused if the status does not
    permit it, the user may not take it, or a required reason is missing.
    """
    transition = TRANSITIONS[name]
    locked = lock_instrument(instrument)
    if locked.status not in transition.sources or locked.made_elsewhere != transition.made_elsewhere:
        raise ActionRefused(
            f"Der Schritt „{transition.label}“ ist aus dem Stand „{locked.get_status_display()}“ nicht möglich. "
            "Es wurde nichts geändert. Laden Sie die Seite neu, um den heutigen Stand zu sehen."
        )
    if isinstance(by, User) and transition.roles:
        policy.require(by, f"step.{name}", locked)
    if isinstance(by, User) and not transition.roles:
        raise ActionRefused(
            "Diesen Schritt geht die Anwendung von selbst, sobald alle erforderlichen Unterschriften vorliegen."
        )
    reason = reason.strip()
    if transition.needs_reason and not reason:
        raise ActionRefused("Bitte den Schritt begründen.")
    before = locked.status
    locked.status = transition.target
    if transition.target not in FROZEN:
        locked.frozen_version = None
    elif version is not None:
        locked.frozen_version = version
    locked.save(update_fields=["status", "frozen_version"])
    recorded = {"instrument": locked.number, "from": before, "to": transition.target.value, **(data or {})}
    if reason:
        recorded["reason"] = reason
    history.record(locked.agreement, transition.event, by=by, at=at, data=recorded)
    return locked
