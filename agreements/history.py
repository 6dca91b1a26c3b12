"""The history of an agreement: append-only events, each chained to the previous one by its hash."""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from agreements import outbox
from agreements.actor_names import actor_digest, is_actor_intact
from agreements.events import EventKind
from agreements.job_queue import Task, wake
from agreements.lifecycle import INITIAL, TRANSITIONS
from agreements.models import (
    Agreement,
    Declining,
    Delegation,
    Event,
    SearchState,
    Signature,
    SigningLink,
    Version,
)
from agreements.models.agreement import FIRST_HASH
from agreements.models.link import by_whom
from districts.models import ErasedKind, Erasure, User


@dataclass(frozen=True, slots=True)
class Job:
    """The application as actor, by the name of the job."""

    name: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signatory without an account as actor, by her link."""

    link: SigningLink

    @property
    def name(self) -> str:
        return by_whom(None, self.link)


Actor = User | Job | Visitor


@dataclass(frozen=True, slots=True)
class Fault:
    """An inconsistency of the history."""

    sequence: int
    problem: str


def record(
    agreement: Agreement, kind: EventKind, *, by: Actor, at: datetime, data: Mapping[str, Any] | None = None
) -> Event:
    """Append an event; must run in the transaction of the change.

    The agreement's row is locked, so that no two events get the same sequence number. E-mails about it are queued (`outbox`),
    and what is found of the agreement is written anew.
    """
    locked = Agreement.objects.select_for_update(no_key=True, of=("self",)).get(pk=agreement.pk)
    actor, salt = str(by) if isinstance(by, User) else by.name, secrets.token_hex(16)
    event = Event(
        agreement=agreement,
        sequence=locked.history_length + 1,
        at=at,
        actor_id=by.pk if isinstance(by, User) else None,
        actor=actor,
        actor_salt=salt,
        actor_digest=actor_digest(actor, salt),
        kind=kind,
        data=json.loads(json.dumps(dict(data or {}), cls=DjangoJSONEncoder)),
        previous_hash=locked.history_head,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    outbox.queue(event)
    if _was_indexed(locked):  # else a job waits already, or the sweep finds it
        wake(Task.INDEX, locked.pk)
    return event


def _was_indexed(before: Agreement) -> bool:
    """Whether the search knew the agreement as it was before the event."""
    return SearchState.objects.filter(agreement=before.pk, history_length=before.history_length).exists()


def digest(event: Event) -> str:
    """Return the SHA-256 of the canonical JSON of an event, including the previous hash."""
    payload = {
        "agreement": event.agreement_id,
        "sequence": event.sequence,
        "at": event.at.timestamp(),
        "actor_id": event.actor_id,
        "actor": event.actor_digest or event.actor,
        "kind": event.kind,
        "data": event.data,
        "previous": event.previous_hash,
    }
    canonical = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def has_right_name(event: Event) -> bool:
    """Whether an entry names its actor as when it was written, or as erased since."""
    return is_actor_intact(event.actor, event.actor_id, event.actor_digest, event.actor_salt)


def verify(agreement: Agreement) -> list[Fault]:
    """Return all places where an event was altered, removed, inserted or swapped."""
    faults = []
    expected, previous = 1, FIRST_HASH
    events = list(agreement.events.order_by("sequence"))
    for event in events:
        if event.sequence != expected:
            faults.append(Fault(event.sequence, f"Vor diesem Eintrag fehlt Nr. {expected}."))
        if event.previous_hash != previous:
            faults.append(Fault(event.sequence, "Der Eintrag schließt nicht an den vorigen an."))
        if event.hash != digest(event) or not has_right_name(event):
            faults.append(Fault(event.sequence, "Der Eintrag wurde verändert."))
        expected, previous = event.sequence + 1, event.hash
    faults += _not_erased(events)
    end = Agreement.objects.values_list("history_length", "history_head").get(pk=agreement.pk)
    if end != (expected - 1, previous):
        faults.append(Fault(expected, "Am Ende fehlen Einträge, oder es wurden welche angehängt."))
    return faults + [Fault(expected, problem) for problem in _unrecorded(agreement, events)]


def _not_erased(events: list[Event]) -> Iterator[Fault]:
    """Yield entries without their name although the account was not erased."""
    nameless = {
        event.actor_id: event
        for event in events
        if event.actor_id is not None and event.actor_digest and not event.actor_salt
    }
    if nameless:
        erased = Erasure.objects.filter(kind=ErasedKind.ACCOUNT, number__in=nameless)
        for number in nameless.keys() - {*erased.values_list("number", flat=True)}:
            yield Fault(nameless[number].sequence, "Der Name fehlt, ohne dass das Konto gelöscht wäre.")


def _unrecorded(agreement: Agreement, events: list[Event]) -> Iterator[str]:
    """Yield changes without an event: one cut off at the end leaves no gap in the chain."""
    steps = {step.event for step in TRANSITIONS.values()}
    for instrument in agreement.instruments.all():
        steps_recorded = [
            e.data for e in events if e.data.get("instrument") == instrument.number and e.kind in steps
        ]
        if instrument.status != (steps_recorded[-1].get("to") if steps_recorded else INITIAL):
            yield f"Der Eintrag zum Stand „{instrument.get_status_display()}“ von „{instrument}“ fehlt."
    signatures = Signature.records.filter(version__instrument__agreement=agreement)
    kept = {
        EventKind.VERSION_KEPT: Version.objects.filter(instrument__agreement=agreement),
        EventKind.SIGNATURE_RECORDED: signatures.filter(corrects=None),
        EventKind.SIGNATURE_CORRECTED: signatures.exclude(corrects=None),
        EventKind.SIGNATURE_DECLINED: Declining.objects.filter(version__instrument__agreement=agreement),
        EventKind.DELEGATION_RECORDED: Delegation.objects.filter(version__instrument__agreement=agreement),
    }
    for kind, rows in kept.items():
        recorded = Counter(event.data.get("fingerprint") for event in events if event.kind == kind)
        for fingerprint in (Counter(rows.values_list("fingerprint", flat=True)) - recorded).elements():
            yield f"Ein Eintrag der Art „{kind}“ zum Prüfwert {fingerprint[:12]} fehlt."
