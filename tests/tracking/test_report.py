"""Reporting: each side on what it owes, with a reason where one is needed, and the history tells it."""

from datetime import UTC, datetime

import pytest

from agreements import history
from agreements.models import Instrument, Obligation, Report
from agreements.refusals import Refused
from agreements.tracking.actions import report
from agreements.tracking.rules import may_report
from agreements.vocabulary import OwedBy, Progress
from districts.models import User
from tests import world

pytestmark = pytest.mark.django_db
AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
OF_DISTRICT, OF_ASSOCIATION, OF_BOTH = "O-06", "O-19", "O-25"


def owed(contract: Instrument, code: str) -> Obligation:
    return Obligation.objects.get(agreement=contract.agreement, code=code)


def people(name: str) -> User:
    home = world.district("03")
    return {
        "staff": lambda: world.staff(home),
        "lead": lambda: world.lead(home),
        "coordinator": world.coordinator,
        "neighbour": lambda: world.staff(world.district("08")),
        "observer": world.observer,
        "admin": world.admin,
    }[name]()


def test_who_reports_on_what() -> None:
    contract = world.signed_contract(world.district("03"), world.coordinator())
    table = {
        "staff": {OwedBy.DISTRICT, OwedBy.BOTH},
        "lead": {OwedBy.DISTRICT, OwedBy.BOTH},
        "coordinator": {OwedBy.ASSOCIATION, OwedBy.BOTH},
        "neighbour": set(),
        "observer": set(),
        "admin": set(),
    }
    for who, sides in table.items():
        user = people(who)
        answers = {side: may_report(user, side, contract) for side in OwedBy}
        assert {side for side, answer in answers.items() if answer.allowed} == sides, who
        assert all(answer.reason for side, answer in answers.items() if side not in sides), who


def test_a_report_is_kept_and_told() -> None:
    place = world.district("03")
    contract = world.signed_contract(place, world.coordinator())
    bogdan = world.staff(place)
    duty = owed(contract, OF_DISTRICT)
    made = report(duty, progress=Progress.PARTLY, remark="  Daten fehlen noch. ", by=bogdan, at=AT)
    assert (made.progress, made.remark, made.reported_by, made.reported_at) == (
        Progress.PARTLY,
        "Daten fehlen noch.",
        bogdan,
        AT,
    )
    event = contract.agreement.events.order_by("-sequence").first()
    assert event is not None
    assert (event.kind, event.actor, event.at) == ("reported", str(bogdan), AT)
    assert event.data == {"code": OF_DISTRICT, "progress": "partly", "remark": "Daten fehlen noch."}
    assert history.verify(contract.agreement) == []


def test_what_is_not_fulfilled_needs_a_reason() -> None:
    place = world.district("03")
    contract = world.signed_contract(place, world.coordinator())
    bogdan = world.staff(place)
    before = contract.agreement.events.count()
    for progress in (Progress.PARTLY, Progress.NOT_FULFILLED, Progress.IMPOSSIBLE):
        with pytest.raises(Refused, match="begründen"):
            report(owed(contract, OF_DISTRICT), progress=progress, remark=" ", by=bogdan, at=AT)
    assert not Report.objects.exists()
    assert contract.agreement.events.count() == before


def test_the_wrong_side_is_refused() -> None:
    contract = world.signed_contract(world.district("03"), world.coordinator())
    for who, code, words in (
        ("staff", OF_ASSOCIATION, "trägt MitWirkung"),
        ("coordinator", OF_DISTRICT, "trägt der Bezirk"),
        ("neighbour", OF_BOTH, "Rolle vorbehalten"),
        ("observer", OF_BOTH, "Rolle vorbehalten"),
    ):
        with pytest.raises(Refused, match=words):
            report(owed(contract, code), progress=Progress.FULFILLED, remark="", by=people(who), at=AT)
    assert not Report.objects.exists()


def test_nothing_is_reported_before_the_contract_is_signed() -> None:
    place = world.district("03")
    contract = world.frozen_contract(place, world.coordinator())
    bogdan = world.staff(place)
    with pytest.raises(Refused, match="unterzeichneten Vertrag"):
        report(owed(contract, OF_DISTRICT), progress=Progress.FULFILLED, remark="", by=bogdan, at=AT)


def test_a_correction_is_a_second_report() -> None:
    place = world.district("03")
    contract = world.signed_contract(place, world.coordinator())
    bogdan = world.staff(place)
    duty = owed(contract, OF_DISTRICT)
    report(duty, progress=Progress.FULFILLED, remark="", by=bogdan, at=AT)
    report(duty, progress=Progress.IN_PROGRESS, remark="Doch noch nicht.", by=bogdan, at=AT)
    assert list(duty.reports.values_list("progress", flat=True)) == [Progress.IN_PROGRESS, Progress.FULFILLED]
