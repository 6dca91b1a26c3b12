"""The printed instrument of an amendment from its draft, and whether it can take effect as it says."""

from datetime import date

from agreements.amendment_choices import EffectKind
from agreements.amendments.application import apply
from agreements.amendments.derivation import Derivation, derive
from agreements.changes import Amendment as AmendmentContent
from agreements.changes import Effect
from agreements.content import Content
from agreements.errors import ActionRefused
from agreements.models import Amendment, Instrument
from agreements.state import last_day
from agreements.texts.amending.facts import AmendmentFacts, BaseInstrument, InstructionNote
from agreements.texts.amending.printed import amendment_content
from agreements.texts.in_force import LAST_SIGNATURE, SignedTexts, contract_facts, signed_texts
from agreements.texts.wording import date_words

NO_DAY = "Bitte den Tag angeben, an dem der Nachtrag in Kraft tritt."


def amended(instrument: Instrument, filled: Content) -> tuple[Derivation, Content]:
    """Return what the filled text of a draft changes, and the content that is printed and signed. Two queries."""
    row = instrument.amendment
    facts = AmendmentFacts(
        base=_base_instruments(instrument, row),
        effect=Effect(EffectKind(row.effect), row.effect_on),
        reason=row.reason,
        transition=row.transition,
        wording=row.read_wording(),
        notes=tuple(InstructionNote(**note) for note in row.groups),
    )
    derivation = derive(row.read_base(), filled)
    return derivation, amendment_content(derivation, filled, facts)


def _base_instruments(instrument: Instrument, row: Amendment) -> tuple[BaseInstrument, ...]:
    """Return what the amendment builds on, with the day of the last signature as it is recorded today."""
    signed = instrument.agreement.instruments.annotate(signed_on=LAST_SIGNATURE)
    days = dict(signed.values_list("number", "signed_on"))
    return tuple(
        BaseInstrument(number=one["number"], concluded_on=days[one["number"]], fingerprint=one["fingerprint"])
        for one in row.base_texts
    )


def signed_whole(instrument: Instrument) -> Content:
    """Return the text that a signed contract is, or that a signed amendment makes of the text before it."""
    content = content_of_version(instrument)
    if isinstance(content.amendment, AmendmentContent):
        return apply(instrument.amendment.read_base(), content.amendment.changes)
    return content


def content_of_version(instrument: Instrument) -> Content:
    """Return the frozen content; raises ValueError for a draft."""
    if instrument.frozen_version is None:
        raise ValueError(f"instrument {instrument.pk} is a draft")
    return instrument.frozen_version.read()


def require_possible_effect(instrument: Instrument, effect: Effect, as_of: date) -> None:
    """Raise ActionRefused if an amendment cannot take effect as it says; `as_of` is the day of today."""
    if effect.kind == EffectKind.WITH_SIGNING:
        return
    if effect.on is None:
        raise ActionRefused(NO_DAY)
    texts = signed_texts(instrument.agreement)
    if texts is None:
        return
    if effect.kind == EffectKind.NOT_BEFORE and effect.on < as_of:
        raise ActionRefused(
            f"Der {date_words(effect.on)} ist vorbei. Soll der Nachtrag rückwirkend gelten, wählen Sie ausdrücklich „mit "
            "Wirkung vom …“. Es wurde nichts geändert."
        )
    if effect.on < texts.first_day:
        raise ActionRefused(
            f"Der Vertrag gilt erst seit dem {date_words(texts.first_day)}; vorher kann ihn kein Nachtrag ändern. Es wurde "
            "nichts geändert."
        )
    _require_before_end(texts, effect.on, "geändert")


def require_running(instrument: Instrument, day: date, done: str) -> None:
    """Raise ActionRefused if an amendment would be frozen or signed after its contract has ended; `done` is what was not done."""
    texts = signed_texts(instrument.agreement) if instrument.number else None
    if texts is not None:
        _require_before_end(texts, day, done)


def _require_before_end(texts: SignedTexts, day: date, done: str) -> None:
    last = last_day(contract_facts(texts.contract), day)
    if last is not None and day > last:
        raise ActionRefused(
            f"Der Vertrag endet am {date_words(last)}. Danach kann ihn kein Nachtrag mehr ändern oder verlängern; dafür "
            f"braucht es einen Folgevertrag. Es wurde nichts {done}."
        )
