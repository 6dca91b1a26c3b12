"""Actions on the parties of a draft."""

from collections.abc import Sequence
from datetime import datetime

from agreements import content
from agreements.choices import Side
from agreements.drafting.edit_transaction import (
    EditTransaction,
    changes,
    claim,
    clean_text,
    edit_transaction,
    values,
)
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Instrument, Party
from agreements.parties import FIRST_TWO, MAX_PARTIES, bare_name, names_apart
from agreements.texts.wording import enumerated, quoted
from districts.models import User

PARTY_FIELDS = ["line", "represented_by", "short", "address"]


def add_party(
    instrument: Instrument,
    *,
    line: str,
    represented_by: str = "",
    short: str,
    address: str = "",
    by: User,
    at: datetime,
) -> Party:
    """Add a party behind the others, on the first free side. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        rows = list(change.instrument.parties.all())
        taken = {row.side for row in rows}
        side = next((side for side in Side if side not in taken), None)
        if side is None:
            raise ActionRefused(
                f"Ein Vertrag hat höchstens {MAX_PARTIES} Vertragsparteien. Es wurde keine weitere aufgenommen."
            )
        position = max((row.position for row in rows), default=0) + 1
        party = Party(instrument=change.instrument, side=side, position=position)
        _set_words(change, party, line=line, represented_by=represented_by, short=short, address=address)
        party.save(force_insert=True)
        change.record(EventKind.PARTY_ADDED, {"side": side, **values(party, PARTY_FIELDS)})
    return party


def edit_party(
    instrument: Instrument,
    *,
    side: Side,
    line: str,
    represented_by: str = "",
    short: str,
    address: str,
    revision: int,
    by: User,
    at: datetime,
) -> Party:
    """Change how the title block names a side. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        party = claim(change.instrument.parties.all(), revision, side=side)
        before = values(party, PARTY_FIELDS)
        _set_words(change, party, line=line, represented_by=represented_by, short=short, address=address)
        party.save()
        change.record(
            EventKind.PARTY_EDITED, {"side": side, "changes": changes(before, values(party, PARTY_FIELDS))}
        )
    return party


def move_party_forward(instrument: Instrument, *, side: Side, revision: int, by: User, at: datetime) -> Party:
    """Exchange a party with the one before it. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        party = claim(change.instrument.parties.all(), revision, side=side)
        other = change.instrument.parties.filter(position__lt=party.position).order_by("position").last()
        if other is None:
            raise ActionRefused(f"{quoted(party.short)} steht schon an erster Stelle.")
        before = values(party, ["position"])
        party.position, other.position = other.position, party.position
        other.save(update_fields=["position"])
        party.save(update_fields=["position", "revision"])
        moved = changes(before, values(party, ["position"]))
        change.record(EventKind.PARTY_EDITED, {"side": side, "changes": moved})
    return party


def remove_party(instrument: Instrument, *, side: Side, revision: int, by: User, at: datetime) -> None:
    """Remove a third or later party for which nobody signs and which owes nothing. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        party = claim(change.instrument.parties.all(), revision, side=side)
        if side in FIRST_TWO:
            raise ActionRefused(
                "Die ersten beiden Vertragsparteien bleiben: Ein Vertrag hat mindestens zwei. Sie können sie ändern."
            )
        _require_unbound(change, party)
        data = {"side": side, **values(party, PARTY_FIELDS)}
        party.delete()
        change.record(EventKind.PARTY_REMOVED, data)


def write_parties(instrument: Instrument, parties: Sequence[content.Party]) -> None:
    """Make the parties of an instrument equal to `parties`, inside a transaction; rows keep to their sides."""
    rows = {row.side: row for row in instrument.parties.all()}
    names = names_apart(party.short for party in parties)
    for position, (party, name) in enumerate(zip(parties, names, strict=True), start=1):
        row = rows.pop(party.side, None) or Party(instrument=instrument, side=party.side, revision=0)
        row.position, row.line, row.address = position, party.line, party.address
        row.short, row.represented_by = name, party.represented_by or ""
        row.revision += 1
        row.save()
    for row in rows.values():
        row.delete()


def _set_words(
    change: EditTransaction, party: Party, *, line: str, represented_by: str, short: str, address: str
) -> None:
    party.line, party.represented_by, party.short = (
        " ".join(clean_text(words).split()) for words in (line, represented_by, short)
    )
    party.address = clean_text(address)
    others = change.instrument.parties.exclude(side=party.side)
    names = {bare_name(other.short).casefold(): other.short for other in others}
    if other := names.get(bare_name(party.short).casefold()):
        raise ActionRefused(
            f"{quoted(other)} heißt schon eine andere Vertragspartei; im Text wäre nicht zu erkennen, wer gemeint ist. Es "
            "wurde nichts gespeichert. Geben Sie dieser einen anderen Kurznamen."
        )


def _require_unbound(change: EditTransaction, party: Party) -> None:
    people = [person.name for person in change.instrument.signatories.filter(side=party.side)]
    duties = change.instrument.terms.filter(owed_by_sides__contains=[party.side])
    codes = duties.order_by("position").values_list("obligation__code", flat=True)
    sign = "unterzeichnet" if len(people) == 1 else "unterzeichnen"
    bound = [f"für sie {sign} {enumerated(people)}"] if people else []
    bound += [f"sie schuldet {', '.join(codes)}"] if codes else []
    if bound:
        raise ActionRefused(
            f"{quoted(party.short)} kann noch nicht entfernt werden: {', '.join(bound)}. Es wurde nichts geändert. Ändern "
            "Sie das zuerst."
        )
