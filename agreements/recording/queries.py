"""Reads of contracts that were signed elsewhere."""

import hashlib
from typing import TypeAlias

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django_stubs_ext import WithAnnotations
from msgspec import UNSET

from agreements.choices import LegalForm, Side, Status
from agreements.content import Content, Party
from agreements.models import Agreement, Instrument, ObligationTerms, Original, Section, TranscriptText
from agreements.recording.key_data import FormerSignatory, KeyData, SourcedDay
from agreements.recording_choices import DayKind, UnknownFact
from agreements.texts.association import SHORT, current_association
from agreements.texts.in_force import DatedInstrument, TermFacts
from agreements.texts.transcript import TranscriptDepth
from districts.models import District


class _TranscriptFacts(TermFacts):
    depth: str


ListedInstrument: TypeAlias = "WithAnnotations[Instrument, _TranscriptFacts]"  # quoted: only mypy can read it


def newest_original(instrument: Instrument) -> Original:
    """Return what counts, with its days and its file. Two queries."""
    return (
        instrument.originals.select_related("file", "recorded_by")
        .prefetch_related("days")
        .order_by("-pk")[:1]
        .get()
    )


def with_transcript_facts(instruments: QuerySet[DatedInstrument]) -> QuerySet[ListedInstrument]:
    """Annotate of those made elsewhere how much is typed, for a list."""
    rows = {"instrument": OuterRef("pk")}
    return instruments.annotate(
        depth=Case(
            When(Exists(Section.objects.filter(**rows)), then=Value(TranscriptDepth.FULL_TEXT.value)),
            When(
                Exists(ObligationTerms.objects.filter(**rows)), then=Value(TranscriptDepth.OBLIGATIONS.value)
            ),
            default=Value(TranscriptDepth.KEY_DATA.value),
        ),
    )


def key_data_of(instrument: Instrument, original: Original | None = None) -> KeyData:
    """Return the key data as they are recorded."""
    original = original or newest_original(instrument)
    days = {
        DayKind(row.kind): SourcedDay(day=row.dated, source=row.source, latest=row.latest)
        for row in original.days.all()
    }

    def known(fact: UnknownFact) -> bool:
        return fact not in original.unknown

    return KeyData(
        title=instrument.title,
        parties=tuple(
            Party(
                side=Side(row.side),
                line=row.line,
                short=row.short,
                address=row.address,
                represented_by=row.represented_by or UNSET,
            )
            for row in instrument.parties.all()
        ),
        signed=days[DayKind.SIGNED],
        published=days.get(DayKind.PUBLISHED),
        begins=days.get(DayKind.BEGIN),
        ends=days.get(DayKind.END),
        unlimited=known(UnknownFact.END) and DayKind.END not in days,
        extension_months=instrument.extension_months if known(UnknownFact.EXTENSION) else None,
        notice_months=instrument.notice_months if known(UnknownFact.NOTICE) else None,
        legal_form=LegalForm(form) if (form := instrument.agreement.legal_form) else None,
        signatories=tuple(
            FormerSignatory(
                side=Side(row.side),
                name=row.name,
                function=row.function,
                department=row.department,
                political_party=row.political_party,
            )
            for row in instrument.signatories.all()
        ),
        file_reference=instrument.file_reference,
        paper=original.paper,
        follows=instrument.agreement.predecessor.reference if instrument.agreement.predecessor else "",
    )


def possible_predecessors(agreement: Agreement) -> QuerySet[Agreement]:
    """Return the agreements of its district with a signed contract, without itself and those that follow it. One query a link.

    The one that it follows stays among them, also when its record is withdrawn.
    """
    found, later = {agreement.pk}, [agreement.pk]
    while later := list(
        Agreement.objects.filter(predecessor__in=later).exclude(pk__in=found).values_list("pk", flat=True)
    ):
        found.update(later)
    signed = Instrument.objects.filter(
        number=0, status=Status.SIGNED, agreement__district=agreement.district_id
    )
    possible = Q(pk__in=signed.values("agreement")) | Q(pk=agreement.predecessor_id)
    rows = Agreement.objects.filter(possible).exclude(pk__in=found)
    return rows.select_related("district").order_by("reference")


def usual_parties(district: District | None) -> tuple[Party, Party]:
    """Return the district and the association as a form offers them; everything can be changed."""
    association = current_association()
    return (
        Party(
            side=Side.DISTRICT,
            line=district.authority if district else "",
            short="der Bezirk",
            address=district.address if district else "",
        ),
        Party(
            side=Side.ASSOCIATION,
            line=association.name if association else SHORT,
            short=SHORT,
            address=association.address if association else "",
        ),
    )


def others_with_file(file: bytes, agreement: int | None) -> list[str]:
    """Return the other agreements that the same file is the original of."""
    if not file:
        return []
    found = Original.objects.filter(file=hashlib.sha256(file).hexdigest()).exclude(
        instrument__agreement=agreement
    )
    references = found.values_list("instrument__agreement__reference", flat=True)
    return list(references.order_by("instrument__agreement__reference").distinct())


def text_digest(content: Content) -> str:
    """Return the SHA-256 of the text alone, whatever else is recorded; empty without text."""
    if not content.sections:
        return ""
    return Content(
        number=0,
        version=0,
        title="",
        subject="",
        sections=content.sections,
        numbering=content.numbering,
        lone_clauses_numbered=content.lone_clauses_numbered,
    ).fingerprint


def newest_text(instrument: Instrument) -> TranscriptText | None:
    """Return what is typed, None without text. Two queries."""
    if not instrument.sections.exists():
        return None
    return instrument.transcript_texts.order_by("-pk").first()
