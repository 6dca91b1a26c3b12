"""The history of an agreement in German sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from agreements import policy
from agreements.choices import Addressee, SignatureMethod
from agreements.dossier.change_wording import change_words
from agreements.dossier.event_groups import grouped_events
from agreements.drafting.comments.locations import CommentLocations, locations_of
from agreements.event_row import Audience, EventRow
from agreements.events import EVENTS, EventKind
from agreements.models import Agreement, Event
from agreements.texts.event_wording import event_words
from agreements.texts.wording import quoted
from districts.models import User

# agreeing in the application is no signature, and the history does not say so
CONFIRMED = "{signer} hat am {signed_on} in {place} in der Anwendung bestätigt (keine Unterschrift)"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    at: datetime
    text: str
    who: str
    note: str = ""


def timeline(user: User, agreement: Agreement, number: int | None = None) -> tuple[TimelineEntry, ...]:
    """Return the history, newest first, or that of one instrument; without the right to edit, events of the draft are left out."""
    events = agreement.events.order_by("-sequence")
    if number is not None:
        events = events.filter(data__instrument=number)
    if not policy.verdict(user, "history.draft", agreement).allowed:
        events = events.filter(_open_to(user, agreement))
    groups = grouped_events(events)
    edited = any(group[0].kind == EventKind.CLAUSE_EDITED for group in groups)
    locations = _locations(agreement) if edited else {}
    entries = [(_group_entry(group, locations), group[0].data.get("instrument")) for group in groups]
    if number is not None:
        return tuple(entry for entry, _ in entries)
    return tuple(
        replace(entry, who=f"{entry.who} · {amendment}. Nachtrag") if amendment else entry
        for entry, amendment in entries
    )


def _open_to(user: User, agreement: Agreement) -> Q:
    """Return the filter for users who do not write the draft; conversations only for their addressee."""
    visible = Q(kind__in=_kinds_for(Audience.EVERYBODY))
    if policy.verdict(user, "comment.read", agreement).allowed:
        numbers = (
            policy.visible_instruments(user).filter(agreement=agreement).values_list("number", flat=True)
        )
        visible |= Q(
            kind__in=_kinds_for(Audience.CONVERSATION),
            data__addressee=Addressee.DISTRICT,
            data__instrument__in=list(numbers),
        )
    return visible


def _kinds_for(audience: Audience) -> list[EventKind]:
    return [kind for kind in EventKind if kind.row.audience == audience]


def _locations(agreement: Agreement) -> dict[int, CommentLocations]:
    """Return the current location of each clause, by the number of the instrument."""
    numbers = dict(agreement.instruments.values_list("pk", "number"))
    return {numbers[pk]: locations for pk, locations in locations_of(numbers).items()}


def _group_entry(group: Sequence[Event], locations: Mapping[int, CommentLocations]) -> TimelineEntry:
    """Return one entry for a group; of several saves it quotes the first and the last text."""
    last, first = group[0], group[-1]
    entry = event_entry(last)
    if last.kind != EventKind.CLAUSE_EDITED:
        return entry
    clauses = locations.get(last.data.get("instrument", 0), CommentLocations()).clauses
    location = clauses.get(str(last.data.get("clause")))
    text = f"Absatz {location.label} geändert" if location else entry.text
    if last is first:
        return replace(entry, text=text)
    begun, ended = (f"{timezone.localtime(event.at):%H:%M}" for event in (first, last))
    when = ended if begun == ended else f"{begun} bis {ended}"
    before, after = first.data.get("before"), last.data.get("after")
    note = "am Ende wie zuvor" if before == after else f"{quoted(str(before))} → {quoted(str(after))}"
    return replace(entry, text=f"{text}, {when} Uhr, {len(group)}-mal gespeichert", note=note)


def event_entry(event: Event) -> TimelineEntry:
    """Return one event in words; a kind unknown to `EVENTS` shows its name."""
    row = EVENTS.get(event.kind) or EventRow(event.kind, event.kind)
    confirmed = event.data.get("method") == SignatureMethod.CONFIRMATION
    sentence = CONFIRMED if confirmed else row.sentence
    note = str(event.data.get("remark") or "") or change_words(event)
    if event.data.get("is_test"):
        note = "nur zum Ausprobieren"
    if row.quotes:
        note = " → ".join(quoted(str(event.data[key])) for key in ("before", "after") if event.data.get(key))
    return TimelineEntry(
        at=event.at, text=sentence.format_map(event_words(event.data)), who=event.actor, note=note
    )
