"""The text of an agreement in force on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

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
)
from agreements.recording_choices import DayKind
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
        .order_by("-original")
        .values("day")[:1]
    ),
)
# of an instrument made elsewhere: whether its source knows only until when it was signed
SIGNED_LATEST = Subquery(
    OriginalDay.objects.filter(original__instrument=OuterRef("pk"), kind=DayKind.SIGNED)
    .order_by("-original")
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
# of a contract: the term in the newest signed amendment that states an end
AMENDED_TERM = Subquery(
    Instrument.objects.filter(
        agreement=OuterRef("agreement"), status=Status.SIGNED, number__gt=0, ends_on__isnull=False
    )
    .order_by("-number")
    .values(
        fact=JSONObject(ends_on="ends_on", extension_months="extension_months", notice_months="notice_months")
    )[:1]
)
# of an instrument: the last decision on an extension of its agreement
LAST_DECISION = Subquery(
    ExtensionDecision.objects.filter(agreement=OuterRef("agreement"))
    .order_by("-pk")
    .values(fact=JSONObject(ends_on="ends_on", choice="choice"))[:1]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInForce:
    instrument: Instrument
    content: Content


def with_term_facts(instruments: QuerySet[Instrument]) -> QuerySet[Instrument]:
    """Annotate what `contract_facts` needs."""
    return instruments.annotate(
        signed_on=LAST_SIGNATURE, noticed_end=NOTICED_END, amended_term=AMENDED_TERM, unknown=UNKNOWN
    )


def contract_facts(instrument: Instrument) -> ContractFacts:
    """Return the facts behind the state of an instrument read `with_term_facts`; the end of a contract is the amended one."""
    facts = ContractFacts(
        status=Status(instrument.status),
        begins_on=instrument.begins_on,
        ends_on=instrument.ends_on,
        extension_months=instrument.extension_months,
        notice_months=instrument.notice_months,
        signed_on=instrument.signed_on,  # type: ignore[attr-defined]  # annotated
        noticed_end=instrument.noticed_end,  # type: ignore[attr-defined]  # annotated
        in_force_stated=instrument.begins_on if instrument.made_elsewhere else None,
        unknown=frozenset(instrument.unknown or ()),  # type: ignore[attr-defined]  # annotated
    )
    amended = instrument.amended_term  # type: ignore[attr-defined]  # annotated
    if amended is None or instrument.number:
        return facts
    return replace(
        facts, **{**amended, "ends_on": date.fromisoformat(amended["ends_on"])}, unknown=frozenset()
    )


def decided_extension(fact: Mapping[str, str] | None) -> DecidedExtension | None:
    """Return what an instrument annotated with `LAST_DECISION` holds."""
    if fact is None:
        return None
    return DecidedExtension(date.fromisoformat(fact["ends_on"]), ExtensionChoice(fact["choice"]))


def text_in_force(agreement: Agreement, as_of: date) -> TextInForce | None:
    """Return the text of the newest signed instrument in force on a day, or None.

    Amendments that change only some clauses are to be consolidated here and nowhere else.
    """
    signed = (
        with_term_facts(agreement.instruments.filter(status=Status.SIGNED))
        .select_related("frozen_version")
        .order_by("-number")
    )
    for instrument in signed:
        facts = contract_facts(instrument)
        first, last = in_force_on(facts), last_day(facts, as_of)
        begun = first is not None and first <= as_of
        if begun and (last is None or as_of <= last) and instrument.frozen_version is not None:
            return TextInForce(instrument=instrument, content=instrument.frozen_version.read())
    return None
