"""What the form of an obligation says beside its questions: the sentence, the first dates, the answers so far."""

import re
from datetime import date

import pytest
from django.urls import reverse

from agreements.choices import DueShape
from agreements.models import Instrument
from agreements.texts.wording import sentence_parts
from tests.page import read
from tests.scenario import Scenario

REPORT = {
    "clause_key": "p10-1",
    "owed_by": "district",
    "title": "Sachstandsbericht vorlegen",
    "quantity": "1",
    "unit": "Bericht",
    "sense": "exactly",
    "evidence": "Bericht (PDF)",
}
YEARLY = {"shape": "period", "period_months": "12", "due_day": "31", "due_month": "1", "year": "calendar"}


@pytest.fixture
def draft(scenario: Scenario) -> Instrument:
    Instrument.objects.filter(pk=scenario.draft.pk).update(
        begins_on=date(2027, 1, 1), ends_on=date(2028, 12, 31)
    )
    return scenario.draft


def words(scenario: Scenario, said: dict[str, str], code: str = "") -> str:
    address = (
        reverse("obligation_preview", args=[scenario.draft.pk, code])
        if code
        else reverse("obligation_preview_new", args=[scenario.draft.pk, "report"])
    )
    reply = scenario.browser("coordinator").post(address, said)
    assert reply.status_code == 200
    return re.sub(r" ([,:.])", r"\1", read(reply).text.replace("\N{NO-BREAK SPACE}", " "))


@pytest.mark.parametrize(
    ("due", "sentence", "dates"),
    [
        (
            YEARLY | {"first_year": "2028"},
            "jährlich bis zum 31. Januar, erstmals 2028.",
            "31.01.2028 · Montag",
        ),
        (
            YEARLY | {"survives": "on"},
            "jährlich bis zum 31. Januar, letztmals nach Vertragsende.",
            "31.01.2029 Mittwoch, nach dem Ende des Vertrags; bleibt geschuldet",
        ),
        (
            {
                "shape": "offset",
                "anchor": "end",
                "offset_amount": "4",
                "offset_unit": "weeks",
                "offset_before": "True",
            },
            "spätestens 4 Wochen vor Vertragsende.",
            "03.12.2028 Sonntag",
        ),
        ({"shape": "count", "period_months": "12", "year": "school"}, "je Schuljahr.", "31.07.2027 Samstag"),
        (
            {"shape": "offset", "anchor": "signing"},
            "ab Unterzeichnung.",
            "Sobald der Vertrag unterzeichnet ist.",
        ),
        ({"shape": "event", "trigger": "auf Anforderung"}, "auf Anforderung unverzüglich.", "Bei Anlass."),
        ({"shape": "continuous"}, "laufend.", "Fällig wird nichts; angesehen wird es 31.12.2027 Freitag"),
    ],
)
def test_sentence_and_dates_grow_with_the_answers(
    scenario: Scenario, draft: Instrument, due: dict[str, str], sentence: str, dates: str
) -> None:
    page = words(scenario, REPORT | due)
    assert f"Der Bezirk: Sachstandsbericht vorlegen, 1 Bericht, {sentence} Nachweis: Bericht (PDF)." in page
    assert "§ 10 (1) und Anlage 1" in page
    for part in dates.split(" · "):
        assert part in page


def test_what_is_missing_or_cannot_be_read_is_left_open(scenario: Scenario) -> None:
    assert "…: …, …" in words(scenario, {})
    half = words(
        scenario, REPORT | {"shape": "period", "period_months": "12", "due_day": "99", "due_month": "x"}
    )
    assert "Der Bezirk: Sachstandsbericht vorlegen, 1 Bericht, … Nachweis: Bericht (PDF)." in half
    assert "Wann ist es fällig? noch offen" in half


def test_a_contract_without_a_begin_is_assumed_to_begin_today(scenario: Scenario) -> None:
    Instrument.objects.filter(pk=scenario.draft.pk).update(begins_on=None, ends_on=None)
    assert "Angenommen, der Vertrag beginnt heute" in words(scenario, REPORT | YEARLY)


def test_nothing_is_saved_and_an_unusual_period_stays(scenario: Scenario) -> None:
    row = scenario.draft.terms.get(obligation__code="O-24")
    scenario.draft.terms.filter(pk=row.pk).update(period_months=5, due_day=None, due_month=None)
    said = REPORT | {"shape": "period", "period_months": "5", "year": "calendar", "title": "Anders"}
    assert "Anders, 1 Bericht, alle 5 Monate." in words(scenario, said, "O-24")
    row.refresh_from_db()
    assert row.title != "Anders"


@pytest.mark.parametrize("shape", DueShape.values)
def test_every_shape_can_be_typed_with_nothing_else(scenario: Scenario, shape: str) -> None:
    assert "Der Bezirk: Sachstandsbericht vorlegen" in words(scenario, REPORT | {"shape": shape})


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {
                "who": "Beide Vertragsparteien",
                "title": "Bilanzgespräch führen",
                "due": "jährlich bis zum 31. März",
            },
            "Beide Vertragsparteien: Bilanzgespräch führen, jährlich bis zum 31. März.",
        ),
        (
            {"who": "MitWirkung", "title": "Begleittage leisten", "quantity": "bis zu 12 Tage"},
            "MitWirkung: Begleittage leisten, bis zu 12 Tage, …",
        ),
        (
            {
                "who": "Der Bezirk",
                "title": "Melden",
                "due": "monatlich bis zum 5.",
                "evidence": "E-Mail.",
            },
            "Der Bezirk: Melden, monatlich bis zum 5. Nachweis: E-Mail.",
        ),
        ({}, "…: …, …"),
    ],
)
def test_a_sentence_is_joined_from_its_parts(parts: dict[str, str], sentence: str) -> None:
    blank = {"who": "", "title": "", "quantity": "", "due": "", "evidence": ""}
    found = sentence_parts(**{**blank, **parts})  # type: ignore[arg-type]  # as they read
    assert "".join(part.before + part.words + part.after for part in found) == sentence
