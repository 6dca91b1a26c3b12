"""The amendments of an agreement on its page."""

from dataclasses import dataclass
from datetime import date

from agreements import policy
from agreements.amendment_choices import EffectKind
from agreements.choices import Status
from agreements.models import Agreement, Instrument
from agreements.rendering.document_view import DocumentView, document_view
from agreements.state import ContractFacts, in_force_on
from agreements.texts.assembly import DraftText
from agreements.texts.in_force import contract_facts, with_term_facts
from agreements.texts.wording import date_words, enumerated
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentRow:
    """An amendment with when it takes effect, and when it was signed."""

    instrument: Instrument
    effect: str
    signed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentView:
    """What an amendment changes, when and why; `whole` is the text that a draft leads to."""

    base: str
    effect: str
    reason: str
    whole: DocumentView | None


def amendment_rows(user: User, agreement: Agreement) -> tuple[AmendmentRow, ...]:
    """Return the amendments that a user may see, in the order of their numbers. One query."""
    rows = with_term_facts(policy.visible_instruments(user).filter(agreement=agreement, number__gt=0))
    return tuple(
        _row(row, contract_facts(row)) for row in rows.select_related("agreement").order_by("number")
    )


def amendment_view(instrument: Instrument, text: DraftText | None) -> AmendmentView:
    """Return what an amendment changes and when; `text` is that of a draft."""
    row = instrument.amendment
    texts = sorted(one["number"] for one in row.base_texts)
    return AmendmentView(
        base=enumerated(["der Vertrag", *(f"{number}. Nachtrag" for number in texts if number)]),
        effect=effect_words(EffectKind(row.effect), row.effect_on),
        reason=row.reason,
        whole=document_view(text.whole) if text else None,
    )


def effect_words(effect: EffectKind, on: date | None) -> str:
    """Return when an amendment takes effect: „mit Wirkung vom 01.05.2026“."""
    return effect.label.replace("…", date_words(on)) if on else effect.label


def _row(row: Instrument, facts: ContractFacts) -> AmendmentRow:
    signed = facts.signed_on if row.status == Status.SIGNED else None
    return AmendmentRow(instrument=row, effect=_effect(row, facts), signed_on=signed)


def _effect(row: Instrument, facts: ContractFacts) -> str:
    if row.status == Status.WITHDRAWN:
        return "nie unterzeichnet"
    if first := in_force_on(facts):
        return f"gilt ab {date_words(first)}"
    return effect_words(facts.effect or EffectKind.WITH_SIGNING, facts.effect_on)
