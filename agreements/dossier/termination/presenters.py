"""View models of the end of an agreement: decisions on extension, notices, and what they lead to."""

from dataclasses import dataclass
from datetime import date

from agreements import policy
from agreements.models import ExtensionDecision, Instrument, NoticeRetraction, TerminationNotice
from agreements.policy import Verdict
from agreements.state import (
    ContractFacts,
    DecidedExtension,
    NextExtension,
    next_extension,
    pending_extension,
)
from agreements.termination_choices import ExtensionChoice
from agreements.texts.term import outlook_words, pending_words
from agreements.texts.wording import date_words
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    notice: TerminationNotice
    side: str
    effect: str
    retraction: NoticeRetraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndView:
    """The end of a signed contract on its page; `read` allows letters and reasons."""

    outlook: str
    pending: str
    decisions: tuple[ExtensionDecision, ...]
    notices: tuple[NoticeRow, ...]
    decide: Verdict
    record: Verdict
    read: Verdict


def end_view(user: User, contract: Instrument, facts: ContractFacts, as_of: date) -> EndView:
    rows = contract.agreement.termination_notices.select_related("document", "retraction__document")
    extension = next_extension(facts, as_of)
    decisions = _decisions(user, contract, extension)
    last = (
        DecidedExtension(decisions[-1].ends_on, ExtensionChoice(decisions[-1].choice)) if decisions else None
    )
    pending = pending_extension(facts, last, as_of)
    decide = policy.verdict(user, "extension.decide", contract)
    return EndView(
        pending=pending_words(pending, last) if pending and decide.allowed else "",
        decisions=decisions,
        decide=decide if extension else Verdict(allowed=False),
        outlook=outlook_words(facts, as_of),
        notices=tuple(
            NoticeRow(
                notice=row,
                side=contract.party_names[row.side],
                effect=effect_words(row),
                retraction=getattr(row, "retraction", None),
            )
            for row in rows.order_by("received_on", "pk")
        ),
        record=policy.verdict(user, "termination.record", contract),
        read=policy.verdict(user, "termination.read", contract),
    )


def _decisions(
    user: User, contract: Instrument, extension: NextExtension | None
) -> tuple[ExtensionDecision, ...]:
    """Return what is decided about the next extension; it is shown until that begins."""
    if extension is None or not policy.verdict(user, "extension.read", contract).allowed:
        return ()
    rows = contract.agreement.extension_decisions.select_related("recorded_by")
    return tuple(rows.filter(ends_on=extension.ends_on).order_by("pk"))


def effect_words(notice: TerminationNotice) -> str:
    """Return what a notice leads to, as it was decided."""
    if notice.ends_on is None:
        return "beendet den Vertrag nicht"
    return f"beendet den Vertrag mit Ablauf des {date_words(notice.ends_on)}"


def recorded_words(notice: TerminationNotice, facts: ContractFacts) -> str:
    """Return what holds after a notice is recorded: of several the earliest."""
    words = f"Festgehalten. Die Kündigung {effect_words(notice)}."
    if facts.noticed_end and facts.noticed_end != notice.ends_on:
        words += f" Es gilt der frühere Tag einer anderen Kündigung, der {date_words(facts.noticed_end)}."
    if notice.ends_on:
        words += " Was nach dem Ende fällig ist, bleibt fällig."
    return words
