"""The start page of a district: „Was steht an“."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import QuerySet

from agreements import policy
from agreements.models import Agreement, Instrument
from agreements.parties import ReportingSide
from agreements.state import pending_extension
from agreements.texts.term import outlook_words
from agreements.tracking.list_entries import ListEntry
from agreements.tracking.listing import Listing, listing
from agreements.tracking.presenters.listed_rows import listed_rows
from agreements.tracking.presenters.occurrences import OccurrenceRow
from agreements.tracking.queries.obligations import (
    ObligationFilter,
    terms_visible_to,
)
from agreements.tracking.staff_release.summaries import ReleaseSummary, known_release_summaries
from agreements.tracking.start.office_promises import Promise, promises
from agreements.tracking.status import TrackedState
from districts.models import User
from districts.policy import role_scope

ROWS_IN_A_SECTION = 8
CONFIRM = "confirm"
HEADINGS = {
    TrackedState.OVERDUE.value: "Überfällig",
    TrackedState.SHORT.value: "Nicht voll besetzt",
    TrackedState.ASKED_BACK.value: "MitWirkung fragt nach",
    TrackedState.DUE.value: "Fällig in den nächsten 30 Tagen",
    CONFIRM: "Von MitWirkung gemeldet: bitte bestätigen",
    TrackedState.WAITING.value: "Gemeldet, wartet auf Bestätigung durch MitWirkung",
}
FIGURES = {
    TrackedState.OVERDUE.value: "überfällig",
    TrackedState.SHORT.value: "nicht voll besetzt",
    TrackedState.ASKED_BACK.value: "Rückfrage offen",
    TrackedState.DUE.value: "fällig in 30 Tagen",
    CONFIRM: "zu bestätigen",
    TrackedState.WAITING.value: "wartet auf MitWirkung",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSection:
    """The first rows of a state or of what is to be confirmed; `total` counts all of them."""

    key: str
    heading: str
    figure: str
    state: TrackedState
    total: int
    rows: tuple[OccurrenceRow, ...]

    @property
    def more(self) -> int:
        """The number of rows that are only in the full list."""
        return self.total - len(self.rows)

    @property
    def query(self) -> str:
        """The filter of the full list that shows all of them."""
        return f"?stand={self.state.value}{f'&wer={ReportingSide.COORDINATION.value}' if self.key == CONFIRM else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What becomes of an agreement that `ends` on a day, or would be extended unless notice is received until then."""

    agreement: Agreement
    words: str
    on: date
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictStart:
    lead: str
    as_of: date
    nothing_signed: bool
    shows_district: bool
    sections: tuple[StartSection, ...]
    promises: tuple[Promise, ...]
    releases: tuple[ReleaseSummary, ...]
    agreements: tuple[Agreement, ...]
    outlooks: tuple[Outlook, ...]
    can_report: bool = False  # several at once is only in the full list

    @property
    def coordinators(self) -> tuple[User, ...]:
        """Whom the district asks."""
        return tuple(dict.fromkeys(agreement.coordinator for agreement in self.agreements))

    @property
    def rows(self) -> tuple[OccurrenceRow, ...]:
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def nothing_open(self) -> bool:
        return not any(section.total for section in self.sections)


def district_start(user: User, as_of: date) -> DistrictStart:
    """Return the start page of the user's districts on a day. Six queries, and those for what this process does not know."""
    listed = listing(terms_visible_to(user), as_of)
    heads = {one.pk: one.head for one in listed.agreements}
    agreements = Agreement.objects.select_related("district", "coordinator").in_bulk(heads)
    return DistrictStart(
        as_of=as_of,
        lead=f"Stand vom {as_of:%d.%m.%Y} aus unterzeichneten Verträgen.",
        nothing_signed=not listed.agreements,
        shows_district=len(role_scope(user).district_ids) > 1,
        sections=tuple(_sections(user, listed)),
        promises=promises(listed, agreements),
        releases=known_release_summaries(heads, as_of),
        agreements=tuple(agreements.values()),
        outlooks=tuple(_outlooks(listed, agreements)),
    )


def own_instruments(user: User) -> QuerySet[Instrument]:
    """Return what the user sees of her own districts."""
    return policy.visible_instruments(user).filter(agreement__district__in=role_scope(user).district_ids)


def _outlooks(listed: Listing, agreements: Mapping[int, Agreement]) -> Iterator[Outlook]:
    """Yield what becomes of an agreement once notice is given, or soon has to be."""
    for one in listed.agreements:
        facts = one.summary.summary.facts
        extension = pending_extension(facts, None, listed.as_of)
        day = extension.last_notice_on if extension else facts.noticed_end
        if day and day >= listed.as_of:
            words = outlook_words(facts, listed.as_of)
            yield Outlook(agreement=agreements[one.pk], words=words, on=day, ends=extension is None)


def _section_of(entry: ListEntry) -> str:
    """Return the section of an occurrence, empty for none."""
    if ReportingSide.DISTRICT not in entry.whose:
        return CONFIRM if entry.state == TrackedState.WAITING else ""
    return entry.state.value if entry.state.value in HEADINGS else ""


def _sections(user: User, listed: Listing) -> Iterator[StartSection]:
    counted = {side: listed.count(ObligationFilter(owed_by=side)) for side in ReportingSide}
    visible: dict[str, list[ListEntry]] = {key: [] for key in HEADINGS}
    for entry in listed.entries():
        of_section = visible.get(_section_of(entry), [])
        if len(of_section) < ROWS_IN_A_SECTION:
            of_section.append(entry)
    flat = [entry for of_section in visible.values() for entry in of_section]
    rows = iter(listed_rows(user, listed, flat))
    for key, heading in HEADINGS.items():
        state = TrackedState.WAITING if key == CONFIRM else TrackedState(key)
        yield StartSection(
            key=key,
            heading=heading,
            figure=FIGURES[key],
            state=state,
            total=counted[ReportingSide.COORDINATION if key == CONFIRM else ReportingSide.DISTRICT].of(state),
            rows=tuple(islice(rows, len(visible[key]))),
        )
