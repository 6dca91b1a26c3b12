"""The public status of a version that was ever frozen."""

from dataclasses import dataclass

from agreements.choices import Status
from agreements.models import Version
from agreements.tones import Tone


@dataclass(frozen=True, slots=True)
class VersionStatus:
    """A status with its German sentence; only of a version that `counts` anything else is shown."""

    tone: Tone
    label: str
    sentence: str
    counts: bool


SIGNED = VersionStatus(
    Tone.GOOD,
    "unterzeichnet",
    "Alle erforderlichen Unterschriften liegen vor, und dies ist die neueste Fassung der Urkunde. Wie lange ein Vertrag "
    "läuft und ob er gekündigt ist, sagt diese Seite nicht.",
    counts=True,
)
SIGNING = VersionStatus(
    Tone.ATTENTION,
    "zur Zeichnung",
    "Diese Fassung liegt zur Zeichnung vor und ist die neueste. Es fehlen noch Unterschriften.",
    counts=True,
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


def version_status(version: Version) -> VersionStatus:
    """Return the status of a version; select its instrument with it."""
    instrument = version.instrument
    if instrument.frozen_version_id == version.pk:
        return SIGNED if instrument.status == Status.SIGNED else SIGNING
    if instrument.frozen_version_id is not None:
        return REPLACED
    return WITHDRAWN if instrument.status == Status.WITHDRAWN else TAKEN_BACK
