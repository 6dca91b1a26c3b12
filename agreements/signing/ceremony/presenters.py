"""View models of ceremonies: who was there, who of them signs, and where the days of the signatures differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agreements.choices import DateSource
from agreements.models import Instrument, Participant, Signatory, Signature, SigningEvent
from agreements.signing.ceremony.queries import ceremonies_with_photos
from agreements.texts.clearance_facts import normalised_name
from agreements.texts.wording import date_words


@dataclass(frozen=True, slots=True)
class Guest:
    """A person present; `note` says so where she is a signatory."""

    words: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyView:
    """A ceremony; `other_days` names the signatures of another day, with both sources."""

    event: SigningEvent
    guests: tuple[Guest, ...]
    other_days: tuple[str, ...]


def ceremony_views(instrument: Instrument) -> tuple[CeremonyView, ...]:
    """Return the ceremonies of an instrument. Six queries, none but one without a ceremony."""
    ceremonies = ceremonies_with_photos(instrument)
    if not ceremonies:
        return ()
    people = list(instrument.signatories.all())
    signed = Signature.objects.filter(version=instrument.frozen_version_id).select_related("signatory")
    signatures = {one.signatory_id: one for one in signed}
    held_on = {event.held_on for event in ceremonies}
    differing = [one for one in signatures.values() if one.signed_on not in held_on]
    return tuple(
        CeremonyView(
            event=event,
            guests=tuple(_guest(guest, people, signatures) for guest in event.participants.all()),
            other_days=tuple(_other_days(event, differing)),
        )
        for event in ceremonies
    )


def _guest(guest: Participant, people: Sequence[Signatory], signatures: dict[int, Signature]) -> Guest:
    words = ", ".join(filter(None, [guest.name, guest.function, guest.organisation]))
    signatory = next((person for person in people if _is_same(guest, person)), None)
    if signatory is None:
        return Guest(words, "")
    signature = signatures.get(signatory.pk)
    if signature is None:
        return Guest(words, "soll unterzeichnen; eine Unterschrift ist nicht festgehalten")
    return Guest(words, f"hat unterzeichnet am {date_words(signature.signed_on)}")


def _is_same(guest: Participant, person: Signatory) -> bool:
    """Whether somebody present is a signatory: by name, or by function where no name is given."""
    if guest.name:
        return normalised_name(guest.name) == normalised_name(person.name)
    return normalised_name(guest.function) == normalised_name(person.function)


def _other_days(event: SigningEvent, differing: Sequence[Signature]) -> Iterator[str]:
    source = event.source or "hier festgehalten"
    for one in differing:
        known = "; ".join(filter(None, [DateSource(one.date_source).label, one.source_note]))
        yield (
            f"{one.signatory.name} hat am {date_words(one.signed_on)} unterzeichnet (Datum: {known}), nicht am Tag des "
            f"Termins, dem {date_words(event.held_on)} (Quelle: {source})."
        )
