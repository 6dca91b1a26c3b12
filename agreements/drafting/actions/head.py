"""Actions on the head of a draft: title, term, file reference, numbering and the values of placeholders."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from agreements.choices import LegalForm
from agreements.drafting.edit_transaction import changes, claim, clean_text, edit_transaction, values
from agreements.events import EventKind
from agreements.models import Instrument
from agreements.numbering import Numbering
from agreements.texts.assembly import AUTOMATIC
from districts.models import User

HEAD_FIELDS = [
    "title",
    "subject",
    "note",
    "file_reference",
    "begins_on",
    "begins_with_signing",
    "ends_on",
    "extension_months",
    "notice_months",
    "numbering",
    "lone_clauses_numbered",
    "placeholders",
]


def edit_head(
    instrument: Instrument,
    *,
    title: str,
    subject: str,
    note: str,
    file_reference: str,
    begins_on: date | None,
    begins_with_signing: bool,
    ends_on: date | None,
    extension_months: int,
    notice_months: int,
    numbering: Numbering,
    lone_clauses_numbered: bool,
    placeholders: Mapping[str, str],
    legal_form: LegalForm | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Instrument:
    """Change the head of a draft; without a legal form its own stays. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        row = claim(Instrument.objects.all(), revision, pk=change.instrument.pk)
        before = values(row, HEAD_FIELDS)
        row.title, row.subject, row.note = clean_text(title), clean_text(subject), clean_text(note)
        row.file_reference = clean_text(file_reference)
        row.begins_on, row.begins_with_signing, row.ends_on = begins_on, begins_with_signing, ends_on
        row.extension_months, row.notice_months = extension_months, notice_months
        row.numbering, row.lone_clauses_numbered = numbering, lone_clauses_numbered
        # a value that the form did not ask for stays
        row.placeholders = clean_placeholders({**row.placeholders, **placeholders})
        row.save(update_fields=[*HEAD_FIELDS, "revision"])
        told = changes(before, values(row, HEAD_FIELDS)) | set_legal_form(row, legal_form)
        change.record(EventKind.HEAD_EDITED, {"changes": told})
    return row


def set_legal_form(row: Instrument, legal_form: LegalForm | None) -> dict[str, list[Any]]:
    """Give the agreement another legal form, which its contract decides and no amendment; return the change."""
    agreement = row.agreement
    before = {"legal_form": agreement.legal_form}
    if legal_form is None or row.number or legal_form == agreement.legal_form:
        return {}
    agreement.legal_form = legal_form
    agreement.save(update_fields=["legal_form"])
    return changes(before, {"legal_form": legal_form})


def clean_placeholders(given: Mapping[str, str]) -> dict[str, str]:
    """Return the non-empty values of placeholders that the application does not fill itself.

    They are stored as printed, so that a later model text with other questions changes no contract.
    """
    cleaned = {name: clean_text(value) for name, value in given.items() if name not in AUTOMATIC}
    return {name: value for name, value in cleaned.items() if value}
