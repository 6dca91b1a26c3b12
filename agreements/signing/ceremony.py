"""The ceremony of signing: when and where it was held and who was present. Present is not signatory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agreements import history, policy
from agreements.models import Instrument, Participant, SigningEvent
from agreements.refusals import Refused
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody present; the function is enough."""

    function: str
    organisation: str = ""
    name: str = ""


@transaction.atomic
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
    answer = policy.verdict(by, "record.edit", instrument)
    if not answer.allowed:
        raise Refused(answer.reason)
    event = SigningEvent.objects.create(
        instrument=instrument, held_on=held_on, place=place, source=source, source_url=source_url
    )
    Participant.objects.bulk_create(
        Participant(
            signing_event=event, name=person.name, function=person.function, organisation=person.organisation
        )
        for person in present
    )
    told = {"held_on": held_on, "place": place, "present": len(present)}
    history.record(instrument.agreement, "ceremony_recorded", by=by, at=at, data=told)
    return event
