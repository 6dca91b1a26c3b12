"""Actions on the signatories of a draft."""

from datetime import date, datetime

from agreements import policy
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
from agreements.files import uploads
from agreements.models import Instrument, Signatory, Signature, StoredFile
from agreements.parties import FIRST_TWO
from districts.models import User

SIGNATORY_FIELDS = [
    "side",
    "order",
    "name",
    "function",
    "department",
    "authority",
    "authority_on",
    "office_begins_on",
    "office_ends_on",
    "required",
]


def add_signatory(
    instrument: Instrument,
    *,
    side: Side,
    name: str,
    function: str,
    department: str = "",
    authority: str = "",
    authority_on: date | None = None,
    office_begins_on: date | None = None,
    office_ends_on: date | None = None,
    order: int = 1,
    required: bool = True,
    by: User,
    at: datetime,
) -> Signatory:
    """Add a signatory. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        _require_party(change, side)
        person = Signatory(
            instrument=change.instrument,
            side=side,
            order=order,
            name=clean_text(name),
            function=clean_text(function),
            department=clean_text(department),
            authority=clean_text(authority),
            authority_on=authority_on,
            office_begins_on=office_begins_on,
            office_ends_on=office_ends_on,
            required=required,
        )
        person.save(force_insert=True)
        change.record(EventKind.SIGNATORY_ADDED, values(person, SIGNATORY_FIELDS))
    return person


def edit_signatory(
    instrument: Instrument,
    *,
    key: str,
    side: Side,
    name: str,
    function: str,
    department: str,
    authority: str,
    authority_on: date | None,
    office_begins_on: date | None,
    office_ends_on: date | None,
    order: int,
    required: bool,
    revision: int,
    by: User,
    at: datetime,
) -> Signatory:
    """Change a signatory. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        person = claim(change.instrument.signatories.all(), revision, key=key)
        before = values(person, SIGNATORY_FIELDS)
        if side != person.side:
            _require_party(change, side)
        person.side, person.order, person.required = side, order, required
        person.name, person.function = clean_text(name), clean_text(function)
        person.department, person.authority = clean_text(department), clean_text(authority)
        person.authority_on = authority_on
        person.office_begins_on, person.office_ends_on = office_begins_on, office_ends_on
        person.save()
        change.record(
            EventKind.SIGNATORY_EDITED,
            {"key": key, "name": person.name, "changes": changes(before, values(person, SIGNATORY_FIELDS))},
        )
    return person


def keep_authority_document(
    instrument: Instrument, *, key: str, document: bytes, revision: int, by: User, at: datetime
) -> Signatory:
    """Store the document of a signatory's authority, replacing an earlier one. Raises ActionRefused, Outdated."""
    policy.require(by, "draft.edit", instrument)
    with uploads.kept(uploads.examine(document)) as [file]:
        return _set_document(instrument, key, file, revision, by, at)


def drop_authority_document(
    instrument: Instrument, *, key: str, revision: int, by: User, at: datetime
) -> Signatory:
    """Unlink the document; the file stays, since versions may name it. Raises ActionRefused, Outdated."""
    return _set_document(instrument, key, None, revision, by, at)


def _set_document(
    instrument: Instrument, key: str, file: StoredFile | None, revision: int, by: User, at: datetime
) -> Signatory:
    with edit_transaction(instrument, by=by, at=at) as change:
        person = claim(change.instrument.signatories.all(), revision, key=key)
        before = values(person, ["authority_document_id"])
        person.authority_document = file
        person.save()
        data = changes(before, values(person, ["authority_document_id"]))
        change.record(EventKind.SIGNATORY_EDITED, {"key": key, "name": person.name, "changes": data})
    return person


def _require_party(change: EditTransaction, side: Side) -> None:
    """Raise ActionRefused for a party that has been removed meanwhile."""
    if side not in FIRST_TWO and not change.instrument.parties.filter(side=side).exists():
        raise ActionRefused(
            "Diese Vertragspartei gibt es nicht mehr. Es wurde nichts gespeichert. Wählen Sie, für wen die Person unterzeichnet."
        )


def remove_signatory(instrument: Instrument, *, key: str, revision: int, by: User, at: datetime) -> None:
    """Remove a signatory, unless an earlier version was signed, declined or delegated. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        person = claim(change.instrument.signatories.all(), revision, key=key)
        signatures = Signature.records.filter(signatory=person)
        kept = (signatures, person.declinings, person.delegations, person.links)
        if any(rows.exists() for rows in kept):
            raise ActionRefused(
                f"{person.name} hat eine frühere Fassung unterzeichnet, abgelehnt, sich vertreten lassen oder einen Link zu ihr "
                "erhalten und bleibt deshalb auf der Liste. Wählen Sie „Ändern“ und nehmen Sie das Häkchen bei „erforderlich“ weg."
            )
        data = {"key": key, **values(person, [*SIGNATORY_FIELDS, "authority_document_id"])}
        person.delete()
        change.record(EventKind.SIGNATORY_REMOVED, data)
