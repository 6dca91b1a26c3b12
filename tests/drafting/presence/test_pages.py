"""The script's questions: answered in JSON, refused in words, never an error of the house."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import Presence
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import working_copy
from tests import factories
from tests.scenario import Scenario

GOOD = {"window": "fenster-eins", "place": "p06-2", "since": "0"}
JSON = {"Accept": "application/json"}


def report(scenario: Scenario, who: str = "coordinator", **sent: Any) -> Any:
    address = reverse("presence_report", args=[scenario.draft.pk])
    return scenario.browser(who).post(address, {**GOOD, **sent}, headers=JSON)


def test_a_report_is_kept_and_answered(scenario: Scenario) -> None:
    answer = report(scenario)
    assert answer.status_code == 200
    assert set(answer.json()) == {"people", "changes", "since"}
    row = Presence.objects.get(instrument=scenario.draft)
    assert (row.person, row.window, row.clause_key) == (scenario.amira, "fenster-eins", "p06-2")
    assert "no-cache" in answer.headers["Cache-Control"]


def test_a_window_that_closes_is_forgotten(scenario: Scenario) -> None:
    report(scenario)
    address = reverse("presence_leave", args=[scenario.draft.pk])
    assert scenario.browser("coordinator").post(address, {"window": "fenster-eins"}).status_code == 204
    assert not Presence.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"window": ""},
        {"window": "kurz"},
        {"window": "x" * 41},
        {"window": "fenster eins"},
        {"window": "fenster-eins\n"},
        {"window": "fenster\x00eins"},
        {"place": "x" * 41},
        {"place": "<b>§ 6</b>"},
        {"place": "p06-2\x00"},
        {"since": ""},
        {"since": "-1"},
        {"since": "9" * 30},
        {"since": "eins"},
    ],
)
def test_what_cannot_be_read_is_refused_in_words(sent: dict[str, str], scenario: Scenario) -> None:
    answer = report(scenario, **sent)
    assert answer.status_code == 400
    assert answer.json() == {"reason": "Die Meldung war unvollständig."}
    assert not Presence.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"window": "fenster-eins"}', b"window=%ff%fe&since=0"]
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
def test_a_body_that_is_no_form_is_refused(body: bytes, kind: str, scenario: Scenario) -> None:
    for name in ("presence_report", "presence_leave"):
        address = reverse(name, args=[scenario.draft.pk])
        assert scenario.browser("coordinator").post(address, body, content_type=kind).status_code == 400


def test_a_draft_frozen_meanwhile_is_told_as_the_reason(scenario: Scenario) -> None:
    freeze(
        scenario.draft,
        fingerprint=working_copy(scenario.draft).fingerprint,
        by=scenario.amira,
        at=factories.FROZEN_AT,
    )
    answer = report(scenario)
    assert answer.status_code == 403
    assert answer.json()["reason"].startswith("Der Text ist festgeschrieben.")


@pytest.mark.parametrize("who", ["staff", "lead", "neighbour", "observer", "admin", "nobody"])
def test_who_may_not_write_neither_sees_nor_is_seen(who: str, scenario: Scenario) -> None:
    answer = report(scenario, who)
    assert answer.status_code in {403, 404}
    assert str(scenario.amira) not in answer.content.decode()
    assert not Presence.objects.exists()


def test_a_foreign_page_cannot_report(scenario: Scenario) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scenario.amira)
    assert client.post(reverse("presence_report", args=[scenario.draft.pk]), GOOD).status_code == 403
    assert not Presence.objects.exists()


def test_the_editor_and_the_forms_of_a_place_carry_the_script_and_where_they_are(scenario: Scenario) -> None:
    browser, pk = scenario.browser("coordinator"), scenario.draft.pk
    for name, parts, place in (
        ("draft_edit", [], ""),
        ("clause_edit", ["p06-2"], "p06-2"),
        ("obligation_edit", ["O-06"], "O-06"),
    ):
        page = browser.get(reverse(name, args=[pk, *parts])).content.decode()
        assert f'data-place="{place}"' in page, name
        assert "js/presence.js" in page, name
        assert f'data-since="{scenario.draft.agreement.history_length}"' in page
    page = browser.get(reverse("head_edit", args=[pk])).content.decode()
    assert "presence" not in page
