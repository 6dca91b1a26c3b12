"""Actions on resolutions and milestones, before or after signing, each with its source."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.forms import model_to_dict
from django.utils import timezone

from agreements import history, policy
from agreements.drafting.edit_transaction import changes
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.fact_states import MilestoneState
from agreements.files import uploads
from agreements.models import Agreement, Milestone, Resolution
from districts.models import User

ACTION = "record.edit"
GONE = "Diesen Eintrag gibt es nicht mehr. Es wurde nichts geändert."
Fact = Resolution | Milestone


@dataclass(frozen=True, slots=True)
class FactKinds:
    recorded: EventKind
    corrected: EventKind
    removed: EventKind


KINDS: dict[type[Fact], FactKinds] = {
    Resolution: FactKinds(
        EventKind.RESOLUTION_RECORDED, EventKind.RESOLUTION_CORRECTED, EventKind.RESOLUTION_REMOVED
    ),
    Milestone: FactKinds(
        EventKind.MILESTONE_RECORDED, EventKind.MILESTONE_CORRECTED, EventKind.MILESTONE_REMOVED
    ),
}


def record_fact(
    model: type[Fact], agreement: Agreement, *, document: bytes = b"", by: User, at: datetime, **values: Any
) -> Fact:
    """Record a resolution or a milestone. Raises ActionRefused."""
    policy.require(by, ACTION, agreement)
    with _kept(document) as stored:
        row = model(agreement=agreement, **values, **stored)
        require_happened(row, at)
        row.save()
        _record(row, KINDS[model].recorded, _facts(row), by, at)
    return row


def correct_fact(
    row: Fact, *, seen: str, document: bytes = b"", by: User, at: datetime, **values: Any
) -> Fact:
    """Correct it; what it said before stays in the history. `seen` is the `digest` that the form was shown with.

    A document is kept unless there is a new one. Raises Outdated, ActionRefused.
    """
    policy.require(by, ACTION, row.agreement)
    with _kept(document) as stored:
        current = _locked(row, seen)
        before = _facts(current)
        for name, value in (values | stored).items():
            setattr(current, name, value)
        require_happened(current, at)
        current.save()
        if changed := changes(before, _facts(current)):
            _record(current, KINDS[type(row)].corrected, {"changes": changed}, by, at)
    return current


def remove_fact(row: Fact, *, seen: str, by: User, at: datetime) -> None:
    """Remove what should not have been recorded; what it said stays in the history. Raises Outdated, ActionRefused."""
    policy.require(by, ACTION, row.agreement)
    with transaction.atomic():
        current = _locked(row, seen)
        _record(current, KINDS[type(row)].removed, _facts(current), by, at)
        current.delete()


def digest(row: Fact) -> str:
    """Return a hash of all that a form of it shows."""
    return hashlib.sha256(msgspec.json.encode(_facts(row), order="sorted")).hexdigest()[:16]


def _facts(row: Fact) -> dict[str, Any]:
    return model_to_dict(row, exclude=["id", "agreement"])


def _locked(row: Fact, seen: str) -> Fact:
    # the admin takes the same lock
    Agreement.objects.select_for_update(no_key=True).get(pk=row.agreement_id)
    current = type(row).objects.filter(pk=row.pk).select_related("agreement").first()
    if current is None:
        raise ActionRefused(GONE)
    if digest(current) != seen:
        raise Outdated(current)
    return current


@contextmanager
def _kept(document: bytes) -> Iterator[dict[str, Any]]:
    """Open a transaction and yield the value of the document, if there is a new one."""
    with uploads.kept(*([uploads.examine(document)] if document else [])) as files:
        yield {"document": files[0]} if files else {}


def require_happened(row: Fact, at: datetime) -> None:
    """Raise ActionRefused for a day ahead, unless the fact says that it is planned."""
    planned = isinstance(row, Milestone) and row.state != MilestoneState.DONE
    if row.dated and row.dated > timezone.localdate(at) and not planned:
        raise ActionRefused(
            f"„Datum“: Der {row.dated:%d.%m.%Y} liegt in der Zukunft. Was noch nicht geschehen ist, halten Sie als "
            f"{'geplant' if isinstance(row, Milestone) else 'angestrebt'} fest."
        )


def _record(row: Fact, kind: EventKind, facts: dict[str, Any], by: User, at: datetime) -> None:
    history.record(row.agreement, kind, by=by, at=at, data={"what": str(row), **facts})
