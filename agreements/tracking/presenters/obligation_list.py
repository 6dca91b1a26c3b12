"""The list of obligations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from django.core.paginator import Page, Paginator

from agreements.tracking.counts import StateCount
from agreements.tracking.listing import listing
from agreements.tracking.presenters.listed_rows import listed_rows
from agreements.tracking.presenters.occurrences import OccurrenceRow, view_rows
from agreements.tracking.queries.obligations import ObligationFilter, terms_visible_to
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import HEADINGS
from districts.models import User
from districts.policy import role_scope
from districts.roles import DISTRICT_ROLES

ROWS_ON_A_PAGE = 30
ALWAYS_COUNTED = frozenset(
    {TrackedState.OVERDUE, TrackedState.DUE, TrackedState.WAITING, TrackedState.UPCOMING, TrackedState.DONE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationSection:
    """The rows of one state; `total` includes those on other pages."""

    state: TrackedState
    heading: str
    total: int
    rows: tuple[OccurrenceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The number of occurrences in a state, as a link that sets or removes the filter."""

    state: TrackedState
    number: int
    active: bool
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationList:
    title: str
    lead: str
    agreement: str
    nothing_signed: bool
    shows_district: bool
    tallies: tuple[Tally, ...]
    sections: tuple[ObligationSection, ...]
    page: "Page[int]"

    @property
    def rows(self) -> tuple[OccurrenceRow, ...]:
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def can_report(self) -> bool:
        """Whether the user can report on several of the rows."""
        return sum(row.can_be_reported for row in self.rows) > 1


def list_title(user: User) -> str:
    """Return the title of the list for this user."""
    return "Unsere Pflichten" if role_scope(user).all_roles & DISTRICT_ROLES else "Pflichten"


def obligation_list(
    user: User, choice: ObligationFilter, page_number: str | None, as_of: date
) -> ObligationList:
    """Return the filtered obligations visible to the user, the most urgent first. Ten queries, fifteen if partly cached."""
    listed = listing(terms_visible_to(user).filter(choice.condition()), as_of)
    counted = listed.count(choice)
    selected = counted.of(choice.state) if choice.state else counted.total
    page = Paginator(range(selected), ROWS_ON_A_PAGE).get_page(page_number)
    shown = list(islice(listed.entries(choice), max(page.start_index() - 1, 0), page.end_index()))
    who = role_scope(user)
    return ObligationList(
        title=list_title(user),
        lead=f"Stand vom {as_of:%d.%m.%Y}: was aus unterzeichneten Verträgen zu tun ist, das Dringende zuerst.",
        agreement=choice.agreement,
        nothing_signed=not counted.total and not terms_visible_to(user).exists(),
        shows_district=bool(who.city) or len(who.district_ids) > 1,
        tallies=_tallies(counted, choice.state),
        sections=_sections(listed_rows(user, listed, shown), counted),
        page=page,
    )


def all_rows(user: User, choice: ObligationFilter, as_of: date) -> list[OccurrenceRow]:
    """Return the rows of the list, of all its pages."""
    listed = listing(terms_visible_to(user).filter(choice.condition()), as_of)
    return view_rows(user, listed.obligations(list(listed.entries(choice))), as_of)


def _tallies(counted: StateCount, active: TrackedState | None) -> tuple[Tally, ...]:
    return tuple(
        Tally(
            state=state,
            number=counted.of(state),
            active=state == active,
            value=None if state == active else state.value,
        )
        for state in TrackedState
        if counted.of(state) or state in ALWAYS_COUNTED or state == active
    )


def _sections(rows: Sequence[OccurrenceRow], counted: StateCount) -> tuple[ObligationSection, ...]:
    return tuple(
        ObligationSection(
            state=state,
            heading=HEADINGS[state],
            total=counted.of(state),
            rows=tuple(group),
        )
        for state, group in groupby(rows, key=lambda row: row.state)
    )
