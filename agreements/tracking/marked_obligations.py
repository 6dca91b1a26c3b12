"""Where the obligations of a signed text stand, by the places of the text that name them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agreements.content import Content
from agreements.models import Instrument
from agreements.tracking.queries.obligations import terms_visible_to, tracked_obligations
from agreements.tracking.status import TrackedState
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedObligation:
    """An obligation, the most urgent state of its occurrences, and its page."""

    code: str
    title: str
    state: TrackedState
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationMarks:
    """By code, and by the key of the clause that states them."""

    duties: Mapping[str, MarkedObligation]
    clauses: Mapping[str, tuple[MarkedObligation, ...]]


def obligation_marks(user: User, content: Content, instrument: Instrument, as_of: date) -> ObligationMarks:
    """Return where the obligations of a signed text stand. Five queries."""
    terms = terms_visible_to(user).filter(obligation__agreement=instrument.agreement_id)
    most_urgent = {one.code: one for one in reversed(tracked_obligations(terms, as_of))}
    duties = {
        duty.code: MarkedObligation(
            code=duty.code,
            title=duty.title,
            state=found.status.state,
            url=reverse("obligation_detail", args=[found.obligation_id]),
        )
        for duty in content.obligations
        if (found := most_urgent.get(duty.code))
    }
    clauses = defaultdict(list)
    for duty in content.obligations:
        if duty.code in duties:
            clauses[duty.clause_key].append(duties[duty.code])
    return ObligationMarks(
        duties=duties, clauses={key: tuple(found) for key, found in clauses.items() if key}
    )
