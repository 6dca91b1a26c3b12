"""Declining to sign, on the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements import history
from agreements.choices import Side, Status
from agreements.documents.editions import reading_edition
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.models import Declining
from tests import factories
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario, version_of
from tests.signing.delegates import declined
from tests.signing.pages import post, signing_page_of


def send(scenario: Scenario, side: Side = Side.DISTRICT, **more: Any) -> Any:
    data = {"declined_on": "10.03.2025", "reason": "Der Stellenanteil fehlt.", **more}
    return post(scenario, "declining_new", side, **data)


def test_both_sides_see_a_declining_with_its_reason(scenario: Scenario) -> None:
    assert send(scenario).status_code == 302
    assert scenario.fresh().signing.status == Status.SIGNING
    for who in ("coordinator", "staff", "lead"):
        text = signing_page_of(scenario, who).text
        assert "Rosa Rathaus hat am 10.03.2025 abgelehnt: Der Stellenanteil fehlt." in text
        told = signing_page_of(scenario, who, "history").text
        assert "Rosa Rathaus hat am 10.03.2025 abgelehnt, Fassung 1 zu unterzeichnen" in told
        assert "Ablehnung klären" in signing_page_of(scenario, who, "detail").text
    listed = read(
        scenario.browser("coordinator").get(reverse("signed_file_new", args=[scenario.signing.pk]))
    ).text
    assert "Es fehlen noch: Rosa Rathaus (hat am 10.03.2025 abgelehnt)." in listed
    assert "holen Sie ihn aus der Zeichnung zurück" in signing_page_of(scenario, "coordinator", "detail").text
    assert "holen Sie ihn aus der Zeichnung zurück" not in signing_page_of(scenario, "staff", "detail").text
    assert history.verify(scenario.signing.agreement) == []


def test_signing_after_declining_keeps_both_records(scenario: Scenario) -> None:
    declined(scenario.signing, scenario.amira)
    factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    assert scenario.fresh().signing.status == Status.SIGNED
    text = signing_page_of(scenario, "staff").text
    assert "hatte am 10.03.2025 abgelehnt: Der Stellenanteil fehlt." in text
    assert "Ablehnung klären" not in signing_page_of(scenario, "staff", "detail").text
    assert Declining.objects.filter(version=version_of(scenario.signing)).count() == 1
    printed = " ".join(page_texts(store.read(reading_edition(version_of(scenario.signing)).file)))
    assert "abgelehnt" not in printed, "the signature wins"


def test_an_optional_signatory_who_declined_is_in_the_lesefassung_without_reason(
    scenario: Scenario,
) -> None:
    draft = scenario.draft
    scenario.draft.signatories.create(
        side=Side.DISTRICT, order=2, name="Olaf Obmann", function="Jugendhilfeausschuss", required=False
    )
    contract = factories.freeze_draft(draft, scenario.amira)
    person = contract.signatories.get(name="Olaf Obmann")
    address = reverse("declining_new", args=[contract.pk, person.key])
    data = {
        "fingerprint": version_of(contract).fingerprint,
        "declined_on": "10.03.2025",
        "reason": "Befangenheit",
    }
    scenario.browser("coordinator").post(address, data)
    for required in contract.signatories.filter(required=True):
        factories.sign_for(contract, required, scenario.amira)
    printed = " ".join(page_texts(store.read(reading_edition(version_of(contract)).file)))
    assert "Olaf Obmann, Jugendhilfeausschuss, hat die Unterzeichnung am 10.03.2025 abgelehnt" in printed
    assert "Befangenheit" not in printed


def test_a_declining_does_not_apply_to_the_next_version(scenario: Scenario) -> None:
    declined(scenario.signing, scenario.amira)
    first = version_of(scenario.signing)
    browser = scenario.browser("coordinator")
    browser.post(
        reverse("take_step", args=[scenario.signing.pk, "unfreeze"]), {"reason": "Stellenanteil ergänzt"}
    )
    contract = factories.freeze_draft(scenario.fresh().signing, scenario.amira)
    assert version_of(contract) != first
    assert first.declinings.count() == 1
    text = signing_page_of(scenario, "coordinator").text
    assert "Unterschriften einholen" in signing_page_of(scenario, "coordinator", "detail").text
    assert "Rosa Rathaus hat am 10.03.2025 abgelehnt: " not in text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"reason": "   "}, "Bitte „Grund“ angeben."),
        ({"declined_on": "01.03.2025"}, "früher kann sie nicht abgelehnt worden sein"),
        ({"declined_on": "31.02.2025"}, "Den 31.02.2025 gibt es nicht."),
        ({"fingerprint": "0" * 64}, "andere Fassung"),
        ({"declined_on": f"{timezone.localdate() + timedelta(days=2):%d.%m.%Y}"}, "liegt in der Zukunft"),
    ],
)
def test_invalid_input_is_refused_and_kept(data: dict[str, str], text: str, scenario: Scenario) -> None:
    reply = send(scenario, **data)
    assert reply.status_code == 422
    page = read(reply)
    assert text in page.text
    assert page.fields["reason"].strip() == data.get("reason", "Der Stellenanteil fehlt.").strip()
    assert not Declining.objects.exists()


def test_declining_twice_or_after_signing_is_refused(scenario: Scenario) -> None:
    declined(scenario.signing, scenario.amira)
    with pytest.raises(ActionRefused, match="schon festgehalten"):
        declined(scenario.signing, scenario.amira)
    assert Declining.objects.count() == 1
    reply = send(scenario, Side.ASSOCIATION)
    assert reply.status_code == 422
    assert "Viktor Verein hat diese Fassung schon unterzeichnet" in read(reply).text
