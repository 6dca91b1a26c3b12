"""The one writer of status: it locks, judges, writes and records. Nobody else sets `Instrument.status`."""

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
    """Return the instrument fresh from the database, its row and its agreement's locked until the transaction ends.

    The agreement says the legal form, so it must stand still too. Keys are not locked: whoever records something
    that only refers to the instrument need not wait, and cannot wait crosswise.
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
    """Take a step of the lifecycle and return the instrument as it is then.

    `version` is the frozen version that a step into signing sets. Raises Refused if the step does not lead away
    from where the instrument is, if the person may not take it, or if a reason is needed and not given.
    """
    step = TRANSITIONS[name]
    locked = lock_instrument(instrument)
    if locked.status not in step.sources:
        raise ActionRefused(
            f"Der Schritt „{step.label}“ ist aus dem Stand „{locked.get_status_display()}“ nicht möglich. "
            "Es wurde nichts geändert. Laden Sie die Seite neu, um den heutigen Stand zu sehen."
        )
    if isinstance(by, User) and step.roles:
        policy.require(by, f"step.{name}", locked)
    if isinstance(by, User) and not step.roles:
        raise ActionRefused("Diesen Schritt geht das System selbst, sobald seine Bedingung erfüllt ist.")
    reason = reason.strip()
    if step.needs_reason and not reason:
        raise ActionRefused("Für diesen Schritt wird eine Begründung gebraucht.")
    before = locked.status
    locked.status = step.target
    if step.target not in FROZEN:
        locked.frozen_version = None
    elif version is not None:
        locked.frozen_version = version
    locked.save(update_fields=["status", "frozen_version"])
    told = {"instrument": locked.number, "from": before, "to": step.target.value, **(data or {})}
    if reason:
        told["reason"] = reason
    history.record(locked.agreement, step.event, by=by, at=at, data=told)
    return locked
