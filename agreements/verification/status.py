"""The public status of a version that was ever frozen."""

from dataclasses import dataclass, replace
from datetime import date

from agreements.choices import Status
from agreements.models import Version
from agreements.state import ContractFacts, agreement_state
from agreements.texts.term import ending_words
from agreements.tones import Tone
from agreements.verification.queries import facts_of_contract


@dataclass(frozen=True, slots=True)
class VersionStatus:
    """A status with its German sentence; only of a version that `counts` anything else is shown."""

    tone: Tone
    label: str
    sentence: str
    counts: bool
    title: str = "Nicht verwenden"
    notice_tone: str = "warning"


SIGNED = VersionStatus(
    Tone.GOOD,
    "unterzeichnet",
    "Alle erforderlichen Unterschriften liegen vor, und dies ist die neueste Fassung der Urkunde.",
    counts=True,
    title="Unterzeichnet und aktuell",
    notice_tone="success",
)
NO_ENDING = (
    "Eine Kündigung oder ein Ende ist hier nicht festgehalten; wie lange der Vertrag läuft, steht in ihm."
)
SIGNING = VersionStatus(
    Tone.ATTENTION,
    "zur Zeichnung",
    "Diese Fassung liegt zur Zeichnung vor und ist die neueste. Es fehlen noch Unterschriften.",
    counts=True,
    title="Liegt zur Zeichnung vor",
    notice_tone="info",
)
REPLACED = VersionStatus(
    Tone.NEUTRAL,
    "überholt",
    "Überholt: Diese Fassung wurde aus der Zeichnung zurückgeholt, und es gibt eine neuere Fassung. "
    "Unterschreiben Sie sie nicht, und berufen Sie sich nicht auf sie.",
    counts=False,
)
TAKEN_BACK = VersionStatus(
    Tone.NEUTRAL,
    "zurückgeholt",
    "Zurückgeholt: Diese Fassung wurde aus der Zeichnung genommen und gilt nicht. Eine neuere wurde noch nicht "
    "festgeschrieben. Unterschreiben Sie sie nicht.",
    counts=False,
)
WITHDRAWN = VersionStatus(
    Tone.STOPPED,
    "zurückgezogen",
    "Zurückgezogen: Aus dieser Fassung ist kein Vertrag geworden, und sie gilt nicht.",
    counts=False,
)


def version_status(version: Version, as_of: date) -> VersionStatus:
    """Return the status of a version on a day; select its instrument with it."""
    instrument = version.instrument
    if instrument.frozen_version_id == version.pk:
        if instrument.status != Status.SIGNED:
            return SIGNING
        return _signed(facts_of_contract(instrument.agreement_id), as_of)
    if instrument.frozen_version_id is not None:
        return REPLACED
    return WITHDRAWN if instrument.status == Status.WITHDRAWN else TAKEN_BACK


def _signed(facts: ContractFacts, as_of: date) -> VersionStatus:
    """Return the status of what is signed; the end is that of the contract, for its amendments too."""
    if not (ending := ending_words(facts, as_of)):
        return replace(SIGNED, sentence=f"{SIGNED.sentence} {NO_ENDING}")
    return replace(
        SIGNED,
        tone=agreement_state(facts, as_of).tone,
        label=ending,
        sentence=f"{SIGNED.sentence} Der Vertrag ist {ending}.",
        title=f"Unterzeichnet, {ending}",
        notice_tone="warning",
    )
