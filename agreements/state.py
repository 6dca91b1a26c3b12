"""The state of an agreement on a day, derived from its contract. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from agreements.amendment_choices import EffectKind
from agreements.calendar_months import DAY, months_before, months_following
from agreements.choices import Status
from agreements.recording_choices import UnknownFact
from agreements.term_end import extended_until, last_notice_day
from agreements.termination_choices import ExtensionChoice
from agreements.tones import Tone

SOON = timedelta(days=180)
DECISION_MONTHS = 6  # before the last day for a notice


class AgreementState(TextChoices):
    REPORTED = "reported", "unterzeichnet laut Quelle"
    PREPARING = "preparing", "in Vorbereitung"
    SIGNED = "signed", "unterzeichnet, noch nicht in Kraft"
    IN_FORCE = "in_force", "in Kraft"
    NOTICED = "noticed", "gekündigt"
    EXPIRING = "expiring", "läuft aus"
    UNCLEAR = "unclear", "Laufzeit vorbei, Verlängerung nicht bekannt"
    ENDED = "ended", "beendet"
    WITHDRAWN = "withdrawn", "zurückgezogen"

    @property
    def tone(self) -> Tone:
        """How the state is to be taken."""
        return TONES[self]


TONES = {
    AgreementState.REPORTED: Tone.NEUTRAL,
    AgreementState.PREPARING: Tone.ACTIVE,
    AgreementState.SIGNED: Tone.GOOD,
    AgreementState.IN_FORCE: Tone.GOOD,
    AgreementState.NOTICED: Tone.ATTENTION,
    AgreementState.EXPIRING: Tone.ATTENTION,
    AgreementState.UNCLEAR: Tone.ATTENTION,
    AgreementState.ENDED: Tone.OVER,
    AgreementState.WITHDRAWN: Tone.STOPPED,
}


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What the state depends on.

    `signed_on` is the day of the last required signature, `noticed_end` the earliest day to which a notice ends the agreement.
    Of a contract made elsewhere `signed_on` is the last day it can have been if `signed_latest`, `in_force_stated` is the first
    day in force as its source says it, and some things are `unknown`. `effect` and `effect_on` are those of an amendment.
    `notice_months` is what the contract agreed, `notice_changes` what its amendments made of it, each from its first day on.
    """

    status: Status
    begins_on: date | None
    ends_on: date | None
    extension_months: int
    notice_months: int
    signed_on: date | None
    noticed_end: date | None = None
    signed_latest: bool = False
    in_force_stated: date | None = None
    unknown: frozenset[str] = frozenset()
    effect: EffectKind | None = None
    effect_on: date | None = None
    notice_changes: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextExtension:
    """The running term ends on `ends_on`, unless no notice is received until `last_notice_on`: then on `extended_until`."""

    ends_on: date
    last_notice_on: date
    extended_until: date

    @property
    def decide_from(self) -> date:
        """The day from which people are asked what is to become of it."""
        return months_before(self.last_notice_on, DECISION_MONTHS)


@dataclass(frozen=True, slots=True)
class DecidedExtension:
    """The last decision on an extension, and the end of the term that it is about."""

    ends_on: date
    choice: ExtensionChoice

    def is_to(self, choice: ExtensionChoice, extension: NextExtension) -> bool:
        """Whether it is this choice on an extension."""
        return self.choice == choice and self.ends_on == extension.ends_on


def in_force_on(facts: ContractFacts) -> date | None:
    """Return the first day in force: the last signature, not before the term begins (model agreement § 16 (4)).

    An amendment says itself when it takes effect.
    """
    if facts.status != Status.SIGNED or facts.signed_on is None:
        return None
    if facts.in_force_stated is not None:
        return facts.in_force_stated
    if facts.effect == EffectKind.AS_OF:
        return facts.effect_on
    not_before = facts.effect_on if facts.effect else facts.begins_on
    return max(facts.signed_on, not_before) if not_before else facts.signed_on


def is_in_force_earlier(facts: ContractFacts) -> bool:
    """Whether the first day in force is only the last that it can have been, as that of the signature is."""
    return facts.signed_latest and facts.in_force_stated is None and in_force_on(facts) == facts.signed_on


def last_day(facts: ContractFacts, as_of: date) -> date | None:
    """Return the last day: that of a notice, or of the term with all extensions begun by `as_of`; None if it is unlimited.

    A term that is not extended, because that is agreed or an amendment ends it, can end before the day of the notice.
    """
    if facts.ends_on is None:
        return facts.noticed_end
    if facts.noticed_end is not None:
        may_extend = facts.extension_months or UnknownFact.EXTENSION in facts.unknown
        return facts.noticed_end if may_extend else min(facts.noticed_end, facts.ends_on)
    return extended_until(facts.ends_on, facts.extension_months, as_of)


def next_extension(facts: ContractFacts, as_of: date) -> NextExtension | None:
    """Return what becomes of the term running on a day; None if it is not extended."""
    if in_force_on(facts) is None or facts.ends_on is None or not facts.extension_months or facts.noticed_end:
        return None
    ends_on = extended_until(facts.ends_on, facts.extension_months, as_of)
    return NextExtension(
        ends_on=ends_on,
        last_notice_on=last_notice_day(ends_on, facts.notice_months, facts.notice_changes),
        extended_until=extended_until(facts.ends_on, facts.extension_months, ends_on + DAY),
    )


def stoppable_extension(
    facts: ContractFacts, decided: DecidedExtension | None, as_of: date
) -> NextExtension | None:
    """Return the extension that a notice received on a day still stops; None if there is none or it is what was decided."""
    extension = next_extension(facts, as_of) if UnknownFact.NOTICE not in facts.unknown else None
    if extension is None or as_of > extension.last_notice_on:
        return None
    return None if decided and decided.is_to(ExtensionChoice.EXTEND, extension) else extension


def pending_extension(
    facts: ContractFacts, decided: DecidedExtension | None, as_of: date
) -> NextExtension | None:
    """Return the extension that is to be decided, or stopped by a notice as decided, while it still can be; None if none."""
    extension = stoppable_extension(facts, decided, as_of)
    if extension is None or as_of < extension.decide_from:
        return None
    return None if decided and decided.is_to(ExtensionChoice.RENEGOTIATE, extension) else extension


def offered_from(contract: ContractFacts | None, as_of: date, years: int) -> date | None:
    """Return the first day after retention, when the agreement must be offered to the Landesarchiv (§ 5 ArchGB).

    Counted from the end of the term as of `as_of`; None without one, or while it is unknown whether it was extended.
    """
    if contract is None or in_force_on(contract) is None:
        return None
    end = None if UnknownFact.EXTENSION in contract.unknown else last_day(contract, as_of)
    return months_following(end, 12 * years) + DAY if end else None


def agreement_state(contract: ContractFacts | None, as_of: date) -> AgreementState:
    """Return the state on a day; `contract` is None for an agreement known from public sources only."""
    if contract is None:
        return AgreementState.REPORTED
    if contract.status == Status.WITHDRAWN:
        return AgreementState.WITHDRAWN
    start = in_force_on(contract)
    if start is None:
        return AgreementState.PREPARING
    end = last_day(contract, as_of)
    if end is not None and as_of > end:
        open_end = contract.noticed_end is None and UnknownFact.EXTENSION in contract.unknown
        return AgreementState.UNCLEAR if open_end else AgreementState.ENDED
    if end is not None and end == contract.noticed_end:
        return AgreementState.NOTICED
    if as_of < start:
        return AgreementState.SIGNED
    if end is not None and not contract.extension_months and end - as_of <= SOON:
        return AgreementState.EXPIRING
    return AgreementState.IN_FORCE
