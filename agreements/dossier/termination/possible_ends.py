"""The day to which a notice can end an agreement. Pure."""

from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile

from agreements.calendar_months import add_months
from agreements.errors import ActionRefused
from agreements.recording_choices import UnknownFact
from agreements.state import ContractFacts, last_day
from agreements.term_end import extended_until, last_notice_day, next_notice_day, notice_months_on, term_ends
from agreements.termination_choices import TerminationKind
from agreements.texts.wording import date_words

DECISIVE = {UnknownFact.END, UnknownFact.EXTENSION, UnknownFact.NOTICE}


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleEnd:
    """The first day to which a notice can end the agreement; `objection` says why not to the day it was given for."""

    ends_on: date
    objection: str = ""


def possible_end(
    facts: ContractFacts, *, kind: TerminationKind, received_on: date, claimed: date | None
) -> PossibleEnd:
    """Return to which day a notice ends the agreement. `claimed` is the day it names. Raises ActionRefused if to none."""
    if facts.signed_on is None or received_on < facts.signed_on:
        raise ActionRefused(
            "Gekündigt werden kann ein Vertrag erst, wenn er unterzeichnet ist. Bitte prüfen Sie den Tag des Zugangs. Es wurde "
            "nichts festgehalten."
        )
    ends = last_day(facts, received_on) if UnknownFact.EXTENSION not in facts.unknown else None
    if ends is not None and ends < received_on:
        raise ActionRefused(
            f"Der Vertrag ist am {date_words(ends)} zu Ende gegangen, vor dem Zugang am {date_words(received_on)}. Zu kündigen "
            "ist nichts mehr; es wurde nichts festgehalten."
        )
    if kind == TerminationKind.EXTRAORDINARY:
        return _extraordinary(received_on, claimed, ends)
    if facts.unknown & DECISIVE:
        return _of_unknown_terms(received_on, claimed)
    if facts.ends_on is None:
        months = notice_months_on(received_on, facts.notice_months, facts.notice_changes)
        return _unlimited(add_months(received_on, months), claimed)
    if not facts.extension_months:
        raise ActionRefused(
            f"Der Vertrag verlängert sich nicht und endet am {date_words(facts.ends_on)} von selbst; einer ordentlichen "
            "Kündigung bedarf es nicht. Soll er früher enden, geht das nur außerordentlich. Es wurde nichts festgehalten."
        )
    return _of_a_term(facts, facts.ends_on, received_on, claimed)


def coming_ends(facts: ContractFacts, as_of: date, count: int) -> list[tuple[date, date]]:
    """Return the next days on which a notice can be received in time, with the ends they belong to."""
    if facts.ends_on is None or not facts.extension_months or facts.unknown & DECISIVE:
        return []
    ends = term_ends(facts.ends_on, facts.extension_months)
    coming = ((last_notice_day(end, facts.notice_months, facts.notice_changes), end) for end in ends)
    return list(islice(((last, end) for last, end in coming if last >= as_of), count))


def _extraordinary(received_on: date, claimed: date | None, ends: date | None) -> PossibleEnd:
    if claimed and claimed < received_on:
        return PossibleEnd(
            ends_on=received_on,
            objection=f"Vor ihrem Zugang am {date_words(received_on)} wirkt eine Kündigung nicht.",
        )
    if claimed and ends and claimed > ends:
        return PossibleEnd(
            ends_on=ends,
            objection=f"Am {date_words(claimed)} läuft der Vertrag nach heutigem Stand nicht mehr.",
        )
    return PossibleEnd(ends_on=claimed or received_on)


def _of_unknown_terms(received_on: date, claimed: date | None) -> PossibleEnd:
    """Take the day that the notice names: whether it keeps the period, nobody here can say."""
    if claimed is None or claimed < received_on:
        raise ActionRefused(
            "Zu welchem Tag diese Kündigung wirkt, lässt sich hier nicht ausrechnen: Ende, Verlängerung oder Kündigungsfrist "
            "dieses Vertrags sind nicht bekannt. Bitte tragen Sie unter „Gekündigt zum“ den Tag ein, zu dem sie wirkt, oder "
            "ergänzen Sie erst die Eckdaten. Es wurde nichts festgehalten."
        )
    return PossibleEnd(ends_on=claimed)


def _unlimited(earliest: date, claimed: date | None) -> PossibleEnd:
    if claimed is None or claimed >= earliest:
        return PossibleEnd(ends_on=claimed or earliest)
    return PossibleEnd(
        ends_on=earliest, objection=f"Bis zum {date_words(claimed)} ist die Kündigungsfrist nicht gewahrt."
    )


def _of_a_term(facts: ContractFacts, first_end: date, received_on: date, claimed: date | None) -> PossibleEnd:
    wanted = claimed or extended_until(first_end, facts.extension_months, received_on)
    ends = term_ends(first_end, facts.extension_months)
    ends_on = next(end for end in ends if end >= wanted and _next_day(facts, end, received_on) == received_on)
    if ends_on == wanted:
        return PossibleEnd(ends_on=ends_on)
    if wanted not in takewhile(lambda end: end <= wanted, term_ends(first_end, facts.extension_months)):
        return PossibleEnd(ends_on=ends_on, objection=f"Am {date_words(wanted)} endet keine Laufzeit.")
    begun = [change for change in facts.notice_changes if change[0] <= received_on]
    last = last_notice_day(wanted, facts.notice_months, begun)
    objection = (
        f"Zum {date_words(wanted)} hätte die Kündigung bis zum {date_words(last)} zugehen müssen; zugegangen ist sie am "
        f"{date_words(received_on)}."
    )
    if again := _next_day(facts, wanted, received_on):
        objection += f" Eine neue zu demselben Tag kann ab dem {date_words(again)} zugehen: Dann gilt eine kürzere Frist."
    return PossibleEnd(ends_on=ends_on, objection=objection)


def _next_day(facts: ContractFacts, ends_on: date, day: date) -> date | None:
    return next_notice_day(day, ends_on, facts.notice_months, facts.notice_changes)
