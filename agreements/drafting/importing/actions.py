"""Actions that store a pasted text: as the draft of a new contract, or in a draft."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import F, Max
from msgspec import UNSET

from agreements import content
from agreements.choices import SectionKind
from agreements.drafting.actions.beginnings import NO_EXTENSION, PARTIES, Beginning, write_remarks
from agreements.drafting.actions.contract import ContractHead, begin_contract
from agreements.drafting.actions.obligations import next_code
from agreements.drafting.actions.parties import PARTY_FIELDS, write_parties
from agreements.drafting.actions.rows import ObligationWriter
from agreements.drafting.actions.text import CLAUSE_LIMIT, require_text_allowed
from agreements.drafting.edit_transaction import (
    EditTransaction,
    changes,
    clean_text,
    edit_transaction,
    values,
)
from agreements.drafting.importing.counting import Counting, recognised_counting
from agreements.drafting.importing.draft_content import ImportedContent, imported_content
from agreements.drafting.importing.queries import counting_behind
from agreements.drafting.importing.recognised_parties import UNKNOWN
from agreements.drafting.importing.structure import RecognisedText
from agreements.drafting.importing.suggestions import SuggestedObligation, suggested_obligations
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Clause, Instrument, Section
from agreements.numbering import Numbering
from agreements.parties import FIRST_TWO, stored_owing
from agreements.references.links import linked
from districts.models import User

SOURCE = "eingefügtem Text"
HEAD = ["title", "subject", "numbering", "lone_clauses_numbered"]
MEANWHILE = (
    "Inzwischen steht in diesem Entwurf schon Text. Es wurde nichts geändert; Ihr Text steht noch im Formular. Sehen Sie die "
    "Vorschau noch einmal an."
)
NOTHING = "In diesem Text ist nichts, was eingefügt werden kann. Es wurde nichts geändert."


def import_contract(
    text: RecognisedText,
    *,
    counting: Counting | None = None,
    accepted: Collection[str],
    head: ContractHead,
    by: User,
    at: datetime,
) -> Instrument:
    """Create the draft of a contract from a recognised text, counted as recognised if nothing else is said.

    `accepted` are the keys of the suggested obligations to create. Raises Overlapping and ActionRefused.
    """
    _require_honest(text)
    imported = imported_content(text, counting or recognised_counting(text), defaults=PARTIES)
    if not imported.content.sections:
        raise ActionRefused(NOTHING)
    duties = _obligations(text, imported, accepted, first=1)
    whole = replace(imported.content, term=NO_EXTENSION, obligations=duties)
    if imported.keeps_numbers:
        whole = linked(whole, longest=CLAUSE_LIMIT)
    beginning = Beginning(content=whole, source=SOURCE, remarks=imported.remarks)
    return begin_contract(beginning, head, by=by, at=at)


def insert_text(
    instrument: Instrument,
    text: RecognisedText,
    *,
    after: str,
    counting: Counting | None = None,
    accepted: Collection[str],
    by: User,
    at: datetime,
) -> Instrument:
    """Insert a recognised part into a draft: its sections behind the section `after`, annexes behind the last one.

    Absätze in front of the first heading become the last ones of `after`. A draft without text takes over title and
    parties, too, and is counted like the text. Raises ActionRefused.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        place = change.instrument.sections.filter(key=after).first()
        if after and place is None:
            raise ActionRefused(
                "Den Paragrafen, hinter dem eingefügt werden soll, gibt es nicht mehr. Es wurde nichts geändert; Ihr Text "
                "steht noch im Formular. Wählen Sie eine andere Stelle."
            )
        is_part = change.instrument.sections.exists()
        if is_part and (text.title or text.parties):
            raise ActionRefused(MEANWHILE)
        _require_honest(text)
        own = counting_behind(change.instrument, place) if is_part else counting
        imported = imported_content(text, own or recognised_counting(text), defaults=PARTIES)
        sections = imported.content.sections
        if not sections:
            raise ActionRefused(NOTHING)
        if not is_part:
            _write_head(change, imported.content)
        rows = _insert(change, sections, place)
        number = int(next_code(change.instrument)[2:])
        writer = ObligationWriter(change.instrument)
        duties = _obligations(text, imported, accepted, first=number)
        for duty in duties:
            writer.write(duty, rows.get(duty.clause_key), None, 1)
        change.record(EventKind.TEXT_IMPORTED, _event_data(sections, duties, place))
        if not change.instrument.agreement.is_model and not change.instrument.made_elsewhere:
            write_remarks(change.instrument, imported.remarks, by=by, at=at)
    return instrument


def _insert(
    change: EditTransaction, sections: Sequence[content.Section], place: Section | None
) -> dict[str, Clause]:
    """Insert sections and clauses; return the clauses by key."""
    new: list[Clause] = []
    for section in sections:
        if section.kind == SectionKind.PREAMBLE and place is not None:
            require_text_allowed(place)
            row, first = place, place.clauses.aggregate(last=Max("position"))["last"] or 0
        else:
            row, first = _new_section(change, section, place), 0
            place = row if section.kind != SectionKind.ANNEX else place
        new += [
            Clause(section=row, key=clause.key, text=clause.text, position=position)
            for position, clause in enumerate(section.clauses, start=first + 1)
        ]
    return {clause.key: clause for clause in Clause.objects.bulk_create(new)}


def _new_section(change: EditTransaction, section: content.Section, place: Section | None) -> Section:
    rows = change.instrument.sections
    if section.kind == SectionKind.ANNEX:
        before = rows.aggregate(last=Max("position"))["last"] or 0
    else:
        before = rows.get(pk=place.pk).position if place else 0
    rows.filter(position__gt=before).update(position=F("position") + 1)
    return rows.create(key=section.key, kind=section.kind, heading=section.heading, position=before + 1)


def _obligations(
    text: RecognisedText, imported: ImportedContent, accepted: Collection[str], *, first: int
) -> tuple[content.Obligation, ...]:
    wanted = [one for one in suggested_obligations(text) if one.key in accepted and one.due]
    return tuple(
        _obligation(one, f"O-{number:02d}", imported.clauses.get(one.clause, ""))
        for number, one in enumerate(wanted, start=first)
    )


def _obligation(suggested: SuggestedObligation, code: str, clause: str) -> content.Obligation:
    assert suggested.due is not None  # noqa: S101  tells the type checker what the caller has checked
    owed_by, sides = stored_owing(suggested.owing)
    return content.Obligation(
        code=code,
        kind=suggested.kind,
        owed_by=owed_by,
        owed_by_sides=tuple(sides) or UNSET,
        title=suggested.title,
        due=suggested.due,
        clause_key=clause,
        quantity=suggested.quantity,
        unit=suggested.unit,
        sense=suggested.sense,
    )


def _require_honest(text: RecognisedText) -> None:
    """Raise ActionRefused for deceptive characters."""
    clean_text("\n".join(line.piece.text for line in text.lines()))


def _write_head(change: EditTransaction, source: content.Content) -> None:
    """Give an empty draft the title, the numbering and the parties of the text."""
    row = change.instrument
    before = values(row, HEAD)
    if source.title:
        row.title, row.subject = source.title, source.subject
    row.numbering = source.numbering or Numbering.PARAGRAPH
    row.lone_clauses_numbered = source.lone_clauses_numbered is not False
    if changed := changes(before, values(row, HEAD)):
        row.revision += 1
        row.save(update_fields=[*HEAD, "revision"])
        change.record(EventKind.HEAD_EDITED, {"changes": changed})
    if all(party in PARTIES or party.line == UNKNOWN for party in source.parties):
        return
    write_parties(row, source.parties)
    for own in row.parties.all():
        said = values(own, PARTY_FIELDS)
        if own.side in FIRST_TWO:
            change.record(EventKind.PARTY_EDITED, {"side": own.side, "changes": changes({}, said)})
        else:
            change.record(EventKind.PARTY_ADDED, {"side": own.side, **said})


def _event_data(
    sections: Sequence[content.Section], duties: Sequence[content.Obligation], place: Section | None
) -> dict[str, object]:
    """Return what the history keeps: the whole text with its keys."""
    count = sum(len(section.clauses) for section in sections)
    where = f" hinter „{place.heading}“" if place else ""
    return {
        "what": f"{count} {'Absatz' if count == 1 else 'Absätze'}{where}",
        "codes": [duty.code for duty in duties],
        "sections": [
            {
                "section": section.key,
                "heading": section.heading,
                "clauses": {clause.key: clause.text for clause in section.clauses},
            }
            for section in sections
        ],
    }
