"""Three years of the model agreement, month by month: what the pages say is what somebody with a paper calendar would.

Given is the contract of Pankow. Its people report, confirm, ask back and correct; the district office decides late; the
text changes in the second year, in the middle of a period; a post stands empty; people and office-holders change.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agreements import history
from agreements.calendar_months import add_months
from agreements.choices import DueShape, Progress, Side
from agreements.documents import editions
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.models import Instrument, Obligation, Report
from agreements.tracking.actions import report_occasion
from agreements.tracking.overview.presenters import overview
from agreements.tracking.queries.obligations import (
    TrackedObligation,
    terms_visible_to,
    tracked_obligations,
)
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.queries import releases_visible_to
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.staff_release.summaries import release_summaries
from agreements.tracking.start.district import district_start
from agreements.tracking.status import TrackedState
from districts.models import Membership, User
from tests import factories
from tests.amending import amend
from tests.scenario import Scenario
from tests.tracking.report_factories import (
    DONE,
    IMPOSSIBLE,
    NOT,
    PARTLY,
    WORKING,
    answer_report,
    make_report,
    obligation_of,
    states,
)
from tests.tracking.staff_release.quarter_reports import (
    COORDINATION,
    answer_quarter_report,
    make_quarter_report,
    resolved,
)
from tests.tracking.story.expected import DUE, OF_THE_ASSOCIATION, UPPER_LIMIT

BERLIN = ZoneInfo("Europe/Berlin")
END = date(2028, 4, 1)
AMENDED_ON = date(2026, 10, 15)
ON_TIME = timedelta(days=3)
# what does not go as it should: reported later, otherwise, or not at all
LATE = {
    ("O-16", "2025-09-10"): date(2025, 12, 5),  # the district office has decided on 30 November
    ("O-07", "2026-10-01"): date(2026, 12, 1),
    ("O-13", "2026-12-31"): None,  # not fulfilled, and never mended
    ("O-08", "2027-06-30"): None,  # nobody says anything
    ("O-20", "2026-12-31"): None,
}


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


@dataclass
class Contract:
    """The contract, its people, and the paper calendar beside it: what was settled, and what waits or was asked."""

    scenario: Scenario
    contract: Instrument
    staff: User
    amira: User
    settled: set[tuple[str, str]] = field(default_factory=set)
    asked: set[tuple[str, str]] = field(default_factory=set)
    waiting: set[tuple[str, str]] = field(default_factory=set)

    def obligation(self, code: str) -> Obligation:
        return obligation_of(self.contract, code)

    def sides(self, code: str) -> tuple[User, User]:
        """Return who reports, and who confirms."""
        return (self.amira, self.staff) if code in OF_THE_ASSOCIATION else (self.staff, self.amira)

    def report(self, code: str, key: str, day: date, progress: Progress = DONE, remark: str = "") -> Report:
        by, _ = self.sides(code)
        terms = self.obligation(code).terms.order_by("-instrument__number")[0]
        amount = int(terms.quantity) if terms.quantity and progress == DONE and terms.quantity >= 1 else None
        made = make_report(
            self.obligation(code), progress, by, at(day), key=key, remark=remark, amount=amount
        )
        self.asked.discard((code, key))
        if progress in {DONE, IMPOSSIBLE}:
            self.waiting.add((code, key))
        return made

    def confirm(self, made: Report, day: date) -> None:
        told = (made.obligation.code, made.key)
        answer_report(made, self.sides(told[0])[1], at(day, 16))
        self.waiting.discard(told)
        self.settled.add(told)

    def ask(self, made: Report, day: date, question: str) -> None:
        told = (made.obligation.code, made.key)
        answer_report(made, self.sides(told[0])[1], at(day, 16), question=question)
        self.waiting.discard(told)
        self.asked.add(told)

    def late_on(self, day: date) -> set[tuple[str, str]]:
        """Return what somebody with a paper calendar calls overdue."""
        known = self.settled | self.waiting | self.asked
        return {
            told
            for told, due_on in DUE.items()
            if due_on < day
            and told not in known
            and told[0] not in UPPER_LIMIT
            and (told[0] != "O-17" or day >= date(2025, 12, 5))
        }

    def check(self, day: date) -> None:
        """Compare everything that the house says on a day with the paper calendar."""
        found = tracked_obligations(terms_visible_to(self.amira), day)
        told: dict[TrackedState, set[tuple[str, str]]] = {}
        for tracked in found:
            if not tracked.status.occurrence or not tracked.status.occurrence.is_occasion:
                told.setdefault(tracked.status.state, set()).add((tracked.code, tracked.key))
        late = self.late_on(day)
        assert told.get(TrackedState.OVERDUE, set()) == late, day
        assert told.get(TrackedState.ASKED_BACK, set()) == self.asked, day
        assert told.get(TrackedState.WAITING, set()) == self.waiting, day
        [row] = overview(self.amira, "", day).rows
        ours = {one for one in late if one[0] not in OF_THE_ASSOCIATION}
        assert row.count.of(TrackedState.OVERDUE) == len(ours) + late_occasions(found), day
        start = {section.key: section.total for section in district_start(self.staff, day).sections}
        assert start["overdue"] == row.count.of(TrackedState.OVERDUE), day
        assert start["asked_back"] == len({one for one in self.asked if one[0] not in OF_THE_ASSOCIATION}), (
            day
        )


def late_occasions(found: Iterable[TrackedObligation]) -> int:
    return sum(
        tracked.status.state == TrackedState.OVERDUE
        for tracked in found
        if tracked.status.occurrence
        and tracked.status.occurrence.is_occasion
        and Side.DISTRICT in tracked.owed_by
    )


@pytest.fixture
def contract(scenario: Scenario) -> Contract:
    return Contract(scenario, scenario.signed, scenario.people["staff"], scenario.amira)


def actions_by_day(contract: Contract) -> Iterator[tuple[date, Callable[[], object]]]:
    """Yield what happens, with its day: the ordinary first, then what does not go as it should."""
    special = {("O-12", "2025-12-31"), ("O-21", "2027-12-31")}
    for (code, key), due_on in DUE.items():
        if (code, key) in special or (code, key) in LATE:
            continue
        day = due_on - ON_TIME
        yield day, lambda code=code, key=key, day=day: contract.confirm(contract.report(code, key, day), day)
    yield from late_actions(contract)
    yield from questions(contract)
    yield from second_year(contract)


def late_actions(contract: Contract) -> Iterator[tuple[date, Callable[[], object]]]:
    decided = date(2025, 12, 5)

    def decide() -> None:
        assert set(states(contract.obligation("O-17"), decided)) == {"offen"}, "nobody knows its day yet"
        resolved(contract.contract.agreement, date(2025, 11, 30), contract.amira, at(decided))
        assert set(states(contract.obligation("O-17"), decided)) == {"2026-02-28"}
        contract.confirm(contract.report("O-16", "2025-09-10", decided), decided)

    yield decided, decide
    day = date(2026, 9, 28)
    yield day, lambda: contract.report("O-07", "2026-10-01", day, PARTLY, "Der Maßnahmenplan fehlt.")
    mended = date(2026, 12, 1)
    yield mended, lambda: contract.confirm(contract.report("O-07", "2026-10-01", mended), mended)
    empty = date(2026, 12, 30)
    yield empty, lambda: contract.report("O-13", "2026-12-31", empty, NOT, "Niemand kam.")


def questions(contract: Contract) -> Iterator[tuple[date, Callable[[], object]]]:
    said, mended = date(2025, 12, 28), date(2026, 2, 10)

    def ask() -> None:
        contract.ask(contract.report("O-12", "2025-12-31", said), said, "Doppelt gezählt?")

    def correct() -> None:
        made = contract.report("O-12", "2025-12-31", mended, DONE, "Ohne Fachtag 40.")
        assert (made.number, contract.obligation("O-12").reports.count()) == (2, 2), "the first one stays"
        contract.confirm(made, mended)

    yield said, ask
    yield mended, correct
    day = date(2027, 12, 20)
    yield (
        day,
        lambda: contract.confirm(
            contract.report("O-21", "2027-12-31", day, IMPOSSIBLE, "Haus gesperrt."), day
        ),
    )


def second_year(contract: Contract) -> Iterator[tuple[date, Callable[[], object]]]:
    early, signed = date(2026, 10, 1), date(2026, 10, 6)

    def begin_report() -> None:
        contract.report("O-23", "2027-01-31", early, WORKING)

    def change_terms() -> None:
        before = store.read(editions.reading_edition(contract.contract.frozen_version).file)  # type: ignore[arg-type]
        half_yearly = {"shape": DueShape.COUNT, "period_months": 6, "quantity": 6}
        made = amend(
            contract.contract,
            {"O-14": half_yearly, "O-23": {"due_month": 2, "due_day": 15}},
            begins_on=AMENDED_ON,
            by=contract.amira,
            at=at(signed),
            names={"Rosa Rathaus": "Nora Neu"},
        )
        assert [one.name for one in made.signatories.filter(side="district")] == ["Nora Neu"]
        assert [one.name for one in contract.contract.signatories.filter(side="district")] == ["Rosa Rathaus"]
        assert store.read(editions.reading_edition(contract.contract.frozen_version).file) == before  # type: ignore[arg-type]

    def report_on_dropped_date() -> None:
        """What was said of a date that the amendment dropped stays; nobody can say more of it, nor of one never said."""
        assert states(contract.obligation("O-23"), date(2026, 11, 1))["2027-01-31"] == TrackedState.LAPSED
        with pytest.raises(ActionRefused, match="nach dem heutigen Text des Vertrags nicht mehr"):
            contract.report("O-23", "2027-01-31", date(2026, 11, 1))
        with pytest.raises(ActionRefused, match="nach dem heutigen Text des Vertrags nicht mehr"):
            make_report(
                contract.obligation("O-23"), DONE, contract.staff, at(date(2027, 3, 1)), key="2028-01-31"
            )

    def hand_over() -> None:
        """Somebody else comes in Bogdan's place; what he has said stays said by him."""
        gone, contract.staff = contract.staff, factories.staff(contract.scenario.place)
        Membership.objects.filter(user=gone).delete()
        assert Report.objects.filter(reported_by=gone).exists()
        with pytest.raises(ActionRefused):
            make_report(
                contract.obligation("O-15"),
                DONE,
                User.objects.get(pk=gone.pk),
                at(date(2027, 2, 1)),
                key="2027-12-31",
                amount=2,
            )

    yield early, begin_report
    yield signed, change_terms
    yield date(2026, 11, 1), report_on_dropped_date
    yield date(2027, 2, 1), hand_over


def test_three_years_match_the_expected_calendar(contract: Contract) -> None:
    happens = sorted(actions_by_day(contract), key=lambda one: one[0])
    days = {add_months(date(2025, 4, 1), months) for months in range(37)}
    days |= {date(2025, 10, 26), date(2026, 3, 29), AMENDED_ON, date(2028, 2, 28), date(2028, 2, 29)}
    for day in sorted(days):
        while happens and happens[0][0] <= day:
            happens.pop(0)[1]()
        contract.check(day)
    assert [day for day, _ in happens] == []
    assert contract.late_on(END) == {("O-13", "2026-12-31"), ("O-08", "2027-06-30")}
    # two dates that nobody spoke of; two that were spoken of twice, and the dropped one
    assert (
        Report.objects.filter(obligation__agreement=contract.contract.agreement).count() == len(DUE) - 2 + 3
    )
    assert history.verify(contract.contract.agreement) == []


def test_day_ends_at_midnight_in_berlin(contract: Contract) -> None:
    """O-11 is due on 31 December 2025 and O-09 on 31 March 2026, two days after the clocks went forward."""
    for code, key, hour in (("O-11", "2025-12-31", 23), ("O-09", "2026-03-31", 22)):
        day = date.fromisoformat(key)
        last = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("UTC")) - timedelta(seconds=1)
        for moment, state in (
            (last, TrackedState.DUE),
            (last + timedelta(seconds=1), TrackedState.OVERDUE),
        ):
            assert states(contract.obligation(code), timezone.localdate(moment))[key] == state


@pytest.mark.parametrize(
    ("code", "happened_on", "due_on"),
    [
        # five working days over the change of clocks on 29 March, Good Friday and Easter Monday
        ("O-27", date(2026, 3, 27), date(2026, 4, 7)),
        # over the change of clocks on 25 October
        ("O-27", date(2026, 10, 23), date(2026, 10, 30)),
        # four weeks from the leap day
        ("O-04", date(2028, 2, 29), date(2028, 3, 28)),
        # over Christmas: the 24th is a working day
        ("O-27", date(2027, 12, 23), date(2027, 12, 30)),
    ],
)
def test_reaction_time_of_occasions(contract: Contract, code: str, happened_on: date, due_on: date) -> None:
    made = report_occasion(
        contract.obligation(code),
        happened_on=happened_on,
        note="Anlass",
        by=contract.staff,
        at=at(happened_on, 2, 30),
    )
    key = f"anlass-{made.pk}"
    for day, state in (
        (happened_on, TrackedState.DUE),
        (due_on, TrackedState.DUE),
        (due_on + timedelta(days=1), TrackedState.OVERDUE),
    ):
        assert states(contract.obligation(code), day)[key] == state
    contract.confirm(contract.report(code, key, due_on), due_on)
    assert states(contract.obligation(code), due_on)[key] == TrackedState.DONE


def test_vacancy_until_the_post_is_filled(contract: Contract) -> None:
    """The coordination (0.75) is empty from 1 August to 31 December 2026; the contract allows three months."""
    agreement, staff, amira = contract.contract.agreement, contract.staff, contract.amira
    resolved(agreement, date(2025, 5, 1), amira, at(date(2025, 5, 2)))
    quarter, limit = Quarter(2025, 3), Quarter(2028, 1)
    share = Filling(filled=Decimal("0.75"), vacated_on=date(2026, 8, 1))
    seen: list[tuple[str, bool]] = []
    while quarter <= limit:
        day = quarter.last_day + timedelta(days=10)
        but = {}
        if quarter == Quarter(2026, 3):
            but = {COORDINATION: share}
        if quarter == Quarter(2026, 4):
            but = {COORDINATION: replace(share, last_vacant_on=date(2026, 12, 31))}
        answer_quarter_report(
            make_quarter_report(agreement, quarter, staff, at(day), but=but), amira, at(day, 16)
        )
        [row] = release_summaries(releases_visible_to(amira, day), day)
        seen.append((row.fte_months, bool(row.too_long)))
        quarter = quarter.next
    # two months of 0.75 by the end of September, five by the end of the year, and no more afterwards
    assert [words for words, _ in seen] == ["", "", "", "", "1,50", *["3,75"] * 6]
    assert [too_long for _, too_long in seen] == [False] * 5 + [True] + [False] * 5


def test_earlier_end_keeps_reported_occurrences(contract: Contract) -> None:
    """The sides end the contract on 31 December 2027; the selection of March 2028 was begun before."""
    told = date(2027, 6, 1)
    made = contract.report("O-09", "2028-03-31", told, WORKING, "Auswahl vorbereitet.")
    amend(
        contract.contract,
        {},
        begins_on=date(2027, 7, 1),
        by=contract.amira,
        at=at(date(2027, 6, 20)),
        ends_on=date(2027, 12, 31),
        extension_months=0,
    )
    day = date(2028, 1, 15)
    now = states(contract.obligation("O-09"), day)
    assert now["2028-03-31"] == TrackedState.LAPSED
    assert "2029-03-31" not in now
    assert Report.objects.get(pk=made.pk).remark == "Auswahl vorbereitet."
    with pytest.raises(ActionRefused, match="nicht mehr oder noch nicht"):
        contract.report("O-09", "2028-03-31", day)
    # unless the other side asks: then its question can be answered
    contract.ask(made, day, "Wurde noch ausgewählt?")
    assert states(contract.obligation("O-09"), day)["2028-03-31"] == TrackedState.ASKED_BACK
    contract.confirm(contract.report("O-09", "2028-03-31", day, IMPOSSIBLE, "Vertrag beendet."), day)
    # what lies within the term can still be reported after its end
    contract.confirm(contract.report("O-11", "2027-12-31", day), day)
    assert states(contract.obligation("O-11"), day)["2027-12-31"] == TrackedState.DONE
    [row] = overview(contract.amira, "", date(2028, 12, 1)).rows
    assert not row.stale, "nobody is called silent whose contract has ended"
