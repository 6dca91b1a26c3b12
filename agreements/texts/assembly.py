"""Build the content of an instrument from the rows of a draft or from its frozen version."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Prefetch
from msgspec import UNSET, UnsetType

from agreements.choices import (
    Anchor,
    DueShape,
    FieldOfAction,
    Inset,
    LegalForm,
    ObligationKind,
    OwedBy,
    Phase,
    SectionKind,
    Sense,
    SensitivityStep,
    Side,
)
from agreements.content import (
    Clause,
    Content,
    IbsParticulars,
    Obligation,
    Party,
    Plan,
    Post,
    Section,
    SensitivityParticulars,
    Signatory,
    Term,
    plain_number,
)
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear, stored_offset
from agreements.fact_states import AHEAD
from agreements.models import IbsWorkSpace, Instrument, ObligationTerms
from agreements.models import Party as PartyRow
from agreements.models import Section as SectionRow
from agreements.models import Signatory as SignatoryRow
from agreements.numbering import Numbering
from agreements.texts.association import ADDRESS, CONTACT, NAME, TELEPHONE, association_values
from agreements.texts.filling import fill_content
from agreements.texts.labels import with_labels
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
    """A draft as a version keeps it: `source` with its placeholders; `content` with their values, its number and labels."""

    source: Content
    content: Content


def draft_text(instrument: Instrument) -> DraftText:
    """Build both contents of a draft, in a fixed number of queries."""
    source = raw_copy(instrument)
    number = next_version_number(instrument)
    values = placeholder_values(instrument)
    if not instrument.agreement.is_model and not instrument.made_elsewhere:
        values["VERSION"] = str(number)
    content = with_labels(replace(fill_content(source, values), version=number))
    return DraftText(source=source, content=content)


def working_copy(instrument: Instrument) -> Content:
    """Build the content of a draft with filled placeholders, in a fixed number of queries."""
    return draft_text(instrument).content


def raw_copy(instrument: Instrument) -> Content:
    """Build the content of a draft with unfilled placeholders and version 0, to restore it from."""
    text = text_of(instrument, instrument.sections.prefetch_related("clauses"))
    terms = instrument.terms.select_related("obligation", "clause", "ibs", "sensitivity").prefetch_related(
        "posts", Prefetch("ibs__spaces", IbsWorkSpace.objects.select_related("social_space"))
    )
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
        legal_form=LegalForm(instrument.agreement.legal_form),
        term=_term(instrument),
        parties=parties,
        obligations=tuple(_obligation(row) for row in terms),
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
    """Return a content that has only the sections of a draft, which is enough to label them."""
    return Content(
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


def due_rule(row: ObligationTerms) -> DueRule:
    """Return the due rule of a row of terms."""
    return DueRule(
        shape=DueShape(row.shape),
        due_on=row.due_on,
        anchor=Anchor(row.anchor) if row.anchor else None,
        period_months=row.period_months,
        due_month=row.due_month,
        due_day=row.due_day,
        trigger=row.trigger,
        anchor_code=row.anchor_code or UNSET,
        survives=row.survives or UNSET,
        anchor_milestone=row.anchor_milestone or UNSET,
        year=UNSET if row.year == PeriodYear.CALENDAR else PeriodYear(row.year),
        first_year=row.first_year or UNSET,
        **stored_offset(DueShape(row.shape), _offset(row)),
    )


def _offset(row: ObligationTerms) -> Offset | None:
    if not row.offset_amount:
        return None
    return Offset(amount=row.offset_amount, unit=OffsetUnit(row.offset_unit), before=row.offset_before)


def _obligation(row: ObligationTerms) -> Obligation:
    ibs = getattr(row, "ibs", None)
    sensitivity = getattr(row, "sensitivity", None)
    return Obligation(
        code=row.obligation.code,
        kind=ObligationKind(row.kind),
        owed_by=OwedBy(row.owed_by),
        owed_by_sides=tuple(map(Side, row.owed_by_sides)) or UNSET,
        source=row.source_words or UNSET,
        title=row.title,
        due=due_rule(row),
        clause_key=row.clause.key if row.clause else "",
        quantity=plain_number(row.quantity) if row.quantity is not None else None,
        unit=row.unit,
        sense=Sense(row.sense),
        evidence=row.evidence,
        needs_resolution=row.needs_resolution,
        posts=tuple(
            Post(
                unit=post.unit,
                function=post.function,
                share=plain_number(post.share),
                sense=Sense(post.sense),
                starts_after_months=post.starts_after_months,
                needs_resolution=post.needs_resolution,
                starts_on=post.starts_on or UNSET,
                ends_on=post.ends_on or UNSET,
            )
            for post in row.posts.all()
        ),
        ibs=IbsParticulars(
            field_of_action=FieldOfAction(ibs.field_of_action),
            phase=Phase(ibs.phase),
            social_spaces=tuple(space.social_space.name for space in ibs.spaces.all()),
        )
        if ibs
        else None,
        sensitivity=SensitivityParticulars(
            step=SensitivityStep(sensitivity.step), subject=sensitivity.subject, target=sensitivity.target
        )
        if sensitivity
        else None,
    )
