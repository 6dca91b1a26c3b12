"""The ceremony of signing: recorded and corrected in the page, by whom, and never over somebody else's words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.errors import ActionRefused, Outdated
from agreements.models import Event, SigningEvent
from agreements.signing.ceremony.actions import Present, correct_ceremony, record_ceremony, state_of
from agreements.signing.ceremony.forms import EMPTY_ROWS, MOST_ROWS, ROWS
from tests import factories
from tests.page import Page, read
from tests.scenario import Scenario
from tests.signing.ceremonies import GIVEN_ON, GUEST, consented, held, photo_of

DAY = "2025-03-10"


def rows(*people: tuple[str, str, str]) -> dict[str, str]:
    """Return the rows of the form as a browser sends them."""
    sent = {f"{ROWS}-TOTAL_FORMS": str(len(people) + EMPTY_ROWS), f"{ROWS}-INITIAL_FORMS": "0"}
    for number, (function, organisation, name) in enumerate(people):
        sent |= {
            f"{ROWS}-{number}-function": function,
            f"{ROWS}-{number}-organisation": organisation,
            f"{ROWS}-{number}-name": name,
        }
    return sent


def address(scenario: Scenario, ceremony: SigningEvent | None = None) -> str:
    if ceremony is None:
        return reverse("ceremony_new", args=[scenario.signed.pk])
    return reverse("ceremony_edit", args=[ceremony.instrument_id, ceremony.pk])


def guests(ceremony: SigningEvent) -> list[tuple[str, str, str]]:
    return list(ceremony.participants.values_list("function", "organisation", "name"))


@pytest.fixture
def browser(scenario: Scenario) -> Client:
    return scenario.browser("coordinator")


def test_a_ceremony_is_recorded_in_the_page(scenario: Scenario, browser: Client) -> None:
    people = rows(("Leitung", "Jugendamt", ""), ("", "", ""), (" Presse ", "", "Pia Presse"))
    reply = browser.post(address(scenario), {"held_on": DAY, "place": "Rathaus", **people}, follow=True)
    ceremony = SigningEvent.objects.get(instrument=scenario.signed)
    assert guests(ceremony) == [("Leitung", "Jugendamt", ""), ("Presse", "", "Pia Presse")]
    assert "Unterzeichnungstermin am 10.03.2025, Rathaus" in read(reply).text
    assert "Pia Presse, Presse" in read(reply).text
    told = Event.objects.filter(kind="ceremony_recorded").get()
    assert "Pia Presse" not in str(told.data), "who was there stands where it can be taken out"


@pytest.mark.parametrize(
    ("sent", "words", "where"),
    [
        ({"place": ""}, "Dieses Feld ist zwingend erforderlich", "place"),
        ({"held_on": "morgen"}, "gültiges Datum", "held_on"),
        ({"held_on": "2999-01-01"}, "liegt in der Zukunft", "held_on"),
        (rows(("", "Jugendamt", "")), "Nennen Sie die Funktion", f"{ROWS}-0-organisation"),
        ({f"{ROWS}-TOTAL_FORMS": "9999"}, f"höchstens {MOST_ROWS}", "place"),
        ({f"{ROWS}-TOTAL_FORMS": "viele"}, "fehlen oder wurden manipuliert", "place"),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(
    sent: dict[str, str], words: str, where: str, scenario: Scenario, browser: Client
) -> None:
    typed = {"held_on": DAY, "place": "Rathaus", **rows(("Gast", "", "")), **sent}
    reply = browser.post(address(scenario), typed)
    page = read(reply)
    assert reply.status_code == 422
    assert words in page.text
    assert page.fields[where] == typed[where]
    assert not SigningEvent.objects.exists()


def test_further_rows_come_without_a_script_and_nothing_is_judged_yet(
    scenario: Scenario, browser: Client
) -> None:
    typed = {"held_on": "morgen", "place": "", **rows(("Gast", "", ""), ("", "Presse", "")), "zeilen": "1"}
    reply = browser.post(address(scenario), typed)
    page = read(reply)
    assert (reply.status_code, page.fields["held_on"]) == (200, "morgen")
    assert page.fields[f"{ROWS}-0-function"] == "Gast"
    assert page.fields[f"{ROWS}-1-organisation"] == "Presse"
    assert page.fields[f"{ROWS}-TOTAL_FORMS"] == str(2 + EMPTY_ROWS)
    assert "Fehler" not in page.text
    assert not SigningEvent.objects.exists()


def test_the_same_day_twice_is_refused(scenario: Scenario, browser: Client) -> None:
    held(scenario.signed, scenario.amira)
    reply = browser.post(address(scenario), {"held_on": DAY, "place": "Rathaus", **rows()})
    assert reply.status_code == 422
    assert "schon ein Unterzeichnungstermin" in read(reply).text


def test_a_correction_keeps_the_photos_and_is_told(scenario: Scenario, browser: Client) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    photo = consented(photo_of(ceremony, scenario.amira, GUEST), scenario.amira)
    fields = read(browser.get(address(scenario, ceremony))).fields
    assert fields[f"{ROWS}-0-function"] == GUEST
    fields |= {"place": "Rathaus Weißensee", f"{ROWS}-0-function": "", f"{ROWS}-1-function": "Protokoll"}
    reply = browser.post(address(scenario, ceremony), fields, follow=True)
    assert "Unterzeichnungstermin berichtigt: am 10.03.2025 in Rathaus Weißensee" in read(reply).text
    assert guests(SigningEvent.objects.get()) == [("Protokoll", "", "")]
    assert photo.consents.get().person == GUEST, "what was agreed to stays"


def test_who_was_slower_sees_what_is_stored_and_decides(scenario: Scenario, browser: Client) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    slow = read(browser.get(address(scenario, ceremony))).fields
    browser.post(address(scenario, ceremony), slow | {f"{ROWS}-1-function": "Presse"})
    reply = browser.post(address(scenario, ceremony), slow | {"place": "Garten"})
    page: Page = read(reply)
    assert reply.status_code == 422
    assert f"Rathaus Pankow. Anwesend: {GUEST}; Presse" in page.text
    assert page.fields["place"] == "Garten"
    assert guests(SigningEvent.objects.get())[1] == ("Presse", "", "")
    again = browser.post(address(scenario, ceremony), page.fields)
    assert again.status_code == 302, "now she knows what she overwrites"
    assert SigningEvent.objects.get().place == "Garten"


def test_the_admin_s_change_counts_as_one_too(scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    state = state_of(ceremony)
    ceremony.participants.create(function="Presse")
    with pytest.raises(Outdated):
        correct(ceremony, scenario, state=state)


def correct(ceremony: SigningEvent, scenario: Scenario, **more: Any) -> None:
    given = {
        "state": state_of(ceremony),
        "held_on": GIVEN_ON,
        "place": "Garten",
        "by": scenario.amira,
        **more,
    }
    correct_ceremony(ceremony, present=[Present(function="Gast")], at=factories.SIGNED_AT, **given)


@pytest.mark.parametrize("who", ["staff", "lead", "observer", "admin", "neighbour"])
def test_only_who_keeps_records_writes(who: str, scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    with pytest.raises(ActionRefused, match="vorbehalten"):
        record_ceremony(
            scenario.signing,
            held_on=GIVEN_ON,
            place="Rathaus",
            present=[],
            by=scenario.people[who],
            at=factories.SIGNED_AT,
        )
    with pytest.raises(ActionRefused, match="vorbehalten"):
        correct(ceremony, scenario, by=scenario.people[who])


def test_a_correction_is_judged_like_a_record(scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    with pytest.raises(ActionRefused, match="Ort"):
        correct(ceremony, scenario, place=" ")
    with pytest.raises(ActionRefused, match="Zukunft"):
        correct(ceremony, scenario, held_on=factories.SIGNED_AT.date() + timedelta(days=1))
    record_ceremony(
        scenario.signed,
        held_on=date(2025, 3, 9),
        place="Rathaus",
        present=[],
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )
    with pytest.raises(ActionRefused, match="schon ein"):
        correct(ceremony, scenario, held_on=date(2025, 3, 9))
    assert SigningEvent.objects.get(pk=ceremony.pk).held_on == GIVEN_ON
    ceremony_of_another = reverse("ceremony_edit", args=[scenario.signing.pk, ceremony.pk])
    assert scenario.browser("coordinator").get(ceremony_of_another).status_code == 404
