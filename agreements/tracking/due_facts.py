"""Every day on which something is due from now on, and what is due since an earlier day: obligations, notice, end of term."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.choices import Side
from agreements.due_topics import DueTopic
from agreements.parties import FIRST_TWO
from agreements.recording_choices import UnknownFact
from agreements.state import ContractFacts, last_day, next_extension
from agreements.tracking.queries.obligations import TrackedObligation, newest_terms, occurrences_until
from agreements.tracking.queries.schedule_facts import contracts_of
from agreements.tracking.status import TrackedState

# something is still to be done until the due date; what was reported waits for the other side
TO_DO = frozenset({TrackedState.UPCOMING, TrackedState.IN_PROGRESS, TrackedState.ASKED_BACK})
ONCE = "einmal"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFact:
    """One due date of an agreement, with who owes.

    `key` is that of the occurrence, and `event` what names it even when a single date moves. `instrument_id` is the one
    whose terms it follows; it and `obligation_id` are None for what is no obligation.
    """

    agreement_id: int
    topic: DueTopic
    key: str
    event: str
    due_on: date
    owed_by: frozenset[Side]
    obligation_id: int | None = None
    instrument_id: int | None = None


def due_facts(agreements: Collection[int], as_of: date, until: date) -> list[DueFact]:
    """Return what is still to be done in agreements, by due date; recurring dates up to the first from `until` on. Six queries."""
    terms = newest_terms().filter(instrument__agreement__in=agreements)
    facts = [*_of_obligations(occurrences_until(terms, as_of, until))]
    contracts = {pk: contract.facts for pk, contract in contracts_of(terms, as_of).items()}
    facts += _of_terms(contracts, as_of)
    return sorted(facts, key=lambda one: (one.due_on, one.agreement_id, one.event))


def _of_obligations(occurrences: Iterable[TrackedObligation]) -> Iterator[DueFact]:
    for one in occurrences:
        if one.status.due_on and one.status.state in TO_DO:
            yield DueFact(
                agreement_id=one.agreement_id,
                topic=DueTopic.OBLIGATION,
                key=one.key,
                event=f"pflicht-{one.obligation_id}-{ONCE if one.terms.once else one.key}",
                due_on=one.status.due_on,
                owed_by=one.owed_by,
                obligation_id=one.obligation_id,
                instrument_id=one.instrument_id,
            )


def _of_terms(contracts: Mapping[int, ContractFacts], as_of: date) -> Iterator[DueFact]:
    """Yield the last day for a notice where the term would be extended, else the last day of the term, if they are known."""
    for pk, facts in contracts.items():
        if facts.unknown & {UnknownFact.END, UnknownFact.EXTENSION}:
            continue
        if extension := next_extension(facts, as_of):
            topic, name, day = DueTopic.NOTICE, "kuendigung", extension.last_notice_on
            if UnknownFact.NOTICE in facts.unknown:
                continue
        elif last := last_day(facts, as_of):
            topic, name, day = DueTopic.END, "ende", last
        else:
            continue
        yield DueFact(
            agreement_id=pk,
            topic=topic,
            key=day.isoformat(),
            event=f"{name}-{pk}",
            due_on=day,
            owed_by=frozenset(FIRST_TWO),
        )
