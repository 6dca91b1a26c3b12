"""Signing ceremonies: recording, correcting, permissions, concurrent changes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.errors import ActionRefused, Outdated
from agreements.models import Event, SigningEvent
from agreements.signing.ceremony.actions import (
    NewParticipant,
    ceremony_digest,
    correct_ceremony,
    record_ceremony,
)
from agreements.signing.ceremony.forms import EMPTY_ROWS, MAX_ROWS, ROWS
from agreements.signing.ceremony.presenters import ceremony_views
from tests import factories
from tests.page import Page, read
from tests.scenario import Scenario
from tests.signing.ceremonies import GIVEN_ON, GUEST, consented, held, photo_of

DAY = "2025-03-10"


def rows(*people: tuple[str, str, str]) -> dict[str, str]:
    """Return the POST data of the participant rows."""
    data = {f"{ROWS}-TOTAL_FORMS": str(len(people) + EMPTY_ROWS), f"{ROWS}-INITIAL_FORMS": "0"}
    for number, (function, organisation, name) in enumerate(people):
        data |= {
            f"{ROWS}-{number}-function": function,
            f"{ROWS}-{number}-organisation": organisation,
            f"{ROWS}-{number}-name": name,
        }
    return data


def address(scenario: Scenario, ceremony: SigningEvent | None = None) -> str:
    if ceremony is None:
        return reverse("ceremony_new", args=[scenario.signed.pk])
    return reverse("ceremony_edit", args=[ceremony.instrument_id, ceremony.pk])


def guests(ceremony: SigningEvent) -> list[tuple[str, str, str]]:
    return list(ceremony.participants.values_list("function", "organisation", "name"))


@pytest.fixture
def browser(scenario: Scenario) -> Client:
    return scenario.browser("coordinator")


def test_a_ceremony_is_recorded_on_the_page(scenario: Scenario, browser: Client) -> None:
    people = rows(("Leitung", "Jugendamt", ""), ("", "", ""), (" Presse ", "", "Pia Presse"))
    reply = browser.post(address(scenario), {"held_on": DAY, "place": "Rathaus", **people}, follow=True)
    ceremony = SigningEvent.objects.get(instrument=scenario.signed)
    assert guests(ceremony) == [("Leitung", "Jugendamt", ""), ("Presse", "", "Pia Presse")]
    assert "Unterzeichnungstermin am 10.03.2025, Rathaus" in read(reply).text
    assert "Pia Presse, Presse" in read(reply).text
    event = Event.objects.filter(kind="ceremony_recorded").get()
    assert "Pia Presse" not in str(event.data), "who was there stands where it can be taken out"


@pytest.mark.parametrize(
    ("data", "text", "where"),
    [
        ({"place": ""}, "Bitte „Ort“ angeben.", "place"),
        ({"held_on": "morgen"}, "Bitte einen Tag wie 30.06.2027 angeben.", "held_on"),
        ({"held_on": "2099-01-01"}, "liegt in der Zukunft", "held_on"),
        (rows(("", "Jugendamt", "")), "Nennen Sie die Funktion", f"{ROWS}-0-organisation"),
        ({f"{ROWS}-TOTAL_FORMS": "9999"}, f"höchstens {MAX_ROWS}", "place"),
        ({f"{ROWS}-TOTAL_FORMS": "viele"}, "fehlen oder wurden manipuliert", "place"),
    ],
)
def test_invalid_input_is_reported_and_kept(
    data: dict[str, str], text: str, where: str, scenario: Scenario, browser: Client
) -> None:
    typed = {"held_on": DAY, "place": "Rathaus", **rows(("Gast", "", "")), **data}
    reply = browser.post(address(scenario), typed)
    page = read(reply)
    assert reply.status_code == 422
    assert text in page.text
    assert page.fields[where] == typed[where]
    assert not SigningEvent.objects.exists()


def test_more_rows_are_added_without_script_or_validation(scenario: Scenario, browser: Client) -> None:
    typed = {"held_on": "morgen", "place": "", **rows(("Gast", "", ""), ("", "Presse", "")), "zeilen": "1"}
    reply = browser.post(address(scenario), typed)
    page = read(reply)
    assert (reply.status_code, page.fields["held_on"]) == (200, "morgen")
    assert page.fields[f"{ROWS}-0-function"] == "Gast"
    assert page.fields[f"{ROWS}-1-organisation"] == "Presse"
    assert page.fields[f"{ROWS}-TOTAL_FORMS"] == str(2 + EMPTY_ROWS)
    assert "Fehler" not in page.text
    assert not SigningEvent.objects.exists()


def test_a_second_ceremony_on_the_same_day_is_refused(scenario: Scenario, browser: Client) -> None:
    held(scenario.signed, scenario.amira)
    reply = browser.post(address(scenario), {"held_on": DAY, "place": "Rathaus", **rows()})
    assert reply.status_code == 422
    assert "schon ein Unterzeichnungstermin" in read(reply).text


def test_a_correction_keeps_the_photos_and_records_an_event(scenario: Scenario, browser: Client) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    photo = consented(photo_of(ceremony, scenario.amira, GUEST), scenario.amira)
    fields = read(browser.get(address(scenario, ceremony))).fields
    assert fields[f"{ROWS}-0-function"] == GUEST
    fields |= {"place": "Rathaus Weißensee", f"{ROWS}-0-function": "", f"{ROWS}-1-function": "Protokoll"}
    reply = browser.post(address(scenario, ceremony), fields, follow=True)
    assert "Rathaus Weißensee" in read(reply).text
    history = read(browser.get(scenario.signed.page_url("history"))).text
    assert "Unterzeichnungstermin berichtigt: am 10.03.2025 in Rathaus Weißensee" in history
    assert guests(SigningEvent.objects.get()) == [("Protokoll", "", "")]
    assert photo.consents.get().person == GUEST, "what was agreed to stays"


def test_an_outdated_correction_shows_the_stored_values(scenario: Scenario, browser: Client) -> None:
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


def test_a_change_in_the_admin_makes_the_form_outdated(scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    state = ceremony_digest(ceremony)
    ceremony.participants.create(function="Presse")
    with pytest.raises(Outdated):
        correct(ceremony, scenario, state=state)


def correct(ceremony: SigningEvent, scenario: Scenario, **more: Any) -> None:
    given = {
        "state": ceremony_digest(ceremony),
        "held_on": GIVEN_ON,
        "place": "Garten",
        "by": scenario.amira,
        **more,
    }
    correct_ceremony(
        ceremony, participants=[NewParticipant(function="Gast")], at=factories.SIGNED_AT, **given
    )


@pytest.mark.parametrize("who", ["staff", "lead", "observer", "admin", "neighbour"])
def test_the_actions_ask_the_policy(who: str, scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    with pytest.raises(ActionRefused, match="vorbehalten"):
        record_ceremony(
            scenario.signing,
            held_on=GIVEN_ON,
            place="Rathaus",
            participants=[],
            by=scenario.people[who],
            at=factories.SIGNED_AT,
        )
    with pytest.raises(ActionRefused, match="vorbehalten"):
        correct(ceremony, scenario, by=scenario.people[who])


def test_a_correction_is_validated_like_a_new_ceremony(scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    with pytest.raises(ActionRefused, match="Ort"):
        correct(ceremony, scenario, place=" ")
    with pytest.raises(ActionRefused, match="Zukunft"):
        correct(ceremony, scenario, held_on=factories.SIGNED_AT.date() + timedelta(days=1))
    record_ceremony(
        scenario.signed,
        held_on=date(2025, 3, 9),
        place="Rathaus",
        participants=[],
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )
    with pytest.raises(ActionRefused, match="schon ein"):
        correct(ceremony, scenario, held_on=date(2025, 3, 9))
    assert SigningEvent.objects.get(pk=ceremony.pk).held_on == GIVEN_ON
    ceremony_of_another = reverse("ceremony_edit", args=[scenario.signing.pk, ceremony.pk])
    assert scenario.browser("coordinator").get(ceremony_of_another).status_code == 404


def test_signatory_among_those_present_is_told_as_one_who_signs(scenario: Scenario) -> None:
    contract = scenario.signed
    district, association = contract.signatories.order_by("-side")
    record_ceremony(
        contract,
        held_on=date(2025, 3, 10),
        place="Rathaus",
        participants=[
            NewParticipant(function="Stadträtin", name=district.name.upper()),
            NewParticipant(function=association.function),
            NewParticipant(function=GUEST),
        ],
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )
    [shown] = ceremony_views(contract)
    assert [guest.note for guest in shown.guests] == [
        *["hat unterzeichnet am 10.03.2025"] * 2,
        "",
    ]
    assert shown.other_days == ()
    page = read(
        scenario.browser("observer").get(reverse("agreement_signing", args=[contract.agreement_id]))
    ).text
    assert "ohne zu unterzeichnen" not in page
    assert "hat unterzeichnet am 10.03.2025" in page


def test_signatures_of_another_day_are_said_with_both_sources(scenario: Scenario) -> None:
    ceremony = held(scenario.signing, scenario.amira)
    SigningEvent.objects.filter(pk=ceremony.pk).update(source="Pressemitteilung")
    [shown] = ceremony_views(scenario.signing)
    [words] = shown.other_days
    assert "am 05.03.2025 unterzeichnet (Datum: bei der Unterzeichnung festgehalten)" in words
    assert "dem 10.03.2025 (Quelle: Pressemitteilung)" in words
