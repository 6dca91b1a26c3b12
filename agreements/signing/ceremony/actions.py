"""The ceremony of signing: when and where it was held and who was present. Present is not signatory."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements import history, policy
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Agreement, Instrument, Participant, SigningEvent
from districts.models import User

CEREMONY_ACTION = "record.edit"
TWICE = "Für diesen Tag ist schon ein Unterzeichnungstermin festgehalten. Es wurde nichts geändert."


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody present; the function is enough."""

    function: str
    organisation: str = ""
    name: str = ""


def record_ceremony(
    instrument: Instrument,
    *,
    held_on: date,
    place: str,
    present: Sequence[Present],
    source: str = "",
    source_url: str = "",
    by: User,
    at: datetime,
) -> SigningEvent:
    """Note the ceremony of an instrument. Raises Refused."""
    _insist(instrument, held_on, place, by, at)
    try:
        with transaction.atomic():
            event = SigningEvent.objects.create(
                instrument=instrument,
                held_on=held_on,
                place=place.strip(),
                source=source,
                source_url=source_url,
            )
            _note_present(event, present)
            told = _told(event, present)
            history.record(instrument.agreement, EventKind.CEREMONY_RECORDED, by=by, at=at, data=told)
    except IntegrityError as error:
        raise ActionRefused(TWICE) from error
    return event


def correct_ceremony(
    ceremony: SigningEvent,
    *,
    state: str,
    held_on: date,
    place: str,
    present: Sequence[Present],
    source: str = "",
    source_url: str = "",
    by: User,
    at: datetime,
) -> SigningEvent:
    """Write anew what is known of a ceremony; its photos and their consents stay with it.

    `state` is that of the ceremony the form was shown with (`state_of`). Raises Outdated if it is another one now, and
    Refused.
    """
    _insist(ceremony.instrument, held_on, place, by, at)
    try:
        with transaction.atomic():
            # the lock that the admin takes too
            Agreement.objects.select_for_update(no_key=True).get(pk=ceremony.instrument.agreement_id)
            event = SigningEvent.objects.get(pk=ceremony.pk)
            if state_of(event) != state:
                raise Outdated(event)
            event.held_on, event.place = held_on, place.strip()
            event.source, event.source_url = source, source_url
            event.save()
            event.participants.all().delete()
            _note_present(event, present)
            told = _told(event, present)
            history.record(event.instrument.agreement, EventKind.CEREMONY_CORRECTED, by=by, at=at, data=told)
    except IntegrityError as error:
        raise ActionRefused(TWICE) from error
    except SigningEvent.DoesNotExist as error:
        raise ActionRefused(
            "Diesen Unterzeichnungstermin gibt es nicht mehr. Es wurde nichts geändert."
        ) from error
    return event


def state_of(ceremony: SigningEvent) -> str:
    """Return a short sign of all that a form about the ceremony shows: another state, another sign."""
    guests = ceremony.participants.values_list("function", "organisation", "name")
    shown = [
        ceremony.held_on.isoformat(),
        ceremony.place,
        ceremony.source,
        ceremony.source_url,
        sorted(map(list, guests)),
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


def _insist(instrument: Instrument, held_on: date, place: str, by: User, at: datetime) -> None:
    answer = policy.verdict(by, CEREMONY_ACTION, instrument)
    if not answer.allowed:
        raise ActionRefused(answer.reason)
    if not place.strip():
        raise ActionRefused("Zu einem Unterzeichnungstermin gehört sein Ort.")
    if held_on > timezone.localdate(at):
        raise ActionRefused(
            "Dieser Tag liegt in der Zukunft. Festgehalten wird, was stattgefunden hat; bitte prüfen Sie das Datum."
        )


def _note_present(event: SigningEvent, present: Sequence[Present]) -> None:
    Participant.objects.bulk_create(
        Participant(
            signing_event=event, name=person.name, function=person.function, organisation=person.organisation
        )
        for person in present
    )


def _told(event: SigningEvent, present: Sequence[Present]) -> dict[str, object]:
    """Return what the history tells; who was present stands with the ceremony, where it can be taken out."""
    return {"held_on": event.held_on, "place": event.place, "present": len(present)}
