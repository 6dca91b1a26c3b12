"""Contents for the rendering tests, made from the shipped model agreement."""

from dataclasses import replace
from datetime import UTC, date, datetime

from msgspec import UNSET

from agreements.choices import SectionKind, Side
from agreements.content import Clause, Content, Party, Section, Signatory, Term
from agreements.drafting.model_agreement import read_model_agreement
from agreements.parties import stored_owing
from agreements.rendering.pdf import Completion, SignedFile, SigningStatement, StatementEntry
from agreements.texts.filling import fill
from agreements.texts.party_words import as_object, party_names

MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
VALUES = {
    "BEZIRK": "Neukölln",
    "BEZIRKSAMT_ANSCHRIFT": "Karl-Marx-Straße 83, 12040 Berlin",
    "TRAEGER_ANSCHRIFT": "Friedrichstraße 231, 10969 Berlin",
    "AKTENZEICHEN": "Jug 4711/26",
    "BEGINN": "01.01.2027",
    "ENDE": "31.12.2028",
    "BA_BESCHLUSS_NR": "BA 123/26",
    "BA_BESCHLUSS_DATUM": "06.10.2026",
    "SOZIALRAEUME": "Gropiusstadt und Rollberge",
    "KOORDINATION_STELLE": "Stelle Jug 12",
}


def signatory(side: Side, order: int, name: str, function: str, **more: str) -> Signatory:
    """Return a person who must sign."""
    return Signatory(
        key=f"{side.value}-{order}", side=side, order=order, name=name, function=function, **more
    )


PEOPLE = (
    signatory(
        Side.DISTRICT,
        1,
        "Ayşe Łukasiewicz-Groß",
        "Bezirksstadträtin für Jugend und Gesundheit",
        department="Abteilung Jugend und Gesundheit",
        authority="Zeichnungsbefugnis nach Geschäftsordnung des Bezirksamts",
    ),
    signatory(Side.ASSOCIATION, 1, "Dr. Jørn Đorđević", "Geschäftsführer"),
)


def full_content(**changes: object) -> Content:
    """Return the model agreement for Neukölln, complete: 16 §§, annexes, 30 obligations, posts."""
    model = read_model_agreement()
    content = replace(
        model,
        version=3,
        subject=fill(model.subject, VALUES),
        file_reference=fill(model.file_reference, VALUES),
        term=Term(begins_on=date(2027, 1, 1), ends_on=date(2028, 12, 31)),
        parties=tuple(
            replace(party, line=fill(party.line, VALUES), address=fill(party.address, VALUES))
            for party in model.parties
        ),
        sections=tuple(
            replace(
                section,
                clauses=tuple(replace(clause, text=fill(clause.text, VALUES)) for clause in section.clauses),
            )
            for section in model.sections
        ),
        signatories=PEOPLE,
    )
    return replace(content, **changes)


def short_content(
    last: str = "Jede Vertragspartei erhält eine Ausfertigung.",
    *,
    before: int = 0,
    signatories: tuple[Signatory, ...] = PEOPLE,
) -> Content:
    """Return a content of one § that ends with the text `last`, after `before` Absätze of filling."""
    texts = [*("Die Vertragsparteien arbeiten vertrauensvoll zusammen. " * 6 for _ in range(before)), last]
    clauses = tuple(Clause(key=f"c{place}", text=text) for place, text in enumerate(texts))
    section = Section(key="s1", kind=SectionKind.SECTION, heading="Zusammenarbeit", clauses=clauses)
    return full_content(sections=(section,), obligations=(), signatories=signatories)


def statement(content: Content) -> SigningStatement:
    """Return the statement that everybody signed by hand."""
    return SigningStatement(
        fingerprint=content.fingerprint,
        entries=tuple(
            StatementEntry(
                for_whom=as_object(party_names(content)[person.side]),
                name=person.name,
                function=person.function,
                method="handschriftlich",
                signed_on=date(2026, 12, 1),
                date_source="steht neben der Unterschrift",
                place="Berlin",
                recorded_on=date(2026, 12, 3),
                evidence="Scan des unterschriebenen Papiers, SHA-256 " + "5f" * 32,
            )
            for person in content.signatories
        ),
        completion=Completion(
            concluded_at=MOMENT,
            history_length=42,
            history_head="9c" * 32,
            files=(SignedFile(what="Zeichnungsfassung", sha256="1e" * 32),),
        ),
    )


def three_parties() -> Content:
    """Return a content of a district, a Träger and a school; several owe alone and together."""
    base = full_content()
    district, second = base.parties
    traeger = replace(
        second,
        line="Kinderhaus Lindenhof gGmbH",
        short="der Träger",
        represented_by="vertreten durch ihre Geschäftsführerin Dr. Asha Önal",
    )
    school = Party(
        side=Side.THIRD,
        line="Grundschule am Lindenhof",
        short="die Schule",
        address="Lindenstraße 4, 12045 Berlin",
    )
    owing = (
        (Side.DISTRICT,),
        (Side.ASSOCIATION,),
        (Side.THIRD,),
        (Side.ASSOCIATION, Side.THIRD),
        (Side.DISTRICT, Side.ASSOCIATION, Side.THIRD),
    )
    duties = []
    for duty, sides in zip(base.obligations, owing, strict=False):
        owed_by, named = stored_owing(sides)
        duties.append(replace(duty, owed_by=owed_by, owed_by_sides=tuple(named) or UNSET))
    head = signatory(Side.THIRD, 1, "Bo Lindqvist", "Schulleiter", authority="§ 69 SchulG")
    return replace(
        base,
        note="",
        parties=(district, traeger, school),
        obligations=tuple(duties),
        signatories=(*base.signatories, head),
    )
