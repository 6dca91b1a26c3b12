"""Signatures that are missing, and Mitzeichnungen that are not answered."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from agreements import policy
from agreements.models import ClearanceRound, Instrument
from agreements.texts.clearance_facts import unanswered
from agreements.texts.missing_signatures import MissingSignatures, missing_signatures
from agreements.texts.wording import date_words
from agreements.tones import Tone
from agreements.tracking.wording import ago, in_days
from agreements.worklist.items import Urgency, WorkItem, since_words, urgency_of
from districts.models import User


def missing_items(user: User, instruments: QuerySet[Instrument], as_of: date) -> Iterator[WorkItem]:
    """Yield a row for each instrument whose required signatures are not all there. Five queries."""
    records = policy.verdict(user, "signature.record").allowed
    yield from (
        _signature_item(missing, as_of, records=records) for missing in missing_signatures(instruments)
    )


def _signature_item(missing: MissingSignatures, as_of: date, *, records: bool) -> WorkItem:
    instrument, held_on = missing.instrument, missing.held_on
    number = len(missing.people)
    title = "Unterschrift fehlt" if number == 1 else f"{number} Unterschriften fehlen"
    appointment, when = "", since_words(missing.since, as_of)
    if held_on:
        appointment = f" · Der Termin {'war' if held_on < as_of else 'ist'} am {date_words(held_on)}."
        when = ago(held_on, as_of) if held_on < as_of else in_days(held_on, as_of)
    urgency = urgency_of(held_on, as_of) if held_on else Urgency.WEEK
    if missing.declined:
        title, urgency = "Ablehnung klären", Urgency.NOW
    url = f"{instrument.get_absolute_url()}#unterzeichnende"
    return WorkItem(
        urgency=urgency,
        on=held_on or missing.since,
        tone=Tone.BAD if urgency == Urgency.NOW else Tone.ATTENTION,
        title=title,
        detail=f"{instrument.agreement} · {missing.names}{appointment}",
        when=when,
        url=url,
        button="Unterschrift festhalten" if records else "Ansehen",
        button_url=reverse("signature_new", args=[instrument.pk, missing.people[0].key]) if records else url,
    )


def clearance_items(rounds: Iterable[ClearanceRound], button: str, as_of: date) -> Iterator[WorkItem]:
    """Yield a row for each open Mitzeichnung: what is missing and until when, or that it can be closed."""
    for round_ in rounds:
        yield _clearance_item(round_, button, as_of)


def _clearance_item(round_: ClearanceRound, button: str, as_of: date) -> WorkItem:
    missing, asked = unanswered(round_), len(round_.requests.all())
    url = reverse("clearance_detail", args=[round_.instrument_id])
    detail = f"{round_.instrument.agreement} · Runde {round_.number}"
    if not missing:
        return WorkItem(
            urgency=Urgency.WEEK,
            on=round_.due_on,
            tone=Tone.ACTIVE,
            title="Mitzeichnung abschließen: Alle haben geantwortet",
            detail=detail,
            when="wartet auf Sie",
            url=url,
            button="Antworten ansehen",
            button_url=url,
        )
    urgency = urgency_of(round_.due_on, as_of)
    word = "ist abgelaufen" if round_.due_on < as_of else "läuft ab"
    return WorkItem(
        urgency=urgency,
        on=round_.due_on,
        tone=Tone.BAD if urgency == Urgency.NOW else Tone.ATTENTION,
        title=f"Mitzeichnung {word}: {len(missing)} von {asked} Stellen {'fehlt' if len(missing) == 1 else 'fehlen'}",
        detail=f"{detail} · {', '.join(missing)}",
        when=f"bis {date_words(round_.due_on)}",
        url=url,
        button=button,
        button_url=url,
    )
