"""The amendments of an agreement on its page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agreements import policy
from agreements.amendment_choices import EffectKind
from agreements.amendments.derivation import pin_labels
from agreements.amendments.reservation import touched
from agreements.changes import Amendment as FrozenAmendment
from agreements.changes import Change
from agreements.choices import Status
from agreements.drafting.amending.place_labels import place_labels, touched_labels
from agreements.drafting.amending.rebasing.queries import newly_signed
from agreements.lifecycle import FINAL
from agreements.models import Instrument
from agreements.rendering.document_view import DocumentView, document_view
from agreements.state import ContractFacts, in_force_on
from agreements.texts.amended_text import content_of_version
from agreements.texts.assembly import DraftText, draft_text
from agreements.texts.in_force import DatedInstrument, contract_facts
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
    """What an amendment changes, when and why; `whole` is the text that a draft leads to.

    `behind`: what was signed since a draft was begun.
    """

    base: str
    effect: str
    reason: str
    whole: DocumentView | None
    behind: tuple[str, ...]
    touching: tuple["TouchingView", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchingView:
    """Another amendment in work that changes the same places."""

    instrument: Instrument
    places: tuple[str, ...]


def amendment_rows(amendments: "Iterable[DatedInstrument]") -> tuple[AmendmentRow, ...]:
    """Return the rows of amendments that were read `with_term_facts`."""
    return tuple(_row(row, contract_facts(row)) for row in amendments)


def amendment_view(user: User, instrument: Instrument, text: DraftText | None) -> AmendmentView:
    """Return what an amendment changes and when; `text` is that of a draft."""
    row = instrument.amendment
    texts = sorted(one["number"] for one in row.base_texts)
    return AmendmentView(
        base=enumerated(["dem Vertrag", *(f"dem {number}. Nachtrag" for number in texts if number)]),
        effect=effect_words(EffectKind(row.effect), row.effect_on),
        reason=row.reason,
        whole=document_view(text.whole) if text else None,
        behind=newly_signed(instrument) if text else (),
        touching=tuple(_touching(user, instrument, text)),
    )


def _touching(user: User, instrument: Instrument, text: DraftText | None) -> Iterator[TouchingView]:
    """Yield the amendments in work that a user may see and that change what this one changes."""
    if instrument.status in FINAL:
        return
    own = touched(_changes_of(instrument, text))
    others = policy.visible_instruments(user).filter(agreement=instrument.agreement_id, number__gt=0)
    for other in (
        others.exclude(status__in=sorted(FINAL))
        .exclude(pk=instrument.pk)
        .select_related("agreement__district", "frozen_version", "amendment")
        .order_by("number")
    ):
        shared = own & touched(_changes_of(other, draft_text(other) if other.is_editable else None))
        if shared:
            base = instrument.amendment.read_base()
            labels = place_labels((base, pin_labels(base, text.whole)) if text else (base,))
            yield TouchingView(instrument=other, places=touched_labels(shared, labels))


def _changes_of(instrument: Instrument, text: DraftText | None) -> Sequence[Change]:
    """Return what an amendment changes: of a draft by its text, else as it is frozen."""
    if text and text.derivation:
        return text.derivation.changes
    frozen = content_of_version(instrument).amendment
    return frozen.changes if isinstance(frozen, FrozenAmendment) else ()


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
