"""Actions on rounds and answers: permissions, validation, immutability."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from agreements import history, transitions
from agreements.choices import ClearanceResult
from agreements.drafting.clearance.actions import add_offices, close_round, open_round, record_answer
from agreements.errors import ActionRefused, Outdated
from agreements.models import Clearance, ClearanceRequest, ClearanceRound, Instrument
from agreements.texts.assembly import working_copy
from agreements.texts.clearance_facts import rounds_of, unanswered
from districts.models import District, User
from tests import factories
from tests.drafting.clearance.conftest import (
    ANSWERED_AT,
    DUE_ON,
    OPENED_AT,
    answer,
    request_of,
    rewrite,
    start_round,
)


def names(round_: ClearanceRound) -> list[str]:
    return [request.office_name for request in round_.requests.all()]


def test_a_round_keeps_the_text_as_a_version(contract: Instrument, amira: User) -> None:
    before = working_copy(contract)
    round_ = start_round(contract, amira, names=["Haushalt"], note="Bitte § 6 lesen.")
    assert (round_.number, round_.due_on, round_.note) == (1, DUE_ON, "Bitte § 6 lesen.")
    assert round_.version.name == "Mitzeichnung, Runde 1"
    assert round_.version.read() == before
    rewrite(contract, amira)
    assert round_.version.read() == before != working_copy(contract)
    assert names(round_) == ["Haushalt", "Jugendamt", "Rechtsamt"]
    event = contract.agreement.events.get(kind="clearance_opened")
    assert event.data["offices"] == ["Jugendamt", "Rechtsamt", "Haushalt"]
    assert (event.data["version"], event.data["due_on"]) == (round_.version.number, "2025-03-17")
    assert history.verify(contract.agreement) == []


@pytest.mark.parametrize(
    "typed",
    [
        ["Rechtsamt", "rechtsamt"],
        ["  Rechtsamt  ", "RECHTSAMT"],
        ["Rechts\u00adamt", "Rechtsamt\u200b"],
        ["Rechts\u00adamt", "Ｒechtsamt"],
    ],
)
def test_spellings_of_one_office_make_one_request(
    contract: Instrument, amira: User, typed: list[str]
) -> None:
    round_ = start_round(contract, amira, codes=["ra"], names=typed)
    [request] = round_.requests.all()
    assert request.office_name == "Rechtsamt"
    assert request.office is not None


def test_a_typed_short_name_is_the_office_of_the_district(contract: Instrument, amira: User) -> None:
    round_ = start_round(contract, amira, codes=["qpk"], names=["qpk", "Haus  halt", "haus halt"])
    assert [(r.office and r.office.code, r.office_name) for r in round_.requests.order_by("pk")] == [
        ("qpk", "Qualitätsentwicklung, Planung und Koordination des öffentlichen Gesundheitsdienstes"),
        (None, "Haus halt"),
    ]


def test_an_invalid_round_is_refused_without_a_trace(contract: Instrument, amira: User) -> None:
    elsewhere = factories.district("09").offices.get(code="ra")
    refusals: dict[str, dict[str, Any]] = {
        "mindestens ein Amt": {"codes": []},
        "Frist liegt in der Vergangenheit": {"due_on": date(2025, 3, 2)},
        "Bitte den Namen des Amts angeben": {"names": ["\u200b"]},
        "länger als 140 Zeichen": {"names": ["x" * 141]},
    }
    for sentence, given in refusals.items():
        with pytest.raises(ActionRefused, match=sentence):
            start_round(contract, amira, **given)
    with pytest.raises(ActionRefused, match="kein Amt dieses Bezirks"):
        open_round(contract, offices=[elsewhere], names=[], due_on=DUE_ON, by=amira, at=OPENED_AT)
    assert not ClearanceRound.objects.exists()
    assert not contract.versions.exists()
    assert not contract.agreement.events.filter(kind__startswith="clearance").exists()


def test_the_deadline_may_be_today_in_local_time(contract: Instrument, amira: User) -> None:
    night = OPENED_AT.replace(hour=23, minute=30)  # already the 4th in Berlin
    with pytest.raises(ActionRefused, match="Vergangenheit"):
        start_round(contract, amira, due_on=date(2025, 3, 3), at=night)
    assert start_round(contract, amira, due_on=date(2025, 3, 4), at=night).due_on == date(2025, 3, 4)


def test_one_round_at_a_time_accepts_further_offices(contract: Instrument, amira: User) -> None:
    first = start_round(contract, amira, codes=["ra"])
    with pytest.raises(ActionRefused, match="Runde 1, läuft noch"):
        start_round(contract, amira)
    offices = list(first.instrument.agreement.district.offices.filter(code__in=["ra", "soz"]))
    add_offices(contract, number=1, offices=offices, names=["Haushalt"], by=amira, at=OPENED_AT)
    assert names(first) == ["Amt für Soziales", "Haushalt", "Rechtsamt"]
    event = contract.agreement.events.get(kind="clearance_asked").data
    assert event["offices"] == ["Amt für Soziales", "Haushalt"]
    with pytest.raises(ActionRefused, match="schon gefragt: haushalt"):
        add_offices(contract, number=1, offices=[], names=["haushalt"], by=amira, at=OPENED_AT)
    close_round(contract, number=1, by=amira, at=ANSWERED_AT)
    with pytest.raises(ActionRefused, match="geschlossen"):
        add_offices(contract, number=1, offices=[], names=["Revision"], by=amira, at=ANSWERED_AT)
    with pytest.raises(ActionRefused, match="geschlossen"):
        close_round(contract, number=1, by=amira, at=ANSWERED_AT)
    with pytest.raises(ActionRefused, match="gibt es nicht"):
        close_round(contract, number=7, by=amira, at=ANSWERED_AT)
    assert start_round(contract, amira).number == 2


def test_a_correction_is_a_new_answer(contract: Instrument, amira: User, bogdan: User) -> None:
    request = request_of(start_round(contract, amira))
    answer(
        contract, request, bogdan, ClearanceResult.REFUSED, "§ 6 fehlt die Grundlage.", answered_by="Frau R."
    )
    answer(contract, request, amira, at=ANSWERED_AT + timedelta(hours=1), answered_by="Leitung")
    [round_] = rounds_of(contract)
    [found] = [row for row in round_.requests.all() if row.pk == request.pk]
    answers = [(row.result, row.remark, row.answered_by, row.recorded_by) for row in found.answers.all()]
    assert answers == [
        ("unchanged", "", "Leitung", amira),
        ("refused", "§ 6 fehlt die Grundlage.", "Frau R.", bogdan),
    ]
    assert unanswered(round_) == ("Jugendamt",)
    events = list(contract.agreement.events.filter(kind="clearance_answered").values_list("data", flat=True))
    assert {(data["office"], data["round"]) for data in events} == {("Rechtsamt", 1)}


@pytest.mark.parametrize(
    ("result", "remark", "answered_by", "sentence"),
    [
        (ClearanceResult.REMARKS, "", "Leitung", "Hinweise oder Gründe"),
        (ClearanceResult.REFUSED, " \u200b\n", "Leitung", "Hinweise oder Gründe"),
        (ClearanceResult.UNCHANGED, "", " ", "wer geantwortet hat"),
        (ClearanceResult.UNCHANGED, "", "\u200b", "wer geantwortet hat"),
        (ClearanceResult.UNCHANGED, "", "x" * 161, "zu lang"),
    ],
)
def test_an_incomplete_answer_is_refused(
    contract: Instrument, amira: User, result: ClearanceResult, remark: str, answered_by: str, sentence: str
) -> None:
    request = request_of(start_round(contract, amira))
    with pytest.raises(ActionRefused, match=sentence):
        answer(contract, request, amira, result, remark, answered_by=answered_by)
    assert not Clearance.objects.exists()


def test_answers_need_an_open_round_in_review(contract: Instrument, amira: User, bogdan: User) -> None:
    request = request_of(start_round(contract, amira))
    transitions.apply_transition(contract, "back_to_draft", by=amira, at=ANSWERED_AT)
    with pytest.raises(ActionRefused, match="in der Abstimmung"):
        answer(contract, request, bogdan)
    transitions.apply_transition(contract, "open_review", by=amira, at=ANSWERED_AT)
    close_round(contract, number=1, by=amira, at=ANSWERED_AT)
    with pytest.raises(ActionRefused, match=r"Runde 1 ist seit dem 05\.03\.2025, 09:00 Uhr geschlossen"):
        answer(contract, request, bogdan)
    assert not Clearance.objects.exists()


def test_a_second_answer_is_refused_with_the_first_one(
    contract: Instrument, amira: User, bogdan: User
) -> None:
    request = request_of(start_round(contract, amira))
    first = answer(contract, request, bogdan)
    common: dict[str, Any] = {
        "request": request,
        "remark": "",
        "answered_by": "Leitung",
        "seen": None,
        "at": ANSWERED_AT,
    }
    again = record_answer(contract, result=ClearanceResult.UNCHANGED, by=amira, **common)
    assert again.pk == first.pk, "repeating an answer is idempotent"
    with pytest.raises(Outdated) as refused:
        record_answer(
            contract,
            result=ClearanceResult.REFUSED,
            by=amira,
            **{**common, "remark": "Nein."},
        )
    assert refused.value.current == first
    assert Clearance.objects.count() == 1


@pytest.mark.parametrize("who", ["staff", "neighbour", "observer", "admin"])
def test_only_coordinators_open_rounds(contract: Instrument, amira: User, place: District, who: str) -> None:
    people: dict[str, Callable[[], User]] = {
        "staff": lambda: factories.staff(place),
        "neighbour": lambda: factories.staff(factories.district("09")),
        "observer": factories.observer,
        "admin": factories.admin,
    }
    person = people[who]()
    with pytest.raises(ActionRefused, match="vorbehalten"):
        start_round(contract, person)
    request = request_of(start_round(contract, amira))
    with pytest.raises(ActionRefused, match="vorbehalten"):
        close_round(contract, number=1, by=person, at=ANSWERED_AT)
    if who == "staff":
        assert answer(contract, request, person).recorded_by == person
    else:
        with pytest.raises(ActionRefused, match="vorbehalten"):
            answer(contract, request, person)


def test_a_request_belongs_to_its_instrument(contract: Instrument, amira: User, place: District) -> None:
    other = factories.draft(place, amira)
    transitions.apply_transition(other, "open_review", by=amira, at=factories.FROZEN_AT)
    request = request_of(start_round(other, amira))
    start_round(contract, amira)
    with pytest.raises(ClearanceRequest.DoesNotExist):
        answer(contract, request, amira)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE agreements_clearance SET result = 'unchanged'",
        "DELETE FROM agreements_clearance",
        "TRUNCATE agreements_clearance",
        "UPDATE agreements_clearancerequest SET office_name = 'Anderes Amt'",
        "DELETE FROM agreements_clearancerequest",
        "DELETE FROM agreements_clearanceround",
        "TRUNCATE agreements_clearanceround CASCADE",
    ],
)
def test_requests_and_answers_are_immutable(contract: Instrument, amira: User, attack: str) -> None:
    request = request_of(start_round(contract, amira))
    answer(contract, request, amira, ClearanceResult.REFUSED, "Nein.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # a table with waiting checks cannot be emptied anyway
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(attack)
    assert Clearance.objects.get().result == ClearanceResult.REFUSED
    assert ClearanceRequest.objects.count() == 2
