"""Signing ceremonies: day, place and participants, who are not the signatories."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from agreements import history, policy
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Agreement, Instrument, Participant, SigningEvent
from agreements.signing.transaction import atomic_or_refused
from districts.models import User

CEREMONY_ACTION = "record.edit"
TWICE = "Für diesen Tag ist schon ein Unterzeichnungstermin festgehalten. Es wurde nichts geändert."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParticipant:
    """A participant; only the function is required."""

    function: str
    organisation: str = ""
    name: str = ""


def record_ceremony(
    instrument: Instrument,
    *,
    held_on: date,
    place: str,
    participants: Sequence[NewParticipant],
    source: str = "",
    source_url: str = "",
    by: User,
    at: datetime,
) -> SigningEvent:
    """Raises ActionRefused."""
    _require_valid(instrument, held_on, place, by, at)
    with atomic_or_refused(TWICE):
        event = SigningEvent.objects.create(
            instrument=instrument,
            held_on=held_on,
            place=place.strip(),
            source=source,
            source_url=source_url,
        )
        _create_participants(event, participants)
        data = _event_data(event, participants)
        history.record(instrument.agreement, EventKind.CEREMONY_RECORDED, by=by, at=at, data=data)
    return event


def correct_ceremony(
    ceremony: SigningEvent,
    *,
    state: str,
    held_on: date,
    place: str,
    participants: Sequence[NewParticipant],
    source: str = "",
    source_url: str = "",
    by: User,
    at: datetime,
) -> SigningEvent:
    """Replace the facts of a ceremony; photos and consents stay.

    `state` is the `ceremony_digest` the form was shown with. Raises Outdated if it has changed, and ActionRefused.
    """
    _require_valid(ceremony.instrument, held_on, place, by, at)
    with atomic_or_refused(TWICE):
        # the admin takes the same lock
        Agreement.objects.select_for_update(no_key=True).get(pk=ceremony.instrument.agreement_id)
        event = SigningEvent.objects.filter(pk=ceremony.pk).first()
        if event is None:
            raise ActionRefused("Diesen Unterzeichnungstermin gibt es nicht mehr. Es wurde nichts geändert.")
        if ceremony_digest(event) != state:
            raise Outdated(event)
        event.held_on, event.place = held_on, place.strip()
        event.source, event.source_url = source, source_url
        event.save()
        event.participants.all().delete()
        _create_participants(event, participants)
        data = _event_data(event, participants)
        history.record(event.instrument.agreement, EventKind.CEREMONY_CORRECTED, by=by, at=at, data=data)
    return event


def ceremony_digest(ceremony: SigningEvent) -> str:
    """Return a hash of all that the form of a ceremony shows."""
    participants = ceremony.participants.values_list("function", "organisation", "name")
    facts = [
        ceremony.held_on.isoformat(),
        ceremony.place,
        ceremony.source,
        ceremony.source_url,
        sorted(map(list, participants)),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def _require_valid(instrument: Instrument, held_on: date, place: str, by: User, at: datetime) -> None:
    policy.require(by, CEREMONY_ACTION, instrument)
    if not place.strip():
        raise ActionRefused("Bitte den Ort angeben.")
    if held_on > timezone.localdate(at):
        raise ActionRefused(
            "Dieser Tag liegt in der Zukunft. Festgehalten wird, was stattgefunden hat; bitte prüfen Sie das Datum."
        )


def _create_participants(event: SigningEvent, participants: Sequence[NewParticipant]) -> None:
    Participant.objects.bulk_create(
        Participant(
            signing_event=event, name=person.name, function=person.function, organisation=person.organisation
        )
        for person in participants
    )


def _event_data(event: SigningEvent, participants: Sequence[NewParticipant]) -> dict[str, object]:
    """Return event data without names, since nothing can be deleted from the history."""
    return {"held_on": event.held_on, "place": event.place, "present": len(participants)}
