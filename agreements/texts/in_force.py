"""The text of an agreement in force on a day."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import Any, TypeAlias, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateField, F, Max, Min, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest, JSONObject
from django_stubs_ext import WithAnnotations

from agreements.amendment_choices import EffectKind
from agreements.amendments.composition import (
    Composed,
    InEffect,
    TextOrigin,
    UncomposableTextError,
    compose,
    in_turn,
)
from agreements.changes import BaseText
from agreements.choices import Status
from agreements.content import Content
from agreements.models import (
    Agreement,
    ExtensionDecision,
    Instrument,
    Original,
    OriginalDay,
    Signature,
    TerminationNotice,
    Version,
)
from agreements.recording_choices import DayKind, UnknownFact
from agreements.state import ContractFacts, DecidedExtension, in_force_on, last_day
from agreements.termination_choices import ExtensionChoice

# of an instrument: the day of its last required signature, as it holds today; of one made elsewhere as its source says it
LAST_SIGNATURE = Coalesce(
    Subquery(
        Signature.objects.filter(version=OuterRef("frozen_version"), signatory__required=True)
        .order_by()
        .values("version")
        .annotate(day=Max("signed_on"))
        .values("day")
    ),
    Subquery(
        OriginalDay.objects.filter(original__instrument=OuterRef("pk"), kind=DayKind.SIGNED)
        .order_by("-original_id")
        .values("dated")[:1]
    ),
)
# of an instrument made elsewhere: whether its source knows only until when it was signed
SIGNED_LATEST = Subquery(
    OriginalDay.objects.filter(original__instrument=OuterRef("pk"), kind=DayKind.SIGNED)
    .order_by("-original_id")
    .values("latest")[:1]
)
# of an instrument made elsewhere: what is unknown of it
UNKNOWN = Subquery(Original.objects.filter(instrument=OuterRef("pk")).order_by("-pk").values("unknown")[:1])
# of an instrument: the earliest day to which a notice ends its agreement
NOTICED_END = Subquery(
    TerminationNotice.objects.filter(agreement=OuterRef("agreement"), retraction__isnull=True)
    .order_by()
    .values("agreement")
    .annotate(day=Min("ends_on"))
    .values("day")
)
# of a signed amendment with its last signature: the first day on which it applies
NOT_BEFORE = Case(When(amendment__effect=EffectKind.NOT_BEFORE, then=F("amendment__effect_on")))
FIRST_DAY = Case(
    When(amendment__effect=EffectKind.AS_OF, then=F("amendment__effect_on")),
    default=Greatest(F("signed_on"), NOT_BEFORE),  # PostgreSQL leaves out what is NULL
    output_field=DateField(),
)
# of a contract: the terms in the signed amendments that change them, in the order in which they apply
AMENDED_TERMS = ArraySubquery(
    Instrument.objects.filter(
        agreement=OuterRef("agreement"), status=Status.SIGNED, amendment__changes_term=True
    )
    .annotate(signed_on=LAST_SIGNATURE)
    .annotate(first_day=FIRST_DAY)
    .order_by("first_day", "signed_on", "number")
    .values(
        fact=JSONObject(
            first_day="first_day",
            notice_months="notice_months",
            term=JSONObject(begins_on="begins_on", ends_on="ends_on", extension_months="extension_months"),
        )
    )
)
# of an instrument: the last decision on an extension of its agreement
LAST_DECISION = Subquery(
    ExtensionDecision.objects.filter(agreement=OuterRef("agreement"))
    .order_by("-pk")
    .values(fact=JSONObject(ends_on="ends_on", choice="choice"))[:1]
)


class TermFacts(TypedDict):
    signed_on: date | None
    signed_latest: bool | None
    noticed_end: date | None
    amended_terms: list[dict[str, Any]]
    unknown: list[str] | None
    effect: str | None
    effect_on: date | None


DatedInstrument: TypeAlias = "WithAnnotations[Instrument, TermFacts]"  # quoted: only mypy can read it


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInForce:
    """A text in force; `instrument` is the last that changed it, `origins` are those of each changed place."""

    instrument: Instrument
    content: Content
    origins: Mapping[str, tuple[TextOrigin, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTexts:
    """The signed instruments of an agreement by number, `with_term_facts`; amendments in the order in which they apply."""

    instruments: Mapping[int, DatedInstrument]
    content: Content
    first_day: date
    amendments: tuple[InEffect, ...]

    @property
    def contract(self) -> DatedInstrument:
        return self.instruments[0]

    @property
    def newest(self) -> DatedInstrument:
        """The instrument that was signed last."""
        return max(self.instruments.values(), key=lambda row: (contract_facts(row).signed_on, row.number))

    @property
    def base(self) -> tuple[BaseText, ...]:
        """What an amendment of today builds on: everything that is signed."""
        return tuple(
            BaseText(number=number, fingerprint=row.frozen_version.fingerprint)
            for number, row in self.instruments.items()
            if row.frozen_version
        )

    def composed(self, day: date) -> Composed:
        """Return the text that holds on a day; with `date.max` that of all amendments."""
        return compose(self.content, self.amendments, day)

    @property
    def facts(self) -> ContractFacts:
        """The facts of the contract, with its amended term."""
        return contract_facts(self.contract)

    def in_force(self, day: date) -> TextInForce | None:
        """Return the text in force on a day, None before the contract begins and after its end."""
        last = last_day(self.facts, day)
        if day < self.first_day or (last is not None and day > last):
            return None
        composed = self.composed(day)
        begun = [one.number for one in self.amendments if one.effective_on <= day]
        return TextInForce(
            instrument=self.instruments[begun[-1] if begun else 0],
            content=composed.content,
            origins=composed.origins,
        )


def with_term_facts(instruments: QuerySet[Instrument]) -> QuerySet[DatedInstrument]:
    """Annotate what `contract_facts` needs."""
    return instruments.annotate(
        signed_on=LAST_SIGNATURE,
        signed_latest=SIGNED_LATEST,
        noticed_end=NOTICED_END,
        amended_terms=AMENDED_TERMS,
        unknown=UNKNOWN,
        effect=F("amendment__effect"),
        effect_on=F("amendment__effect_on"),
    )


def contract_facts(instrument: DatedInstrument) -> ContractFacts:
    """Return the facts behind the state of an instrument read `with_term_facts`; the term of a contract is the amended one.

    It is that also before its first day, but a period of notice counts only from there on.
    """
    facts = ContractFacts(
        status=Status(instrument.status),
        begins_on=instrument.begins_on,
        ends_on=instrument.ends_on,
        extension_months=instrument.extension_months,
        notice_months=instrument.notice_months,
        signed_on=instrument.signed_on,
        signed_latest=bool(instrument.signed_latest),
        noticed_end=instrument.noticed_end,
        in_force_stated=instrument.begins_on if instrument.made_elsewhere else None,
        unknown=frozenset(instrument.unknown or ()),
        effect=EffectKind(instrument.effect) if instrument.effect else None,
        effect_on=instrument.effect_on,
    )
    if instrument.number or not instrument.amended_terms:
        return facts
    term = instrument.amended_terms[-1]["term"]
    days = {name: date.fromisoformat(day) for name, day in term.items() if name.endswith("_on") and day}
    changes = [
        (date.fromisoformat(one["first_day"]), one["notice_months"]) for one in instrument.amended_terms
    ]
    own = changes[0][1] if UnknownFact.NOTICE in facts.unknown else facts.notice_months
    return replace(
        facts, **{**term, **days}, notice_months=own, notice_changes=tuple(changes), unknown=frozenset()
    )


def decided_extension(fact: Mapping[str, str] | None) -> DecidedExtension | None:
    """Return what an instrument annotated with `LAST_DECISION` holds."""
    if fact is None:
        return None
    return DecidedExtension(date.fromisoformat(fact["ends_on"]), ExtensionChoice(fact["choice"]))


def signed_texts(agreement: Agreement) -> SignedTexts | None:
    """Return what is signed of an agreement, None without a signed contract; raises UncomposableTextError. One query."""
    return _signed_texts(_signed_instruments([agreement.pk]))


def _signed_instruments(agreements: Collection[int]) -> QuerySet[DatedInstrument]:
    rows = with_term_facts(Instrument.objects.filter(status=Status.SIGNED, agreement__in=agreements))
    return rows.select_related("agreement__district", "frozen_version").order_by("agreement", "number")


def _signed_texts(rows: Iterable[DatedInstrument]) -> SignedTexts | None:
    """Return what is signed of the agreement of some instruments."""
    instruments = {row.number: row for row in rows}
    contract = instruments.get(0)
    first_day = in_force_on(contract_facts(contract)) if contract else None
    if contract is None or contract.frozen_version is None or first_day is None:
        return None
    return SignedTexts(
        instruments=instruments,
        content=_signed_content(contract, contract.frozen_version),
        first_day=first_day,
        amendments=tuple(
            in_turn([_in_effect(row, first_day) for number, row in instruments.items() if number])
        ),
    )


def _in_effect(row: DatedInstrument, first_day: date) -> InEffect:
    """Return a signed amendment; it has no effect before the contract has one."""
    facts = contract_facts(row)
    effective_on = in_force_on(facts)
    if row.frozen_version is None or facts.signed_on is None or effective_on is None:
        raise ValueError(f"amendment {row.pk} is not signed")
    return InEffect(
        number=row.number,
        effective_on=max(effective_on, first_day),
        concluded_on=facts.signed_on,
        content=_signed_content(row, row.frozen_version),
    )


def _signed_content(row: Instrument, version: Version) -> Content:
    """Return what was signed; raises UncomposableTextError if it is not what it was."""
    if sha256(version.content.encode()).hexdigest() != version.fingerprint:
        raise UncomposableTextError(row.number, "")
    return version.read()


def misfit_words(error: UncomposableTextError) -> str:
    """Return why a text in force cannot be shown, and what to do."""
    name = f"Der {error.number}. Nachtrag" if error.number else "Der Vertrag"
    return (
        f"{name} ist nicht mehr so gespeichert, wie er unterzeichnet wurde, oder passt nicht zu dem Text, den er ändert. "
        "Deshalb wird hier kein zusammengesetzter Text gezeigt; es gelten die unterzeichneten Urkunden. Bitte melden Sie "
        "das dem Betrieb."
    )


def text_in_force(agreement: Agreement, as_of: date) -> TextInForce | None:
    """Return the text in force on a day, composed of the contract and its amendments, or None; raises UncomposableTextError."""
    texts = signed_texts(agreement)
    return texts.in_force(as_of) if texts else None


def contents_in_force(agreements: Collection[int], as_of: date) -> dict[int, Content]:
    """Return the texts in force on a day by agreement, without those that cannot be composed. One query."""
    found = {}
    for key, rows in groupby(_signed_instruments(agreements), key=lambda row: row.agreement_id):
        with suppress(UncomposableTextError):  # the page of the text in force tells it
            texts = _signed_texts(rows)
            if texts and (current := texts.in_force(as_of)):
                found[key] = current.content
    return found
