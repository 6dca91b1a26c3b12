"""„Was steht an“: what the start page of a district shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from agreements.choices import OwedBy, Side
from agreements.models import Agreement
from agreements.tracking.presenters.occurrences import DutyView, view_rows
from agreements.tracking.queries.obligations import Duty, duties, terms_visible_to
from agreements.tracking.staff_release.summaries import ReleaseSummary, release_summaries
from agreements.tracking.start.office_promises import Promise, promises
from agreements.tracking.status import TrackedState
from districts.models import User
from districts.policy import role_scope

ROWS_IN_A_SECTION = 8
CONFIRM = "confirm"
HEADINGS = {
    TrackedState.OVERDUE.value: "Überfällig",
    TrackedState.ASKED_BACK.value: "MitWirkung fragt nach",
    TrackedState.DUE.value: "Fällig in den nächsten 30 Tagen",
    CONFIRM: "Von MitWirkung gemeldet: bitte bestätigen",
    TrackedState.WAITING.value: "Gemeldet, wartet auf Bestätigung durch MitWirkung",
}
FIGURES = {
    TrackedState.OVERDUE.value: "überfällig",
    TrackedState.ASKED_BACK.value: "Rückfrage offen",
    TrackedState.DUE.value: "fällig in 30 Tagen",
    CONFIRM: "zu bestätigen",
    TrackedState.WAITING.value: "wartet auf MitWirkung",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSection:
    """What stands in one way, the first rows of it; `total` counts all of them, `look` is that of the state."""

    key: str
    heading: str
    figure: str
    look: TrackedState
    total: int
    rows: tuple[DutyView, ...]

    @property
    def more(self) -> int:
        """How many stand only in the full list."""
        return self.total - len(self.rows)

    @property
    def query(self) -> str:
        """The choice of the full list that shows all of them."""
        return f"?stand={self.look.value}{'&wer=alle' if self.key == CONFIRM else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictStart:
    """The start page of a district: the figures answer at once, the rows say what to do."""

    lead: str
    nothing_signed: bool
    shows_district: bool
    sections: tuple[StartSection, ...]
    promises: tuple[Promise, ...]
    releases: tuple[ReleaseSummary, ...]
    agreements: tuple[Agreement, ...]
    can_report: bool = False  # one at a time; several at once stands in the full list

    @property
    def rows(self) -> tuple[DutyView, ...]:
        """All rows of the page."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def nothing_open(self) -> bool:
        """Say whether nobody has to do anything now."""
        return not any(section.total for section in self.sections)


def district_start(user: User, as_of: date) -> DistrictStart:
    """Return what stands in the reader's district on a day. Sixteen queries."""
    found = duties(terms_visible_to(user), as_of)
    groups = {key: [duty for duty in found if _section_of(duty) == key] for key in HEADINGS}
    return DistrictStart(
        lead=f"Stand vom {as_of:%d.%m.%Y} aus unterzeichneten Verträgen.",
        nothing_signed=not found and not terms_visible_to(user).exists(),
        shows_district=len(role_scope(user).district_ids) > 1,
        sections=tuple(_sections(user, groups, as_of)),
        promises=promises(found, as_of),
        releases=release_summaries(user, as_of),
        agreements=tuple(
            Agreement.objects.filter(pk__in={duty.agreement_id for duty in found}).select_related("district")
        ),
    )


def _section_of(duty: Duty) -> str:
    """Return where an occurrence stands on the page, empty for nowhere."""
    state, ours = duty.tracked.state, duty.owed_by != OwedBy.ASSOCIATION
    if duty.said_by == Side.ASSOCIATION and state in {TrackedState.WAITING, TrackedState.ASKED_BACK}:
        return CONFIRM if state == TrackedState.WAITING else ""
    return state.value if ours and state.value in HEADINGS else ""


def _sections(user: User, groups: dict[str, list[Duty]], as_of: date) -> Iterator[StartSection]:
    shown = {key: found[:ROWS_IN_A_SECTION] for key, found in groups.items()}
    flat = [duty for found in shown.values() for duty in found]
    rows = iter(view_rows(user, flat, as_of))
    for key, heading in HEADINGS.items():
        yield StartSection(
            key=key,
            heading=heading,
            figure=FIGURES[key],
            look=TrackedState.WAITING if key == CONFIRM else TrackedState(key),
            total=len(groups[key]),
            rows=tuple(islice(rows, len(shown[key]))),
        )
