"""Build the content of an instrument from the rows of a draft or from its frozen version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from msgspec import UNSET, UnsetType

from agreements.amendments.derivation import Derivation, pin_labels
from agreements.amendments.labels import with_labels
from agreements.choices import Inset, LegalForm, SectionKind, Side
from agreements.content import Clause, Content, Party, Plan, Section, Signatory, Term
from agreements.fact_states import AHEAD
from agreements.models import Instrument, Version
from agreements.models import Party as PartyRow
from agreements.models import Section as SectionRow
from agreements.models import Signatory as SignatoryRow
from agreements.numbering import Numbering
from agreements.texts.amended_text import amended
from agreements.texts.association import ADDRESS, CONTACT, NAME, TELEPHONE, association_values
from agreements.texts.filling import fill_content
from agreements.texts.obligation_rows import obligation_of, terms_rows
from agreements.texts.transcript import transcript_of
from agreements.texts.wording import begin_words, date_words

# filled by the application, each with what it stands for; a form asks for every other placeholder
AUTOMATIC = {
    "AKTENZEICHEN": "Geschäftszeichen",
    "BEGINN": "Beginn der Laufzeit",
    "BEZIRK": "Name des Bezirks",
    "BEZIRKSAMT_ANSCHRIFT": "Anschrift des Bezirksamts",
    "BZSTR_FUNKTION": "Funktion der unterzeichnenden Person des Bezirks",
    "BZSTR_NAME": "Name der unterzeichnenden Person des Bezirks",
    "ENDE": "Ende der Laufzeit",
    NAME: "Bezeichnung des Vereins",
    ADDRESS: "Anschrift des Vereins",
    TELEPHONE: "Telefonnummer des Vereins",
    CONTACT: "Kontakt des Vereins",
    "TRAEGER_FUNKTION": "Funktion der unterzeichnenden Person des Vereins",
    "TRAEGER_VERTRETUNG": "Name der unterzeichnenden Person des Vereins",
    "VERSION": "Nummer der Fassung",
}


def content_of(instrument: Instrument) -> Content:
    """Return the frozen content if there is one, else the working copy."""
    if instrument.frozen_version is not None:
        return instrument.frozen_version.read()
    return working_copy(instrument)


def next_version_number(instrument: Instrument) -> int:
    """Return the version number that the working copy gets when it is saved."""
    last = instrument.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def placeholder_values(instrument: Instrument) -> dict[str, str]:
    """Return the values of the placeholders, without empty ones; none for an unpublished model text or a transcript."""
    district = instrument.agreement.district
    if district is None or instrument.made_elsewhere:
        return {}
    values = {
        **association_values(),
        **{name: str(value).strip() for name, value in instrument.placeholders.items()},
        "BEZIRK": district.name,
        "BEZIRKSAMT_ANSCHRIFT": district.address,
        "AKTENZEICHEN": instrument.file_reference,
        "BEGINN": begin_words(_term(instrument)),
        "ENDE": date_words(instrument.ends_on) if instrument.ends_on else "",
    }
    names = {
        Side.DISTRICT: ("BZSTR_NAME", "BZSTR_FUNKTION"),
        Side.ASSOCIATION: ("TRAEGER_VERTRETUNG", "TRAEGER_FUNKTION"),
    }
    for person in sorted(instrument.signatories.all(), key=lambda s: s.order, reverse=True):
        if placeholders := names.get(Side(person.side)):
            values |= zip(placeholders, (person.name, person.function), strict=True)
    return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftText:
    """A draft as a version keeps it: `source` with its placeholders; `content` with their values, its number and labels.

    `whole` is the text that is written and read: of an amendment not its sentences (`content`), but the text as it will
    be, with what it changes in `derivation`.
    """

    source: Content
    content: Content
    whole: Content
    derivation: Derivation | None = None


def draft_text(instrument: Instrument) -> DraftText:
    """Build both contents of a draft, in a fixed number of queries."""
    source = raw_copy(instrument)
    number = next_version_number(instrument)
    values = placeholder_values(instrument)
    if not instrument.agreement.is_model and not instrument.made_elsewhere:
        values["VERSION"] = str(number)
    filled = replace(fill_content(source, values), version=number)
    if instrument.number:
        derivation, content = amended(instrument, filled)
        return DraftText(source=source, content=content, whole=filled, derivation=derivation)
    content = with_labels(filled)
    return DraftText(source=source, content=content, whole=content)


def working_copy(instrument: Instrument) -> Content:
    """Build the content of a draft with filled placeholders, in a fixed number of queries."""
    return draft_text(instrument).content


def whole_copy(instrument: Instrument) -> Content:
    """Build the text that is written and read, with filled placeholders, in a fixed number of queries."""
    return draft_text(instrument).whole


def whole_version(version: Version, values: Mapping[str, str]) -> Content:
    """Return what is written and read in a version: of an amendment not its sentences, but the text as it was to be.

    `values` fill what is open in the text of an amendment.
    """
    content = version.read()
    if not content.amendment:
        return content
    return replace(fill_content(version.read_source(), values), version=version.number)


def raw_copy(instrument: Instrument) -> Content:
    """Build the content of a draft with unfilled placeholders and version 0, to restore it from."""
    text = text_of(instrument, instrument.sections.prefetch_related("clauses"))
    parties = tuple(map(_party, instrument.parties.all()))
    place = {party.side: number for number, party in enumerate(parties)}
    people = sorted(map(signatory_of, instrument.signatories.all()), key=lambda one: place.get(one.side, 0))
    return replace(
        text,
        number=instrument.number,
        title=instrument.title,
        subject=instrument.subject,
        note=instrument.note,
        file_reference=instrument.file_reference or ("" if instrument.made_elsewhere else "[AKTENZEICHEN]"),
        legal_form=LegalForm(form) if (form := instrument.agreement.legal_form) else None,
        term=_term(instrument),
        parties=parties,
        obligations=tuple(map(obligation_of, terms_rows(instrument))),
        signatories=tuple(people),
        plans=_plans(instrument),
        transcript=transcript_of(instrument),
    )


def _party(row: PartyRow) -> Party:
    return Party(
        side=Side(row.side),
        line=row.line,
        short=row.short,
        address=row.address,
        represented_by=row.represented_by or UNSET,
    )


def text_of(instrument: Instrument, sections: Iterable[SectionRow]) -> Content:
    """Return a content that has only the sections of a draft, which is enough to label them.

    In an amendment they have the numbers of its base, which stay.
    """
    text = Content(
        number=0,
        version=0,
        title="",
        subject="",
        sections=tuple(
            Section(
                key=section.key,
                kind=SectionKind(section.kind),
                heading=section.heading,
                inset=Inset(section.inset),
                clauses=tuple(Clause(key=clause.key, text=clause.text) for clause in section.clauses.all()),
            )
            for section in sections
        ),
        numbering=UNSET if instrument.numbering == Numbering.PARAGRAPH else Numbering(instrument.numbering),
        lone_clauses_numbered=UNSET if instrument.lone_clauses_numbered else False,
    )
    return pin_labels(instrument.amendment.read_base(), text) if instrument.number else text


def _term(instrument: Instrument) -> Term:
    return Term(
        begins_on=instrument.begins_on,
        ends_on=instrument.ends_on,
        extension_months=instrument.extension_months,
        notice_months=instrument.notice_months,
        begins_with_signing=instrument.begins_with_signing or UNSET,
    )


def _plans(instrument: Instrument) -> tuple[Plan, ...] | UnsetType:
    """Return the milestones ahead, which the contract lists; amendments do not repeat them."""
    if instrument.number or instrument.made_elsewhere:
        return UNSET
    rows = instrument.agreement.milestones.filter(state__in=AHEAD).order_by("dated", "pk")
    plans = (
        Plan(
            title=row.title,
            when=row.date_words or (date_words(row.dated) if row.dated else ""),
            office=row.office,
        )
        for row in rows
    )
    return tuple(plans) or UNSET


def signatory_of(row: SignatoryRow) -> Signatory:
    """Return the content of a signatory's row; unknown values are UNSET."""
    return Signatory(
        key=row.key,
        side=Side(row.side),
        order=row.order,
        name=row.name,
        function=row.function,
        department=row.department,
        authority=row.authority,
        authority_on=row.authority_on or UNSET,
        authority_document=row.authority_document_id or UNSET,
        office_begins_on=row.office_begins_on or UNSET,
        office_ends_on=row.office_ends_on or UNSET,
        required=row.required,
        political_party=row.political_party or UNSET,
    )
