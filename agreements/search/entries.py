"""What can be found of an agreement, a model text or a person, before it is stored."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b

from agreements.amendments.composition import UncomposableTextError
from agreements.choices import Status
from agreements.content import Content, Obligation, Section
from agreements.models import (
    Agreement,
    AgreementTemplate,
    Evidence,
    Instrument,
    Resolution,
    SearchRow,
)
from agreements.models import Obligation as ObligationRow
from agreements.numbering import Label
from agreements.search.clause_words import clause_words
from agreements.search.folding import clean
from agreements.search.words import pieces
from agreements.search_choices import SearchKind
from agreements.state import last_day
from agreements.texts.assembly import content_of
from agreements.texts.in_force import SignedTexts, signed_texts
from districts.models import Membership

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """What is found, with the keys of what it is about."""

    kind: SearchKind
    key: str
    title: str
    body: str = ""
    agreement: int | None = None
    instrument: int | None = None
    template: int | None = None
    membership: int | None = None
    current: bool = False

    @property
    def words(self) -> tuple[str, str]:
        """Title and body as they are kept."""
        return clean(self.title), clean(self.body)

    @property
    def place(self) -> tuple[object, ...]:
        """What tells it from all others."""
        return self.kind, self.agreement, self.instrument, self.template, self.membership, self.key

    @property
    def passage(self) -> int:
        """A number that equal words share: of a clause its own, without where it stands."""
        title, body = self.words
        said = body if self.kind in {SearchKind.CLAUSE, SearchKind.MODEL} else f"{title}\n{body}"
        words = " ".join(said[piece.start : piece.end].casefold() for piece in pieces(said))
        return int.from_bytes(blake2b(f"{self.kind} {words}".encode(), digest_size=8).digest(), signed=True)


def place_of(row: SearchRow) -> tuple[object, ...]:
    """Return what tells a stored row from all others."""
    return row.kind, row.agreement_id, row.instrument_id, row.template_id, row.membership_id, row.key


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEntries:
    """What is found of an agreement until another text takes effect."""

    entries: tuple[SearchEntry, ...]
    valid_until: date


@dataclass(slots=True)
class _Texts:
    """The texts of an agreement: what is signed once, as it holds on the day, and everything else as it is written."""

    day: date
    valid_until: date = date.max
    found: list[tuple[Instrument, Content, dict[str, int]]] = field(default_factory=list)
    in_force: bool = False

    def add_signed(self, texts: SignedTexts) -> set[int]:
        """Add what is signed; return the keys of the instruments in it."""
        last = last_day(texts.facts, self.day)
        days = [texts.first_day, *(one.effective_on for one in texts.amendments)]
        changes = [day - DAY for day in days if day > self.day]
        changes += [last] if last and last >= self.day else []
        self.valid_until = min(changes, default=date.max)
        self.in_force = texts.in_force(self.day) is not None
        composed = texts.composed(self.day)
        origins = {
            target: texts.instruments[those[-1].number].pk for target, those in composed.origins.items()
        }
        self.found.append((texts.contract, composed.content, origins))
        begun = {0, *(one.number for one in texts.amendments if one.effective_on <= self.day)}
        return {texts.instruments[number].pk for number in begun}


def agreement_entries(agreement: Agreement, day: date) -> AgreementEntries:
    """Return what is found of an agreement on a day; nothing of a model text in progress."""
    if agreement.is_model:
        return AgreementEntries(entries=(), valid_until=date.max)
    texts = _Texts(day)
    known: set[int] = set()
    with suppress(UncomposableTextError):  # then each is found by itself
        if signed := signed_texts(agreement):
            known = texts.add_signed(signed)
    open_ones = agreement.instruments.select_related("agreement__district", "frozen_version", "template")
    for instrument in open_ones.exclude(pk__in=known).exclude(status=Status.WITHDRAWN):
        with suppress(UncomposableTextError):  # a draft of an amendment whose base does not hold
            texts.found.append((instrument, content_of(instrument), {}))
    obligations = dict(ObligationRow.objects.filter(agreement=agreement).values_list("code", "pk"))
    entries = [_agreement_entry(agreement, texts.found), *_resolutions(agreement), *_evidence(agreement)]
    for instrument, content, origins in texts.found:
        current = texts.in_force and instrument.status == Status.SIGNED and instrument.pk in known
        entries += _of_content(instrument, content, origins, obligations, current=current)
    return AgreementEntries(entries=tuple(entries), valid_until=texts.valid_until)


def _agreement_entry(
    agreement: Agreement, texts: Iterable[tuple[Instrument, Content, dict[str, int]]]
) -> SearchEntry:
    contracts = [(instrument, content) for instrument, content, _ in texts if instrument.number == 0]
    contents = [content for _, content in contracts]
    title = contents[0].title if contents else "Kooperationsvertrag"
    district = agreement.district.name if agreement.district else ""
    words = [district, *agreement.resolutions.values_list("number", flat=True)]
    for content in contents:
        words += [content.subject, content.file_reference, *(party.line for party in content.parties)]
    return SearchEntry(
        kind=SearchKind.AGREEMENT,
        key="",
        title=f"{agreement.reference} {title}",
        body=" · ".join(filter(None, dict.fromkeys(words))),
        agreement=agreement.pk,
        instrument=contracts[0][0].pk if contracts else None,
    )


def _of_content(
    instrument: Instrument,
    content: Content,
    origins: dict[str, int],
    obligations: dict[str, int],
    *,
    current: bool,
) -> Iterator[SearchEntry]:
    agreement = instrument.agreement_id
    for label, section, labels in content.labelled_sections():
        for clause, own in zip(section.clauses, labels, strict=True):
            if clause.repealed is not True and clause.text.strip():
                yield SearchEntry(
                    kind=SearchKind.CLAUSE,
                    key=clause.key,
                    title=_place(own, label, section),
                    body=clause_words(clause.text),
                    agreement=agreement,
                    instrument=origins.get(clause.key, instrument.pk),
                    current=current,
                )
    for one in content.obligations:
        yield SearchEntry(
            kind=SearchKind.OBLIGATION,
            key=str(obligations.get(one.code, one.code)),
            title=f"{one.code} {one.title}",
            body=_obligation_words(one),
            agreement=agreement,
            instrument=instrument.pk,
            current=current,
        )
    for person in content.signatories:
        if person.name:
            yield SearchEntry(
                kind=SearchKind.PERSON,
                key=person.key,
                title=person.name,
                body=", ".join(filter(None, [person.function, person.department])),
                agreement=agreement,
                instrument=instrument.pk,
                current=current,
            )


def _place(own: Label, label: Label, section: Section) -> str:
    """Return where a clause stands: „§ 6 (2) Freistellung“."""
    place = own.place or label.place
    return place if place == section.heading else f"{place} {section.heading}".strip()


def _obligation_words(one: Obligation) -> str:
    words = [one.kind.label, one.unit, one.evidence, one.due.trigger]
    words += [f"{post.function} ({post.unit})" for post in one.posts]
    words += one.ibs.social_spaces if one.ibs else []
    words += [one.sensitivity.subject] if one.sensitivity else []
    return " · ".join(filter(None, words))


def _resolutions(agreement: Agreement) -> Iterator[SearchEntry]:
    for row in Resolution.objects.filter(agreement=agreement):
        yield SearchEntry(
            kind=SearchKind.RESOLUTION,
            key=str(row.pk),
            title=" ".join(filter(None, [str(row), row.number])),
            body=" · ".join(filter(None, [row.remark, row.source])),
            agreement=agreement.pk,
        )


def _evidence(agreement: Agreement) -> Iterator[SearchEntry]:
    """Yield the newest version of each piece, as its page shows it."""
    rows = (
        Evidence.objects.filter(report__obligation__agreement=agreement)
        .select_related("report__obligation", "report__terms")
        .order_by("report_id", "number", "-version")
        .distinct("report_id", "number")
    )
    for row in rows:
        yield SearchEntry(
            kind=SearchKind.EVIDENCE,
            key=f"{row.report.obligation_id}/{row.pk}",
            title=str(row),
            body=" · ".join(filter(None, [row.report.obligation.code, row.reference, row.note])),
            agreement=agreement.pk,
            instrument=row.report.terms.instrument_id,
        )


def template_entries(template: AgreementTemplate) -> Iterator[SearchEntry]:
    """Yield the clauses of a model text."""
    for label, section, labels in template.read().labelled_sections():
        for clause, own in zip(section.clauses, labels, strict=True):
            yield SearchEntry(
                kind=SearchKind.MODEL,
                key=clause.key,
                title=_place(own, label, section),
                body=clause_words(clause.text),
                template=template.pk,
            )


def member_entry(membership: Membership) -> SearchEntry:
    """Return somebody who has a role."""
    where = membership.district.name if membership.district else "Berlin"
    return SearchEntry(
        kind=SearchKind.PERSON,
        key="",
        title=str(membership.user),
        body=f"{membership.get_role_display()}, {where}",
        membership=membership.pk,
    )
