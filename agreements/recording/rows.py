"""Writes the rows of a contract signed elsewhere; must run inside a transaction, with its record open."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from agreements.content import Party
from agreements.drafting.actions.parties import write_parties
from agreements.drafting.edit_transaction import clean_text
from agreements.errors import ActionRefused
from agreements.models import Agreement, Instrument, Original, OriginalDay, Signatory, StoredFile
from agreements.models.text import new_key
from agreements.recording.key_data import FormerSignatory, KeyData, SourcedDay
from agreements.recording.queries import possible_predecessors
from agreements.texts.wording import quoted
from districts.models import User


def cleaned(value: Any) -> Any:
    """Return key data with every text in them as it is stored. Raises ActionRefused for deceptive characters."""
    if type(value) is str:  # no choice
        return clean_text(value)
    if isinstance(value, list | tuple):
        return tuple(map(cleaned, value))
    if isinstance(value, KeyData | Party | SourcedDay | FormerSignatory):
        return replace(value, **{one.name: cleaned(getattr(value, one.name)) for one in fields(value)})
    return value


def write_key_data(instrument: Instrument, data: KeyData) -> None:
    """Make head, parties and signatories of the transcript equal to `data`; who stays keeps her key."""
    instrument.title = data.title
    instrument.file_reference = data.file_reference
    instrument.begins_on = data.begins.day if data.begins else None
    instrument.ends_on = data.ends.day if data.ends else None
    instrument.extension_months = data.extension_months or 0
    instrument.notice_months = data.notice_months or 0
    instrument.revision += 1
    instrument.save()
    agreement = instrument.agreement
    agreement.legal_form = data.legal_form or ""
    agreement.predecessor = _predecessor(agreement, data.follows)
    agreement.save(update_fields=["legal_form", "predecessor"])
    keys = {(row.side, row.name): row.key for row in instrument.signatories.all()}
    instrument.signatories.all().delete()
    write_parties(instrument, data.parties)
    for order, person in enumerate(data.signatories, start=1):
        Signatory.objects.create(
            instrument=instrument,
            key=keys.pop((person.side, person.name), None) or new_key(),
            side=person.side,
            order=order,
            name=person.name,
            function=person.function,
            department=person.department,
            political_party=person.political_party,
        )


def _predecessor(agreement: Agreement, reference: str) -> Agreement | None:
    """Return the agreement that another one follows. Raises ActionRefused."""
    if not reference:
        return None
    found = possible_predecessors(agreement).filter(reference=reference).first()
    if found is None:
        raise ActionRefused(
            f"Auf {quoted(reference)} kann dieser Vertrag nicht folgen: Es braucht einen unterzeichneten Vertrag desselben Bezirks, "
            "der nicht selbst auf ihn folgt. Es wurde nichts gespeichert."
        )
    return found


def write_original(
    instrument: Instrument,
    data: KeyData,
    *,
    file: StoredFile | None,
    pages: int | None,
    findings: Any,
    reason: str = "",
    by: User,
    at: datetime,
) -> None:
    original = Original.objects.create(
        instrument=instrument,
        file=file,
        pages=pages,
        findings=findings,
        paper=data.paper,
        unknown=data.unknown,
        reason=reason.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    for kind, known in data.days.items():
        OriginalDay.objects.create(
            original=original,
            kind=kind,
            dated=known.day,
            latest=known.latest,
            source=known.source,
        )
