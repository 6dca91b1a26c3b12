"""Demo data of other districts: five agreements known from sources and then taken over, one draft, one contract in signing."""

from dataclasses import dataclass
from datetime import date

from agreements.choices import DateSource, MilestoneKind, Side
from agreements.drafting.actions.contract import create_contract, record_reported_agreement
from agreements.drafting.actions.dated_facts import record_fact
from agreements.models import Agreement, AgreementTemplate, Milestone
from agreements.recording.actions import record_reported
from agreements.recording.key_data import FormerSignatory, KeyData, SourcedDay
from agreements.recording.queries import usual_parties
from agreements.signing.actions import InkSignature, record_ink_signature
from agreements.signing.freezing.actions import freeze
from agreements.signing.transition_actions import take_step
from agreements.texts.assembly import working_copy
from districts.models import District, User
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.pankow import NO_RESOLUTION_YET
from mitwirkung.demo.people import Cast, signatories
from mitwirkung.demo.sources import ASSOCIATION, CHARLOTTENBURG, KREUZBERG, NEUKOELLN, PublicSource


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedFact:
    """A dated fact with its source; if the day is unknown, `words` describes it."""

    district: str
    kind: MilestoneKind
    title: str
    source: PublicSource
    dated: date | None = None
    words: str = ""


FACTS = (
    SourcedFact(
        district="01",
        kind=MilestoneKind.SIGNED,
        title="Vertrag unterzeichnet",
        words="Tag nicht bekannt, vor dem 28.11.2023",
        source=ASSOCIATION,
    ),
    SourcedFact(
        district="02",
        kind=MilestoneKind.SIGNED,
        title="Vertrag geschlossen",
        words="Tag nicht bekannt",
        source=KREUZBERG,
    ),
    SourcedFact(
        district="02",
        kind=MilestoneKind.PRESENTED,
        title="Vertrag öffentlich vorgestellt",
        dated=date(2024, 5, 3),
        source=KREUZBERG,
    ),
    SourcedFact(
        district="04",
        kind=MilestoneKind.SIGNED,
        title="Vertrag unterzeichnet",
        dated=date(2023, 11, 28),
        source=ASSOCIATION,
    ),
    SourcedFact(
        district="04",
        kind=MilestoneKind.PUBLISHED,
        title="Pressemitteilung des Bezirks",
        dated=date(2023, 11, 28),
        source=CHARLOTTENBURG,
    ),
    SourcedFact(
        district="08",
        kind=MilestoneKind.SIGNED,
        title="Kooperationsvereinbarung unterzeichnet",
        dated=date(2024, 4, 8),
        source=NEUKOELLN,
    ),
    SourcedFact(
        district="08",
        kind=MilestoneKind.PUBLISHED,
        title="Pressemitteilung des Bezirks",
        dated=date(2024, 4, 18),
        source=NEUKOELLN,
    ),
    SourcedFact(
        district="11",
        kind=MilestoneKind.SIGNED,
        title="Vertrag unterzeichnet; der Tag könnte auch der der Veröffentlichung sein",
        dated=date(2023, 11, 8),
        source=ASSOCIATION,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What sources say of a contract that was signed elsewhere."""

    signed: SourcedDay
    published: SourcedDay | None = None
    title: str = "Kooperationsvertrag"
    signatories: tuple[FormerSignatory, ...] = ()


# Mitte: before 28 November; Friedrichshain-Kreuzberg: presented on 3 May, so it was signed by then
TAKEN_OVER = {
    "01": TakenOver(signed=SourcedDay(day=date(2023, 11, 27), latest=True, source=ASSOCIATION.title)),
    "02": TakenOver(signed=SourcedDay(day=date(2024, 5, 3), latest=True, source=KREUZBERG.title)),
    "04": TakenOver(
        signed=SourcedDay(day=date(2023, 11, 28), source=ASSOCIATION.title),
        published=SourcedDay(day=date(2023, 11, 28), source=CHARLOTTENBURG.title),
    ),
    "08": TakenOver(
        title="Kooperationsvereinbarung",
        signed=SourcedDay(day=date(2024, 4, 8), source=NEUKOELLN.title),
        published=SourcedDay(day=date(2024, 4, 18), source=NEUKOELLN.title),
        signatories=(FormerSignatory(side=Side.DISTRICT, name="Sarah Nagel", function="Jugendstadträtin"),),
    ),
    "11": TakenOver(signed=SourcedDay(day=date(2023, 11, 8), source=ASSOCIATION.title)),
}


def add_reported_agreements(cast: Cast) -> None:
    """Add what was read about five districts, and take their contracts over by their key data."""
    jonas = cast["jonas"]
    at = berlin(2024, 6, 12)
    for number in sorted({fact.district for fact in FACTS}):
        agreement = record_reported_agreement(
            district=District.objects.get(number=number), coordinator=jonas, by=jonas, at=at
        )
        for fact in FACTS:
            if fact.district == number:
                record_fact(
                    Milestone,
                    agreement,
                    kind=fact.kind,
                    title=fact.title,
                    dated=fact.dated,
                    date_words=fact.words,
                    source=fact.source.title,
                    source_url=fact.source.url,
                    by=jonas,
                    at=at,
                )
        _take_over(agreement, jonas)


def _take_over(agreement: Agreement, jonas: User) -> None:
    if agreement.district is None:
        return
    known = TAKEN_OVER[agreement.district.number]
    record_reported(
        agreement,
        key_data=KeyData(
            title=known.title,
            parties=usual_parties(agreement.district),
            signed=known.signed,
            published=known.published,
            signatories=known.signatories,
        ),
        by=jonas,
        at=berlin(2024, 6, 13),
    )


def add_drafts(cast: Cast, template: AgreementTemplate) -> None:
    """Create one district's draft and another's contract in signing."""
    jonas = cast["jonas"]
    create_contract(
        district=District.objects.get(number="12"),
        template=template,
        coordinator=jonas,
        begins_on=date(2027, 1, 1),
        ends_on=date(2029, 12, 31),
        signatories=signatories(
            "Thomas Erdacht", "Bezirksstadtrat für Jugend und Familie (erfundene Person)"
        ),
        by=jonas,
        at=berlin(2026, 11, 2),
    )
    waiting = create_contract(
        district=District.objects.get(number="06"),
        template=template,
        coordinator=jonas,
        file_reference="Jug 7-2026 (erfunden)",
        begins_on=date(2027, 1, 1),
        ends_on=date(2029, 12, 31),
        placeholders={
            "SOZIALRAEUME": "Lankwitz und Lichterfelde Süd (erfunden)",
            "KOORDINATION_STELLE": "Stabsstelle im Jugendamt (erfunden)",
        },
        signatories=signatories(
            "Greta Erfunden", "Bezirksstadträtin für Jugend und Familie (erfundene Person)"
        ),
        selection=NO_RESOLUTION_YET,
        by=jonas,
        at=berlin(2026, 10, 5),
    )
    take_step(waiting, "open_review", by=jonas, at=berlin(2026, 10, 7))
    waiting.refresh_from_db()
    fingerprint = working_copy(waiting).fingerprint
    freeze(waiting, fingerprint=fingerprint, by=jonas, at=berlin(2026, 11, 9))
    record_ink_signature(
        waiting,
        signatory_key=waiting.signatories.get(side=Side.ASSOCIATION).key,
        fingerprint=fingerprint,
        signed=InkSignature(signed_on=date(2026, 11, 12), date_source=DateSource.DOCUMENT, place="Berlin"),
        by=jonas,
        at=berlin(2026, 11, 13),
    )
