"""What the page of a correction says before anything is saved: who may have signed, and what follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.choices import Anchor, Status
from agreements.content import Content
from agreements.models import Instrument, Signatory, Signature
from agreements.signing.actions import missing_signatories
from agreements.signing.delegation.queries import delegations_by_signatory, encode_signer
from agreements.state import ContractFacts, in_force_on
from agreements.texts.in_force import contract_facts, with_term_facts
from agreements.texts.signature_changes import changes_of
from agreements.texts.wording import date_words

ENOUGH_CODES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """`signers` are the choices of the form; `concluding` is the one with which the instrument would be concluded."""

    signature: Signature
    content: Content
    signers: tuple[tuple[str, str], ...]
    concluding: str
    is_signed: bool
    signs_for_good: bool
    follows: tuple[str, ...]


def correction_view(signature: Signature) -> CorrectionView:
    """Return what the page says. The version must be the frozen one of its instrument."""
    version, instrument = signature.version, signature.version.instrument
    is_signed = instrument.status == Status.SIGNED
    signs_for_good = is_signed and signature.signatory.required
    people = [signature.signatory] if signs_for_good else list(_possible(signature))
    deputies = delegations_by_signatory(version)
    signers = []
    for person in people:
        signers.append((encode_signer(person), f"{person.name}, {person.function}"))
        signers += [
            (encode_signer(person, one), f"{one.name}, in Vertretung für {person.name}")
            for one in deputies.get(person.pk, ())
        ]
    missing = missing_signatories(instrument)
    last = missing[0].key if len(missing) == 1 and not signature.signatory.required else ""
    content = version.read()
    return CorrectionView(
        signature=signature,
        content=content,
        signers=tuple(signers),
        concluding=last,
        is_signed=is_signed,
        signs_for_good=signs_for_good,
        follows=tuple(_follows(signature, content)) if is_signed else (),
    )


def _possible(signature: Signature) -> Iterator[Signatory]:
    """Yield who may have signed: whoever is recorded, and who has no signature yet."""
    signed = set(Signature.objects.signers(signature.version_id)) - {signature.signatory_id}
    yield from signature.version.instrument.signatories.exclude(pk__in=signed)


def _follows(signature: Signature, content: Content) -> Iterator[str]:
    yield (
        "Es entsteht eine neue Lesefassung, die sagt, was gilt und was berichtigt ist. Die bisherige gilt dann als überholt; "
        "das Siegel auf der neuen kommt von selbst nach."
    )
    facts = _facts(signature)
    first = in_force_on(facts)
    if not signature.signatory.required or facts.signed_on is None or first is None:
        return
    yield (
        "Ändern Sie den Tag, so folgt daraus auch, ab wann der Vertrag in Kraft ist: ab der letzten erforderlichen "
        f"Unterschrift, frühestens ab Beginn der Laufzeit. Bisher ist zuletzt am {date_words(facts.signed_on)} unterzeichnet "
        f"und der Vertrag ab dem {date_words(first)} in Kraft."
    )
    codes = [duty.code for duty in content.obligations if duty.due.anchor == Anchor.SIGNING]
    if codes:
        yield (
            f"Ab der Unterzeichnung rechnen die Termine von {_listed(codes)}; sie verschieben sich mit. Was dazu schon gemeldet "
            "ist, bleibt bei seinem Termin."
        )


def _listed(codes: list[str]) -> str:
    shown, others = codes[:ENOUGH_CODES], len(codes) - ENOUGH_CODES
    return ", ".join(shown) + (f" und {others} weiteren Pflichten" if others > 0 else "")


def done_words(correction: Signature, before: date | None) -> str:
    """Return what was corrected, and the first day in force if it is another one than `before`."""
    instrument = correction.version.instrument
    words = f"Unterschrift von {correction.signatory.name} berichtigt: {', '.join(changes_of(correction))}."
    if instrument.status != Status.SIGNED:
        return words
    first = first_day(correction)
    if first and before and first != before:
        words += (
            f" Der Vertrag ist damit ab dem {date_words(first)} in Kraft statt ab dem {date_words(before)}."
        )
    return f"{words} Die neue Lesefassung steht unter „Dokumente“; die bisherige ist überholt."


def first_day(signature: Signature) -> date | None:
    """Return the first day in force of the instrument as its signatures stand now."""
    return in_force_on(_facts(signature))


def _facts(signature: Signature) -> ContractFacts:
    return contract_facts(with_term_facts(Instrument.objects.all()).get(pk=signature.version.instrument_id))
