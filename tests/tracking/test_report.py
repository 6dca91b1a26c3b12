"""Reports on occurrences: each side on what it owes, numbered, and recorded in the history."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from agreements import history
from agreements.choices import Progress, Side
from agreements.errors import ActionRefused, Outdated
from agreements.models import Report
from agreements.tracking.actions import report_occasion, report_several
from agreements.tracking.permissions import may_report
from agreements.tracking.status import TrackedState
from tests import factories
from tests.scenario import Scenario
from tests.tracking.report_factories import (
    DONE,
    IMPOSSIBLE,
    NOT,
    PARTLY,
    WORKING,
    make_report,
    obligation_of,
    statement,
    states,
)

AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
NEXT_YEAR = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
OF_DISTRICT, OF_ASSOCIATION, OF_BOTH, YEARLY, LIMIT, ON_EVENT = "O-06", "O-19", "O-25", "O-12", "O-20", "O-27"


def test_permission_to_report(scenario: Scenario) -> None:
    own, theirs, third = (frozenset({side}) for side in (Side.DISTRICT, Side.ASSOCIATION, Side.THIRD))
    common, of_all = own | third, own | theirs | third
    table = {
        "staff": {own, common, of_all},
        "lead": {own, common, of_all},
        "coordinator": {theirs, third, common, of_all},
        "neighbour": set(),
        "observer": set(),
        "admin": set(),
    }
    everybody = {own, theirs, third, common, of_all}
    for who, sides in table.items():
        answers = {side: may_report(scenario.people[who], side, scenario.signed) for side in everybody}
        assert {side for side, answer in answers.items() if answer.allowed} == sides, who
        assert all(answer.reason for side, answer in answers.items() if side not in sides), who


def test_report_is_stored_and_in_the_history(scenario: Scenario) -> None:
    bogdan, obligation = scenario.people["staff"], obligation_of(scenario.signed, OF_DISTRICT)
    made = make_report(
        obligation, PARTLY, bogdan, AT, remark="  Daten fehlen noch. ", done_on=date(2025, 6, 30)
    )
    assert (made.key, made.starts_on, made.due_on) == ("2025-10-01", date(2025, 4, 1), date(2025, 10, 1))
    assert (made.number, made.side, made.done_on) == (1, Side.DISTRICT, date(2025, 6, 30))
    assert (made.remark, made.reported_by, made.reported_at) == ("Daten fehlen noch.", bogdan, AT)
    assert made.terms.instrument == scenario.signed
    event = scenario.signed.agreement.events.order_by("-sequence")[0]
    assert (event.kind, event.actor, event.at) == ("reported", str(bogdan), AT)
    assert event.data == {
        "code": OF_DISTRICT,
        "key": "2025-10-01",
        "due_on": "2025-10-01",
        "progress": "partly",
        "amount": None,
        "remark": "Daten fehlen noch.",
        "asked": "association",
    }
    assert history.verify(scenario.signed.agreement) == []


def test_both_sides_report_on_shared_obligations(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, OF_BOTH)
    assert make_report(obligation, DONE, scenario.people["staff"], AT).side == Side.DISTRICT
    assert make_report(obligation, DONE, scenario.amira, AT).side == Side.ASSOCIATION


@pytest.mark.parametrize(
    ("code", "progress", "data", "words"),
    [
        (OF_DISTRICT, PARTLY, {"remark": " "}, "begründen"),
        (OF_DISTRICT, NOT, {}, "begründen"),
        (OF_DISTRICT, IMPOSSIBLE, {}, "begründen"),
        (OF_DISTRICT, DONE, {"done_on": date(2025, 7, 2)}, "liegt in der Zukunft"),
        (YEARLY, DONE, {"amount": 39}, "kleiner"),
        (YEARLY, DONE, {"key": "2026-12-31"}, "nach dem heutigen Text des Vertrags nicht mehr"),
        (YEARLY, DONE, {"key": "anlass-1"}, "nach dem heutigen Text des Vertrags nicht mehr"),
        (YEARLY, DONE, {"key": "\0x", "seen": 0}, "nach dem heutigen Text des Vertrags nicht mehr"),
        (YEARLY, DONE, {"seen": 3}, "hat jemand anderes"),
    ],
)
def test_invalid_statement_is_refused_with_a_message(
    code: str, progress: Progress, data: dict[str, object], words: str, scenario: Scenario
) -> None:
    before = scenario.signed.agreement.events.count()
    with pytest.raises(ActionRefused, match=words):
        make_report(
            obligation_of(scenario.signed, code),
            progress,
            scenario.people["staff"],
            AT,
            **{"key": "", **data},
        )
    assert not Report.objects.exists()
    assert scenario.signed.agreement.events.count() == before


def test_future_period_is_refused(scenario: Scenario) -> None:
    obligation, bogdan = obligation_of(scenario.signed, YEARLY), scenario.people["staff"]
    before = datetime(2025, 3, 12, 10, 0, tzinfo=UTC)  # signed, and in force only from April on
    with pytest.raises(ActionRefused, match=r"beginnt erst am 01\.04\.2025"):
        make_report(obligation, DONE, bogdan, before)


def test_upper_limit_is_never_unmet(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, LIMIT)
    for progress in (PARTLY, NOT):
        with pytest.raises(ActionRefused, match="Eine Obergrenze kann nicht unerfüllt bleiben"):
            make_report(obligation, progress, scenario.amira, AT, remark="Es waren weniger.")
    assert make_report(obligation, DONE, scenario.amira, AT, amount=0).amount == 0
    assert states(obligation, date(2025, 12, 31))["2025-12-31"] == TrackedState.WAITING
    assert states(obligation, date(2027, 6, 1))["2026-12-31"] == TrackedState.AS_NEEDED


def test_wrong_side_is_refused(scenario: Scenario) -> None:
    for who, code, words in (
        ("staff", OF_ASSOCIATION, "trägt nicht der Bezirk"),
        ("coordinator", OF_DISTRICT, "trägt der Bezirk"),
        ("neighbour", OF_BOTH, "Rollen vorbehalten"),
        ("observer", OF_BOTH, "Rollen vorbehalten"),
    ):
        with pytest.raises(ActionRefused, match=words):
            make_report(obligation_of(scenario.signed, code), DONE, scenario.people[who], AT)
    assert not Report.objects.exists()


def test_unsigned_contract_is_refused(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signing, OF_DISTRICT)
    with pytest.raises(ActionRefused, match="unterzeichneten Vertrag"):
        make_report(obligation, DONE, scenario.people["staff"], AT, key="2025-10-01")


def test_correction_is_a_new_report(scenario: Scenario) -> None:
    obligation, bogdan = obligation_of(scenario.signed, OF_DISTRICT), scenario.people["staff"]
    make_report(obligation, DONE, bogdan, AT)
    assert states(obligation, AT.date())["2025-10-01"] == TrackedState.WAITING
    make_report(obligation, WORKING, bogdan, AT, remark="Doch noch nicht.")
    assert states(obligation, AT.date())["2025-10-01"] == TrackedState.IN_PROGRESS
    told = list(obligation.reports.order_by("number").values_list("number", "progress"))
    assert told == [(1, DONE), (2, WORKING)]


def test_outdated_statement_is_refused(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, OF_DISTRICT)
    first = make_report(obligation, WORKING, scenario.people["lead"], AT)
    with pytest.raises(Outdated) as caught:
        make_report(obligation, DONE, scenario.people["staff"], AT, seen=0)
    assert caught.value.current == first
    assert make_report(obligation, DONE, scenario.people["staff"], AT, seen=1).number == 2


def test_report_settles_only_its_occurrence(scenario: Scenario) -> None:
    obligation, bogdan = obligation_of(scenario.signed, YEARLY), scenario.people["staff"]
    make_report(obligation, DONE, bogdan, NEXT_YEAR, key="2026-12-31")
    found = states(obligation, date(2027, 1, 5))
    assert found == {
        "2025-12-31": TrackedState.OVERDUE,
        "2026-12-31": TrackedState.WAITING,
        "2027-12-31": TrackedState.UPCOMING,
    }


def test_several_reports_are_atomic(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    one, two = obligation_of(scenario.signed, "O-01"), obligation_of(scenario.signed, "O-03")
    good = [(obligation, statement(obligation, DONE, AT)) for obligation in (two, one)]
    foreign = obligation_of(scenario.signed, OF_ASSOCIATION)
    mixed = [*good, (foreign, statement(foreign, DONE, AT))]
    with pytest.raises(ActionRefused, match=r"^O-19: .* keiner gemeldet"):
        report_several(mixed, by=bogdan, at=AT)
    assert not Report.objects.exists()
    assert len(report_several(good, by=bogdan, at=AT)) == 2


def test_occasion_creates_an_occurrence(scenario: Scenario) -> None:
    obligation, bogdan = obligation_of(scenario.signed, ON_EVENT), scenario.people["staff"]
    made = report_occasion(obligation, happened_on=date(2025, 6, 5), note=" Plakat ", by=bogdan, at=AT)
    key = f"anlass-{made.pk}"
    # five working days, Pentecost Monday (9 June) between them
    assert states(obligation, date(2025, 6, 13)) == {key: TrackedState.DUE, "": TrackedState.ON_EVENT}
    assert states(obligation, date(2025, 6, 14))[key] == TrackedState.OVERDUE
    with pytest.raises(ActionRefused, match="vor dem Anlass"):
        make_report(obligation, DONE, bogdan, AT, key=key, done_on=date(2025, 6, 4))
    told = make_report(obligation, DONE, bogdan, AT, key=key)
    assert (told.occasion, told.due_on) == (made, date(2025, 6, 13))
    event = scenario.signed.agreement.events.get(kind="occasion_reported")
    assert event.data["note"] == "Plakat"


@pytest.mark.parametrize(
    ("code", "day", "note", "words"),
    [
        (ON_EVENT, date(2025, 7, 2), "Plakat", "liegt in der Zukunft"),
        (ON_EVENT, date(2025, 3, 31), "Plakat", "noch nicht in Kraft"),
        (ON_EVENT, date(2025, 6, 1), "  ", "."),
        (OF_DISTRICT, date(2025, 6, 1), "Plakat", "hängt nicht von einem Anlass ab"),
    ],
)
def test_invalid_occasion_is_refused(code: str, day: date, note: str, words: str, scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, code)
    with pytest.raises(ActionRefused, match=words):
        report_occasion(obligation, happened_on=day, note=note, by=scenario.people["staff"], at=AT)
    assert not obligation.occasions.exists()


def test_same_occasion_is_refused(scenario: Scenario) -> None:
    obligation, bogdan = obligation_of(scenario.signed, ON_EVENT), scenario.people["staff"]
    report_occasion(obligation, happened_on=date(2025, 6, 5), note="Plakat", by=bogdan, at=AT)
    with pytest.raises(ActionRefused, match="schon gemeldet"):
        report_occasion(obligation, happened_on=date(2025, 6, 5), note="Plakat", by=scenario.amira, at=AT)


def test_database_enforces_the_order_of_reports(scenario: Scenario) -> None:
    """No number twice or skipped, no future day, nothing for unsigned terms."""
    made = make_report(obligation_of(scenario.signed, OF_DISTRICT), DONE, scenario.people["staff"], AT)
    row = {
        field.attname: getattr(made, field.attname)
        for field in Report._meta.concrete_fields
        if not field.primary_key
    }
    unsigned = scenario.signing.terms.get(obligation__code=OF_DISTRICT)
    for wrong in (
        {"number": 1},
        {"number": 3},
        {"number": 2, "done_on": AT.date() + timedelta(days=1)},
        {"number": 1, "terms_id": unsigned.pk, "obligation_id": unsigned.obligation_id},
        {"number": 2, "terms_id": unsigned.pk},
        {"number": 2, "side": "elsewhere"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(**{**row, **wrong})
    Report.objects.create(**{**row, "number": 2})


def test_report_does_not_affect_other_contracts(scenario: Scenario) -> None:
    other = factories.signed_contract(factories.district("08"), scenario.amira)
    make_report(obligation_of(scenario.signed, OF_DISTRICT), DONE, scenario.people["staff"], AT)
    assert TrackedState.WAITING not in states(obligation_of(other, OF_DISTRICT), AT.date()).values()
