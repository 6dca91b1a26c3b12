"""All about one person on one page and in files: what every table has, and nothing that tells of somebody else."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from agreements.calendar_feed.actions import renew_feed
from agreements.models import Mail
from districts.models import SecurityEvent
from districts.security_kinds import SecurityKind
from mitwirkung.privacy.disclosure.person import PersonKind, find_person
from mitwirkung.privacy.disclosure.queries import rows_about
from tests import factories
from tests.drafting.comments.conversation import comment_scenario
from tests.page import page_queries, read
from tests.privacy.pages import signatory_of
from tests.scenario import Scenario
from tests.signing.links.visitor import invited


def tables(scenario: Scenario, kind: PersonKind, number: int) -> dict[str, int]:
    return {rows.table.model: len(rows.rows) for rows in rows_about(find_person(kind, number)) if rows.rows}


def test_an_account_is_found_in_every_table_that_knows_it(scenario: Scenario) -> None:
    comment_scenario(scenario)
    renew_feed(by=scenario.amira, at=factories.SIGNED_AT)
    amira = scenario.people["coordinator"]
    found = tables(scenario, PersonKind.ACCOUNT, amira.pk)
    assert {
        "districts.User",
        "districts.Membership",
        "sessions.Session",
        "agreements.Agreement",
        "agreements.Event",
        "agreements.Signature",
        "agreements.Version",
        "agreements.Comment",
        "agreements.CalendarFeed",
    } <= found.keys()
    assert (
        found["agreements.Event"]
        == sum(
            contract.agreement.events.filter(actor_id=amira.pk).count()
            for contract in scenario.contracts.values()
        )
        + scenario.reported.events.filter(actor_id=amira.pk).count()
    )


def test_who_signs_is_found_by_name_and_by_address(scenario: Scenario) -> None:
    link = invited(scenario.signing, scenario.amira)
    rosa = link.signatory
    twin = scenario.draft.signatories.first()
    type(twin).objects.filter(pk=twin.pk).update(name=rosa.name.upper())
    person = find_person(PersonKind.SIGNATORY, rosa.pk)
    assert {rosa.pk, twin.pk} <= person.signatories
    found = tables(scenario, PersonKind.SIGNATORY, rosa.pk)
    assert {"agreements.Signatory", "agreements.SignatoryAddress", "agreements.SigningLink"} <= found.keys()
    assert found["agreements.Mail"] == Mail.objects.filter(link=link).count()
    named = {rows.table.model for rows in rows_about(person) if rows.by_name}
    assert {"agreements.Version", "agreements.Event"} <= named


def test_page_and_files_tell_of_others_by_number(scenario: Scenario) -> None:
    admin, bogdan = scenario.browser("admin"), scenario.people["staff"]
    comment_scenario(scenario)
    bogdan.set_password("Spreeufer-im-November-7")
    bogdan.save()
    page = read(admin.get(reverse("person_detail", args=["konto", bogdan.pk]))).text
    assert f"Benutzername: {bogdan.username}" in page
    assert str(scenario.amira) not in page
    reply = admin.get(reverse("person_json", args=["konto", bogdan.pk]))
    whole = json.loads(b"".join(reply))
    assert reply["Content-Disposition"].startswith("attachment")
    assert whole["person"] == str(bogdan)
    text = json.dumps(whole)
    assert bogdan.password not in text
    assert bogdan.email in text
    table = b"".join(admin.get(reverse("person_csv", args=["konto", bogdan.pk]))).decode("utf-8-sig")
    assert f"Personen;{bogdan.pk};Benutzername;{bogdan.username}\r\n" in table
    assert bogdan.password not in table


def test_looking_is_written_down_by_number(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    scenario.browser("admin").get(reverse("person_detail", args=["konto", bogdan.pk]))
    entry = SecurityEvent.objects.get(kind=SecurityKind.DISCLOSED)
    assert (entry.person, entry.about) == (scenario.people["admin"].pk, f"person_detail pk={bogdan.pk}")


def test_the_page_asks_as_often_however_much_there_is(scenario: Scenario) -> None:
    admin = scenario.browser("admin")
    few = page_queries(admin, reverse("person_detail", args=["konto", scenario.people["neighbour"].pk]))
    many = page_queries(admin, reverse("person_detail", args=["konto", scenario.amira.pk]))
    assert few == many


@pytest.mark.parametrize(
    "address",
    [
        "/datenschutz/personen/konto/999999/",
        "/datenschutz/personen/niemand/1/",
        "/datenschutz/personen/unterzeichnend/999999/",
    ],
)
def test_whom_nobody_knows_is_not_there(address: str, scenario: Scenario) -> None:
    assert scenario.browser("admin").get(address).status_code == 404


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("am", "Mindestens 3 Zeichen"),
        ("gibt-es-nicht", "Kein Konto heißt so."),
        ("' OR 1=1 --", "Niemand, der unterzeichnet, heißt so."),
    ],
)
def test_a_search_that_finds_nobody_says_so(q: str, words: str, scenario: Scenario) -> None:
    page = scenario.browser("admin").get(reverse("person_search"), {"q": q})
    assert words in read(page).text or q == "am"
    assert page.status_code == 200


def test_a_search_leads_to_both(scenario: Scenario) -> None:
    page = scenario.browser("admin").get(reverse("person_search"), {"q": scenario.amira.username})
    assert reverse("person_detail", args=["konto", scenario.amira.pk]) in page.content.decode()
    name = signatory_of(scenario).name
    page = scenario.browser("admin").get(reverse("person_search"), {"q": name})
    assert "/datenschutz/personen/unterzeichnend/" in page.content.decode()
    assert Client().get(reverse("person_search")).status_code == 302
