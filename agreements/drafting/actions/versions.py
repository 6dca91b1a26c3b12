"""Actions that create and restore named versions of a draft."""

from datetime import datetime

from agreements.content import Content
from agreements.drafting.actions.head import HEAD_FIELDS, set_legal_form
from agreements.drafting.actions.parties import write_parties
from agreements.drafting.actions.rows import last_revision, write_rows
from agreements.drafting.amending.rebasing.queries import taken_over_since
from agreements.drafting.edit_transaction import EditTransaction, clean_text, edit_transaction
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Clause, Instrument, Signatory, Version
from agreements.numbering import Numbering
from agreements.texts.assembly import raw_copy
from agreements.texts.versions import create_version
from agreements.texts.wording import enumerated
from districts.models import User


def name_version(instrument: Instrument, *, name: str, note: str = "", by: User, at: datetime) -> Version:
    """Store the working copy as a named version. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        name = clean_text(name)
        if not name:
            raise ActionRefused("Bitte einen Namen für die Fassung angeben.")
        return create_version(change.instrument, name=name, note=clean_text(note), by=by, at=at)


def restore_version(instrument: Instrument, *, number: int, by: User, at: datetime) -> Version:
    """Make a version the working copy again; the current one is stored as a version first.

    Every row gets a revision above all earlier ones, so that open forms become outdated. Returns the restored version. Raises
    ActionRefused.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        version = change.instrument.versions.filter(number=number).first()
        if version is None or not version.source:
            raise ActionRefused("Diese Fassung gibt es nicht.")
        source = version.read_source()
        _require_same_base(change.instrument, version)
        _require_locked_unchanged(change.instrument, source)
        create_version(
            change.instrument, name=f"Stand vor der Wiederherstellung von Fassung {number}", by=by, at=at
        )
        rules = change.instrument.rules
        write_rows(change.instrument, source, rules, revision=last_revision(change.instrument) + 1)
        _restore_head(change, source, version)
        _restore_people(change, source)
        change.record(EventKind.VERSION_RESTORED, {"version": number, "fingerprint": version.fingerprint})
    return version


def _require_same_base(instrument: Instrument, version: Version) -> None:
    """Raise ActionRefused if a version of an amendment would undo what it was brought onto since."""
    since = taken_over_since(instrument, version) if instrument.number else ()
    if since:
        raise ActionRefused(
            f"Seit dieser Fassung ist der Entwurf auf einen neueren Text gebracht worden ({enumerated(since)}). Mit ihr würde er "
            "rückgängig machen, was dort unterzeichnet ist. Es wurde nichts geändert. Die Fassung bleibt hier stehen; "
            "schreiben Sie daraus in den Entwurf, was weiter gelten soll."
        )


def _require_locked_unchanged(instrument: Instrument, source: Content) -> None:
    """Raise ActionRefused if locked clauses would change or disappear."""
    if instrument.agreement.is_model:
        return
    wanted = {clause.key: clause.text for section in source.sections for clause in section.clauses}
    places = raw_copy(instrument).clause_labels()
    rows = Clause.objects.filter(section__instrument=instrument, locked=True)
    changed = [places[row.key] for row in rows if wanted.get(row.key) != row.text]
    if changed:
        raise ActionRefused(
            f"Diese Fassung hat einen anderen Wortlaut an Stellen, die der Mustertext sperrt: {', '.join(changed)}. "
            "Es wurde nichts geändert. Halten Sie dort zuerst eine begründete Abweichung fest."
        )


def _restore_head(change: EditTransaction, source: Content, version: Version) -> None:
    row = change.instrument
    row.title, row.subject, row.note = source.title, source.subject, source.note
    row.file_reference = "" if source.file_reference == "[AKTENZEICHEN]" else source.file_reference
    row.begins_on, row.ends_on = source.term.begins_on, source.term.ends_on
    row.begins_with_signing = source.term.begins_with_signing is True
    row.extension_months, row.notice_months = source.term.extension_months, source.term.notice_months
    row.numbering = source.numbering or Numbering.PARAGRAPH
    row.lone_clauses_numbered = source.lone_clauses_numbered is not False
    row.placeholders = version.placeholders
    row.revision += 1
    row.save(update_fields=[*HEAD_FIELDS, "revision"])
    set_legal_form(row, source.legal_form)


def _restore_people(change: EditTransaction, source: Content) -> None:
    rows = {person.key: person for person in change.instrument.signatories.all()}
    for source_row in source.signatories:
        person = rows.pop(source_row.key, None) or Signatory(
            instrument=change.instrument, key=source_row.key, revision=0
        )
        person.side, person.order, person.required = source_row.side, source_row.order, source_row.required
        person.name, person.function = source_row.name, source_row.function
        person.department, person.authority = source_row.department, source_row.authority
        person.authority_on = source_row.authority_on or None
        person.authority_document_id = source_row.authority_document or None
        person.office_begins_on = source_row.office_begins_on or None
        person.office_ends_on = source_row.office_ends_on or None
        person.revision += 1
        person.save()
    for person in rows.values():
        person.delete()
    write_parties(change.instrument, source.parties)  # last: nobody signs any more for those that go
