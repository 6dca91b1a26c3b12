"""JSON endpoints of the presence script, with valid and with invalid requests."""

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


def test_a_report_is_stored_and_answered(scenario: Scenario) -> None:
    answer = report(scenario)
    assert answer.status_code == 200
    assert set(answer.json()) == {"people", "changes", "signed", "since"}
    row = Presence.objects.get(instrument=scenario.draft)
    assert (row.person, row.window, row.clause_key) == (scenario.amira, "fenster-eins", "p06-2")
    assert "no-cache" in answer.headers["Cache-Control"]


def test_leaving_removes_the_window(scenario: Scenario) -> None:
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
def test_invalid_input_is_refused_with_a_reason(sent: dict[str, str], scenario: Scenario) -> None:
    answer = report(scenario, **sent)
    assert answer.status_code == 400
    assert answer.json() == {"reason": "Ihr Browser hat nicht alles gesendet. Laden Sie die Seite neu."}
    assert not Presence.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"window": "fenster-eins"}', b"window=%ff%fe&since=0"]
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
def test_a_body_other_than_a_form_is_refused(body: bytes, kind: str, scenario: Scenario) -> None:
    for name in ("presence_report", "presence_leave"):
        address = reverse(name, args=[scenario.draft.pk])
        assert scenario.browser("coordinator").post(address, body, content_type=kind).status_code == 400


def test_a_frozen_draft_is_refused_with_the_reason(scenario: Scenario) -> None:
    freeze(
        scenario.draft,
        fingerprint=working_copy(scenario.draft).fingerprint,
        by=scenario.amira,
        at=factories.FROZEN_AT,
    )
    answer = report(scenario)
    assert answer.status_code == 403
    assert answer.json()["reason"].startswith(
        "Ändern lässt sich der Text nur im Entwurf und in der Abstimmung."
    )


def test_a_report_needs_a_csrf_token(scenario: Scenario) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scenario.amira)
    assert client.post(reverse("presence_report", args=[scenario.draft.pk]), GOOD).status_code == 403
    assert not Presence.objects.exists()


def test_the_editor_and_its_forms_load_the_script_with_their_place(scenario: Scenario) -> None:
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
