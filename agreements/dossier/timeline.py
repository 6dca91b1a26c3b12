"""The history of an agreement, each kind of entry in one German sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from agreements import policy
from agreements.choices import Addressee, SignatureMethod
from agreements.dossier.event_groups import grouped_events
from agreements.drafting.comments.locations import CommentLocations, locations_of
from agreements.events import EVENTS, Audience, EventKind, EventRow, kinds_for
from agreements.models import Agreement, Event
from agreements.texts.event_wording import event_words
from districts.models import User

# agreeing in the application is no signature, and the history does not say so
CONFIRMED = "{signer} hat am {signed_on} in {place} in der Anwendung bestätigt (keine Unterschrift)"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One entry as the page tells it."""

    at: datetime
    text: str
    who: str
    note: str = ""


def timeline(user: User, agreement: Agreement) -> tuple[TimelineEntry, ...]:
    """Return the history, newest first. Who may not edit sees what was decided, not every stroke of a draft."""
    events = agreement.events.order_by("-sequence")
    if not policy.verdict(user, "history.draft", agreement).allowed:
        events = events.filter(_open_to(user, agreement))
    found = grouped_events(events)
    places = (
        _places(agreement) if any(sitting[0].kind == EventKind.CLAUSE_EDITED for sitting in found) else {}
    )
    return tuple(_tell_sitting(sitting, places) for sitting in found)


def _open_to(user: User, agreement: Agreement) -> Q:
    """Return what is told to those who do not write the draft; conversations only to whom they are for."""
    told = Q(kind__in=kinds_for(Audience.EVERYBODY))
    if policy.verdict(user, "comment.read", agreement).allowed:
        seen = policy.visible_instruments(user).filter(agreement=agreement).values_list("number", flat=True)
        told |= Q(
            kind__in=kinds_for(Audience.CONVERSATION),
            data__addressee=Addressee.DISTRICT,
            data__instrument__in=list(seen),
        )
    return told


def _places(agreement: Agreement) -> dict[int, CommentLocations]:
    """Return where the clauses stand today, by the number of the instrument."""
    numbers = dict(agreement.instruments.values_list("pk", "number"))
    return {numbers[pk]: places for pk, places in locations_of(numbers).items()}


def _tell_sitting(sitting: Sequence[Event], places: Mapping[int, CommentLocations]) -> TimelineEntry:
    """Return what somebody did in one go; of a clause that she saved several times the first and the last words."""
    last, first = sitting[0], sitting[-1]
    told = tell(last)
    if last.kind != EventKind.CLAUSE_EDITED:
        return told
    where = places.get(last.data.get("instrument", 0), CommentLocations()).clauses.get(
        str(last.data.get("clause"))
    )
    text = f"Absatz {where.label} geändert" if where else told.text
    if last is first:
        return replace(told, text=text)
    begun, ended = (f"{timezone.localtime(event.at):%H:%M}" for event in (first, last))
    when = ended if begun == ended else f"{begun} bis {ended}"
    before, after = first.data.get("before"), last.data.get("after")
    note = "am Ende wie zuvor" if before == after else f"„{before}“ → „{after}“"
    return replace(told, text=f"{text}, {when} Uhr, {len(sitting)}-mal gespeichert", note=note)


def tell(event: Event) -> TimelineEntry:
    """Return one entry in words; a kind without a row is told by its name rather than not at all."""
    row = EVENTS.get(event.kind) or EventRow(event.kind, event.kind)
    confirmed = event.data.get("method") == SignatureMethod.CONFIRMATION
    sentence = CONFIRMED if confirmed else row.sentence
    note = str(event.data.get("remark") or "")
    if event.data.get("is_test"):
        note = "nur zum Ausprobieren"
    if row.quotes:
        note = " → ".join(f"„{event.data[key]}“" for key in ("before", "after") if event.data.get(key))
    return TimelineEntry(
        at=event.at, text=sentence.format_map(event_words(event.data)), who=event.actor, note=note
    )
