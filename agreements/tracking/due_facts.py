"""What is still to be done in agreements, with its due date: obligations, the last day for a notice, the end of the term."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from agreements.mail_topics import Topic
from agreements.models import DueDay
from agreements.parties import ReportingSide, reporting_sides
from agreements.recording_choices import UnknownFact
from agreements.state import ContractFacts, DecidedExtension, last_day, next_extension
from agreements.termination_choices import ExtensionChoice
from agreements.tracking.queries.obligations import TrackedObligation
from agreements.tracking.status import TrackedState

# something is to be done until the due date; what was reported waits for the other side
TO_DO = frozenset({TrackedState.UPCOMING, TrackedState.IN_PROGRESS, TrackedState.ASKED_BACK})


def due_days(
    occurrences: Iterable[TrackedObligation],
    ends: Mapping[int, tuple[ContractFacts, DecidedExtension | None]],
    as_of: date,
) -> Iterator[DueDay]:
    """Yield the due days of agreements, unsaved; `occurrences` have base states, `ends` is what their ends follow from."""
    for one in occurrences:
        if one.status.due_on and one.status.state in TO_DO and not one.terms.never_due:
            sides = reporting_sides(one.owed_by)
            yield DueDay(
                agreement_id=one.agreement_id,
                topic=Topic.OBLIGATION,
                obligation_id=one.obligation_id,
                instrument_id=one.instrument_id,
                key=one.key,
                due_on=one.status.due_on,
                once=one.terms.once,
                by_district=ReportingSide.DISTRICT in sides,
                by_coordination=ReportingSide.COORDINATION in sides,
            )
    for pk, (facts, decided) in ends.items():
        yield from _of_the_term(pk, facts, decided, as_of)


def _of_the_term(
    agreement: int, facts: ContractFacts, decided: DecidedExtension | None, as_of: date
) -> Iterator[DueDay]:
    """Yield the last day for a notice where the term would be extended, else its last day, if they are known.

    Who has decided to let it be extended has nothing to do; the other side may not know of it.
    """
    if facts.unknown & {UnknownFact.END, UnknownFact.EXTENSION}:
        return
    extension = next_extension(facts, as_of)
    day = extension.last_notice_on if extension else last_day(facts, as_of)
    if day is None or (extension and UnknownFact.NOTICE in facts.unknown):
        return
    settled = bool(extension and decided and decided.is_to(ExtensionChoice.EXTEND, extension))
    yield DueDay(
        agreement_id=agreement,
        topic=Topic.NOTICE if extension else Topic.END,
        key=day.isoformat(),
        due_on=day,
        by_district=True,
        by_coordination=not settled,
    )
