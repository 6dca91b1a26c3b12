"""Reports on a quarter: accepted and refused statements, and answers."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agreements import history
from agreements.errors import ActionRefused, Outdated
from agreements.models import Agreement, ReleaseLine, ReleaseReport
from agreements.tracking.staff_release.actions import QuarterStatement, report_quarter
from agreements.tracking.staff_release.agreed_shares import PostPlace
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.shortfall import Filling, shortfall, steps
from tests.scenario import Scenario
from tests.tracking.staff_release.quarter_reports import (
    COORDINATION,
    HEALTH,
    PLANNING,
    Q3,
    Q4,
    agreed_fillings,
    answer_quarter_report,
    make_quarter_report,
    place_of,
    release,
    resolved,
    signed_amendment,
)

AT = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
TODAY = date(2026, 1, 15)


@pytest.fixture
def contract(scenario: Scenario) -> Agreement:
    """The agreement of the signed contract: shares from 1 July 2025 on, two more wait for a BA-Beschluss."""
    return scenario.signed.agreement


def vacant(since: date, until: date | None = None, filled: str = "0.75", **more: object) -> Filling:
    return Filling(filled=Decimal(filled), vacated_on=since, last_vacant_on=until, **more)  # type: ignore[arg-type]  # passed on


def test_agreed_shares_from_the_signed_text(scenario: Scenario, contract: Agreement) -> None:
    found = release(contract, TODAY)
    assert [(share.place.function, str(share.share)) for share in found.agreed_in(Q3).values()] == [
        (COORDINATION, "0.75"),
        ("Kinder- und Jugendgesundheitsdienst", "0.1"),
        (PLANNING, "0.15"),
        (HEALTH, "0.1"),
    ]
    assert {share.starts_on for share in found.agreed} == {date(2025, 7, 1)}
    assert [one.place.unit for one in found.pending] == ["Amt für Soziales", "SPK"]
    assert found.limit == 3
    resolved(contract, date(2025, 11, 20), scenario.amira, AT)
    later = release(contract, TODAY)
    assert later.pending == ()
    assert {share.starts_on for share in later.agreed} == {date(2025, 7, 1), date(2025, 11, 20)}
    assert len(later.agreed_in(Q3)) == 4
    assert len(later.agreed_in(Q4)) == 6


def test_report_is_stored_with_lines_and_in_the_history(scenario: Scenario, contract: Agreement) -> None:
    bogdan = scenario.people["staff"]
    gone = vacant(
        date(2025, 9, 1), substitute=PLANNING, substitute_share=Decimal("0.25"), remark="Ausgeschrieben"
    )
    made = make_quarter_report(contract, Q3, bogdan, AT, but={COORDINATION: gone})
    assert (made.quarter_on, made.number, made.size, made.reported_by) == (date(2025, 7, 1), 1, 4, bogdan)
    line = made.lines.get(post__function=COORDINATION)
    assert (line.filled, line.vacated_on, line.last_vacant_on) == (Decimal("0.75"), date(2025, 9, 1), None)
    assert (line.substitute, line.substitute_share, line.remark) == (
        PLANNING,
        Decimal("0.25"),
        "Ausgeschrieben",
    )
    event = contract.events.order_by("-sequence")[0]
    assert (event.kind, event.data["quarter"], len(event.data["lines"])) == (
        "release_reported",
        "3. Quartal 2025",
        4,
    )
    assert history.verify(contract) == []
    found = release(contract, TODAY)
    missing = shortfall(steps(found.agreed, found.reported, date(2025, 7, 1), Q3.last_day))
    assert (missing.now, missing.fte_months, missing.since) == (
        Decimal("0.50"),
        Decimal("0.50"),
        date(2025, 9, 1),
    )
    assert found.missing(TODAY) == [Q4]


def test_correction_is_a_new_report(scenario: Scenario, contract: Agreement) -> None:
    bogdan = scenario.people["staff"]
    make_quarter_report(contract, Q3, bogdan, AT, but={COORDINATION: Filling(filled=Decimal("0.5"))})
    second = make_quarter_report(contract, Q3, bogdan, AT)
    assert second.number == 2
    lines = ReleaseLine.objects.filter(post__function=COORDINATION).order_by("report__number")
    assert [line.filled for line in lines] == [Decimal("0.50"), Decimal("0.75")]
    place = place_of(contract, COORDINATION)
    assert release(contract, TODAY).reported[Q3][place].filled == Decimal("0.75")


def test_outdated_report_is_refused(scenario: Scenario, contract: Agreement) -> None:
    first = make_quarter_report(contract, Q3, scenario.people["lead"], AT)
    with pytest.raises(Outdated) as caught:
        make_quarter_report(contract, Q3, scenario.people["staff"], AT, seen=0)
    assert caught.value.current == first
    assert ReleaseReport.objects.count() == 1


# what is said of the coordination in the third quarter of 2025, and the reason why it is refused
REFUSED = {
    "more than a post": (Filling(filled=Decimal("1.2")), "zwischen 0 und 1"),
    "negative": (Filling(filled=Decimal("-0.1")), "zwischen 0 und 1"),
    "nothing, but not vacant": (Filling(filled=Decimal(0)), "Der Anteil 0 heißt unbesetzt"),
    "until without from": (
        Filling(filled=Decimal("0.5"), last_vacant_on=date(2025, 8, 1)),
        "ab wann die Stelle unbesetzt war",
    ),
    "ends before it begins": (vacant(date(2025, 8, 2), date(2025, 8, 1)), "liegt vor „unbesetzt ab“"),
    "after the quarter": (vacant(date(2025, 10, 1)), "liegt nach dem 3. Quartal 2025"),
    "in the future": (vacant(date(2026, 2, 1)), "liegt in der Zukunft"),
    "before the quarter": (vacant(date(2025, 5, 1), date(2025, 6, 30)), "noch nicht angefangen"),
    "nothing before the vacancy": (vacant(date(2025, 8, 1), filled="0"), "mit welchem Anteil"),
    "nothing after the vacancy": (
        vacant(date(2025, 6, 1), date(2025, 8, 1), filled="0"),
        "mit welchem Anteil",
    ),
    "a substitute without a share": (
        vacant(date(2025, 8, 1), substitute="SPK"),
        "mit welchem Anteil die Vertretung",
    ),
    "a share without a substitute": (
        vacant(date(2025, 8, 1), substitute_share=Decimal("0.1")),
        "die Funktion nennen, die vertritt",
    ),
    "a substitute for nobody": (
        Filling(filled=Decimal("0.75"), substitute="SPK", substitute_share=Decimal("0.1")),
        "solange die Stelle unbesetzt ist",
    ),
    "hours": (
        Filling(filled=Decimal("0.75"), remark="Frau N. hat 12 Stunden gearbeitet"),
        "Bitte keine Stunden",
    ),
    "over a whole post in sum": (
        vacant(date(2025, 8, 1), substitute=PLANNING, substitute_share=Decimal("0.9")),
        "mehr als eine volle Stelle",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_invalid_statement_is_refused_with_a_message(
    case: str, scenario: Scenario, contract: Agreement
) -> None:
    filling, words = REFUSED[case]
    before = contract.events.count()
    with pytest.raises(ActionRefused, match=words):
        make_quarter_report(contract, Q3, scenario.people["staff"], AT, but={COORDINATION: filling})
    assert not ReleaseReport.objects.exists()
    assert contract.events.count() == before


def test_substitute_counts_only_during_the_vacancy(scenario: Scenario, contract: Agreement) -> None:
    """The planner's own post is vacant while she stands in for the coordination: together never above one post."""
    away = vacant(date(2025, 8, 1), date(2025, 8, 31), substitute=PLANNING, substitute_share=Decimal("0.9"))
    own = vacant(date(2025, 8, 1), date(2025, 8, 31), filled="0.15")
    make_quarter_report(contract, Q3, scenario.people["staff"], AT, but={COORDINATION: away, PLANNING: own})
    longer = vacant(date(2025, 8, 1), date(2025, 9, 1), substitute=PLANNING, substitute_share=Decimal("0.9"))
    with pytest.raises(ActionRefused, match=r"1,05.VZÄ"):
        make_quarter_report(
            contract, Q3, scenario.people["staff"], AT, but={COORDINATION: longer, PLANNING: own}
        )


@pytest.mark.parametrize(
    ("quarter", "words"),
    [
        (Quarter(2026, 2), r"beginnt erst am 01\.04\.2026"),
        (Quarter(2025, 2), r"Vereinbart ist sie ab 01\.07\.2025 bis 31\.03\.2028"),
        (Quarter(1999, 1), "Für das 1. Quartal 1999 ist keine Freistellung vereinbart"),
    ],
    ids=["future", "before the term", "long before"],
)
def test_quarter_outside_the_term_is_refused(
    quarter: Quarter, words: str, scenario: Scenario, contract: Agreement
) -> None:
    lines = agreed_fillings(contract, Q3, TODAY)
    statement_ = QuarterStatement(quarter=quarter, seen=0, lines=lines)
    with pytest.raises(ActionRefused, match=words):
        report_quarter(contract, statement=statement_, by=scenario.people["staff"], at=AT)
    assert not ReleaseReport.objects.exists()


def test_lines_match_the_agreed_functions(scenario: Scenario, contract: Agreement) -> None:
    whole = agreed_fillings(contract, Q3, TODAY)
    place = place_of(contract, PLANNING)
    less = {key: value for key, value in whole.items() if key != place}
    more = {**whole, PostPlace("O-02", "SPK", "Sozialraumplanung"): Filling(filled=Decimal("0.1"))}
    for lines, words in ((less, "Hier fehlt eine Angabe"), (more, "nicht mehr vereinbart")):
        with pytest.raises(ActionRefused, match=words):
            report_quarter(
                contract,
                statement=QuarterStatement(quarter=Q3, seen=0, lines=lines),
                by=scenario.people["staff"],
                at=AT,
            )


def test_amendment_changes_the_share(scenario: Scenario, contract: Agreement) -> None:
    make_quarter_report(contract, Q3, scenario.people["staff"], AT)
    make_quarter_report(contract, Q4, scenario.people["staff"], AT)
    signed_amendment(scenario.signed, date(2025, 11, 1), "1", scenario.amira)
    found = release(contract, TODAY)
    place = place_of(contract, COORDINATION)
    assert [(str(one.share), one.starts_on, one.ends_on) for one in found.agreed if one.place == place] == [
        ("0.75", date(2025, 7, 1), date(2025, 10, 31)),
        ("1", date(2025, 11, 1), date(2028, 3, 31)),
    ]
    assert found.agreed_in(Q4)[place].share == 1
    # what was reported before stays, and is measured by the new share from its day on
    assert found.reported[Q4][place].filled == Decimal("0.75")
    missing = shortfall(steps(found.agreed, found.reported, date(2025, 7, 1), Q4.last_day))
    assert (missing.now, missing.since, missing.fte_months) == (
        Decimal("0.25"),
        date(2025, 11, 1),
        Decimal("0.50"),
    )


def test_permissions_to_report_and_to_answer(scenario: Scenario, contract: Agreement) -> None:
    for who in ("coordinator", "neighbour", "observer", "admin", "nobody"):
        with pytest.raises(ActionRefused, match=r"vorbehalten|keine Rolle"):
            make_quarter_report(contract, Q3, scenario.people[who], AT)
    made = make_quarter_report(contract, Q3, scenario.people["lead"], AT)
    for who in ("lead", "staff", "neighbour", "observer", "admin"):
        with pytest.raises(ActionRefused):
            answer_quarter_report(made, scenario.people[who], AT)
    with pytest.raises(ActionRefused, match="was Sie wissen möchten"):
        answer_quarter_report(made, scenario.amira, AT, question="  ")
    assert answer_quarter_report(made, scenario.amira, AT, question="Seit wann genau?").number == 1
    with pytest.raises(Outdated):
        answer_quarter_report(made, scenario.amira, AT, seen=0)
    assert answer_quarter_report(made, scenario.amira, AT).number == 2
    assert contract.events.order_by("-sequence")[0].kind == "release_answered"
    make_quarter_report(contract, Q3, scenario.people["staff"], AT)
    with pytest.raises(ActionRefused, match="neuere Meldung"):
        answer_quarter_report(made, scenario.amira, AT)


def test_unsigned_contract_is_refused(scenario: Scenario) -> None:
    lines = agreed_fillings(scenario.signed.agreement, Q3, TODAY)
    with pytest.raises(ActionRefused, match="keine Freistellung vereinbart"):
        report_quarter(
            scenario.signing.agreement,
            statement=QuarterStatement(quarter=Q3, seen=0, lines=lines),
            by=scenario.people["staff"],
            at=AT,
        )
