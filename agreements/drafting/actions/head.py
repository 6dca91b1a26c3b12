"""Actions on the head of a draft: title, term, file reference, numbering and the values of placeholders."""

from collections.abc import Mapping
from datetime import date, datetime

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
    ends_on: date | None,
    extension_months: int,
    notice_months: int,
    numbering: Numbering,
    lone_clauses_numbered: bool,
    placeholders: Mapping[str, str],
    revision: int,
    by: User,
    at: datetime,
) -> Instrument:
    """Change the head of a draft. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        row = claim(Instrument.objects.all(), revision, pk=change.instrument.pk)
        before = values(row, HEAD_FIELDS)
        row.title, row.subject, row.note = clean_text(title), clean_text(subject), clean_text(note)
        row.file_reference = clean_text(file_reference)
        row.begins_on, row.ends_on = begins_on, ends_on
        row.extension_months, row.notice_months = extension_months, notice_months
        row.numbering, row.lone_clauses_numbered = numbering, lone_clauses_numbered
        # a value that the form did not ask for stays
        row.placeholders = clean_placeholders({**row.placeholders, **placeholders})
        row.save(update_fields=[*HEAD_FIELDS, "revision"])
        change.record(EventKind.HEAD_EDITED, {"changes": changes(before, values(row, HEAD_FIELDS))})
    return row


def clean_placeholders(given: Mapping[str, str]) -> dict[str, str]:
    """Return the non-empty values of placeholders that the application does not fill itself.

    They are stored as printed, so that a later model text with other questions changes no contract.
    """
    cleaned = {name: clean_text(value) for name, value in given.items() if name not in AUTOMATIC}
    return {name: value for name, value in cleaned.items() if value}
