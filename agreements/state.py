"""The state of an agreement on a day, derived from its contract. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from agreements.calendar_months import DAY, add_months
from agreements.choices import Status
from agreements.tones import Tone

SOON = timedelta(days=180)


class AgreementState(TextChoices):
    REPORTED = "reported", "unterzeichnet laut Quelle"
    PREPARING = "preparing", "in Vorbereitung"
    SIGNED = "signed", "unterzeichnet, noch nicht in Kraft"
    IN_FORCE = "in_force", "in Kraft"
    EXPIRING = "expiring", "läuft aus"
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
    AgreementState.EXPIRING: Tone.ATTENTION,
    AgreementState.ENDED: Tone.OVER,
    AgreementState.WITHDRAWN: Tone.STOPPED,
}


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What the state depends on; `signed_on` is the day of the last required signature."""

    status: Status
    begins_on: date | None
    ends_on: date | None
    extension_months: int
    signed_on: date | None


def in_force_on(facts: ContractFacts) -> date | None:
    """Return the first day in force: the last signature, not before the term begins (model agreement § 16 (4))."""
    if facts.status != Status.SIGNED or facts.signed_on is None:
        return None
    return max(facts.signed_on, facts.begins_on) if facts.begins_on else facts.signed_on


def last_day(facts: ContractFacts, as_of: date) -> date | None:
    """Return the last day of the term with all extensions begun by `as_of`; None for an unlimited term.

    The term is extended automatically (model agreement § 14 (1)).
    """
    if facts.ends_on is None:
        return None
    return extended_until(facts.ends_on, facts.extension_months, as_of)


def extended_until(ends_on: date, extension_months: int, as_of: date) -> date:
    """Return the last day of a term with the extensions begun by `as_of`; each counts from the first end."""
    end, extensions = ends_on, 0
    while extension_months and end < as_of:
        extensions += 1
        end = _months_after(ends_on, extension_months * extensions)
    return end


def _months_after(last: date, months: int) -> date:
    """Return the last day of a span that begins on the day after `last`: 30.06. and six months give 31.12."""
    begins = last + DAY
    following = add_months(begins, months)
    if following.day != begins.day:  # there is no such day: the month ends earlier
        return following
    return following - DAY


def offered_from(contract: ContractFacts | None, as_of: date, years: int) -> date | None:
    """Return the first day after retention, when the agreement must be offered to the Landesarchiv (§ 5 ArchGB).

    Counted from the end of the term as of `as_of`; None without one.
    """
    if contract is None or in_force_on(contract) is None:
        return None
    end = last_day(contract, as_of)
    return _months_after(end, 12 * years) + DAY if end else None


def agreement_state(contract: ContractFacts | None, as_of: date) -> AgreementState:
    """Return the state on a day; `contract` is None for an agreement known from public sources only."""
    if contract is None:
        return AgreementState.REPORTED
    if contract.status == Status.WITHDRAWN:
        return AgreementState.WITHDRAWN
    start = in_force_on(contract)
    if start is None:
        return AgreementState.PREPARING
    if as_of < start:
        return AgreementState.SIGNED
    end = last_day(contract, as_of)
    if end is not None and as_of > end:
        return AgreementState.ENDED
    if end is not None and not contract.extension_months and end - as_of <= SOON:
        return AgreementState.EXPIRING
    return AgreementState.IN_FORCE
