"""German wording for the term of a contract on a day. Pure."""

from collections.abc import Iterator
from datetime import date

from agreements.content import Term
from agreements.recording_choices import UnknownFact
from agreements.schedule.working_days import is_working_day, working_day_before
from agreements.state import (
    AgreementState,
    ContractFacts,
    DecidedExtension,
    NextExtension,
    agreement_state,
    in_force_on,
    is_in_force_earlier,
    last_day,
    next_extension,
)
from agreements.term_end import extended_until, next_notice_day, notice_months_on
from agreements.termination_choices import ExtensionChoice
from agreements.texts.wording import date_words, months_words


def force_label(facts: ContractFacts, as_of: date) -> str:
    """Return what stands before the first day in force: it is not in force before that day, and may have been earlier."""
    first_day = in_force_on(facts)
    if first_day and as_of < first_day:
        return "Tritt in Kraft am"
    return "In Kraft spätestens seit" if is_in_force_earlier(facts) else "In Kraft seit"


def outlook_words(facts: ContractFacts, as_of: date) -> str:
    """Return what becomes of the term: „kündbar bis 30.04.2027 (Zugang), sonst Verlängerung bis 31.07.2028“.

    Empty before the contract is signed. That no notice is recorded does not mean that none was received.
    """
    if in_force_on(facts) is None:
        return ""
    if facts.noticed_end is not None and facts.noticed_end == last_day(facts, as_of):
        return f"gekündigt zum {date_words(facts.noticed_end)}"
    if unknown := _unknown_words(facts, as_of):
        return unknown
    if facts.ends_on is None:
        months = notice_months_on(as_of, facts.notice_months, facts.notice_changes)
        return f"unbefristet, Kündigungsfrist {months_words(months)}" if months else "unbefristet"
    extension = next_extension(facts, as_of)
    if extension is None:
        return "ohne Verlängerung"
    last, until = date_words(extension.last_notice_on), date_words(extension.extended_until)
    first = next_notice_day(as_of, extension.ends_on, facts.notice_months, facts.notice_changes)
    if first is None:
        return f"kündbar war bis {last} (Zugang); soweit hier erfasst, Verlängerung bis {until}"
    since = f"vom {date_words(first)} " if first > as_of else ""
    return f"kündbar {since}bis {last} (Zugang), sonst Verlängerung bis {until}"


def _unknown_words(facts: ContractFacts, as_of: date) -> str:
    """Return what nobody here knows of a contract made elsewhere."""
    if UnknownFact.END in facts.unknown:
        return "Ende nicht bekannt"
    if UnknownFact.EXTENSION in facts.unknown:
        return "ob er sich verlängert, ist nicht bekannt"
    extension = next_extension(facts, as_of)
    if extension and UnknownFact.NOTICE in facts.unknown:
        until = date_words(extension.extended_until)
        return f"Kündigungsfrist nicht bekannt, ohne Kündigung Verlängerung bis {until}"
    return ""


def ending_words(facts: ContractFacts, as_of: date) -> str:
    """Return that a signed contract is terminated or over: „gekündigt zum 31.03.2028“; empty while neither is known."""
    end, state = last_day(facts, as_of), agreement_state(facts, as_of)
    if end and state == AgreementState.ENDED:
        return f"beendet am {date_words(end)}"
    if end and state == AgreementState.NOTICED:
        return f"gekündigt zum {date_words(end)}"
    return ""


def pending_words(extension: NextExtension, decided: DecidedExtension | None) -> str:
    """Return what is to be done before an extension, and until when; a last day without mail says the one before."""
    last, until = extension.last_notice_on, date_words(extension.extended_until)
    if is_working_day(last):
        day = date_words(last)
    else:
        before = date_words(working_day_before(last))
        day = f"{date_words(last)} (letzter Arbeitstag davor: {before})"
    choice = decided.choice if decided and decided.ends_on == extension.ends_on else None
    if choice == ExtensionChoice.TERMINATE:
        return f"Entschieden ist: kündigen. Die Kündigung muss bis zum {day} zugehen, sonst Verlängerung bis {until}."
    known = f"Entschieden ist: {choice.label}" if choice else "Noch nicht entschieden"
    return f"{known}. Kündbar bis {day} mit Zugang an diesem Tag, sonst Verlängerung bis {until}."


def term_warnings(term: Term, as_of: date) -> Iterator[str]:
    """Yield what is odd about a term that is signed on a day; it does not prevent signing."""
    if term.ends_on is None or term.ends_on >= as_of:
        return
    ended = f"Die Laufzeit ist am {date_words(term.ends_on)} zu Ende gegangen, vor jeder Unterschrift"
    if not term.extension_months:
        yield f"{ended}: Der Vertrag wäre mit der letzten Unterschrift schon beendet."
        return
    last = date_words(extended_until(term.ends_on, term.extension_months, as_of))
    yield f"{ended}; nur mit der Verlängerung liefe der Vertrag, zurzeit bis {last}."
