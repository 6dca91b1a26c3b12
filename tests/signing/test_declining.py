"""Declining to sign: told through the pages."""

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
from agreements.models import Declining, Signatory
from tests import factories
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario, version_of
from tests.signing.delegates import declined


def waiting(scenario: Scenario, side: Side = Side.DISTRICT) -> Signatory:
    return scenario.signing.signatories.get(side=side)


def send(scenario: Scenario, side: Side = Side.DISTRICT, **more: Any) -> Any:
    sent = {
        "fingerprint": version_of(scenario.signing).fingerprint,
        "declined_on": "10.03.2025",
        "reason": "Der Stellenanteil fehlt.",
        **more,
    }
    address = reverse("declining_new", args=[scenario.signing.pk, waiting(scenario, side).key])
    return scenario.browser("coordinator").post(address, sent)


def page_of(scenario: Scenario, who: str) -> Any:
    return read(scenario.browser(who).get(reverse("agreement_detail", args=[scenario.signing.agreement_id])))


def test_both_sides_read_who_declined_and_why(scenario: Scenario) -> None:
    assert send(scenario).status_code == 302
    assert scenario.fresh().signing.status == Status.SIGNING
    for who in ("coordinator", "staff", "lead"):
        words = page_of(scenario, who).text
        assert "Rosa Rathaus hat am 10.03.2025 abgelehnt: Der Stellenanteil fehlt." in words
        assert "Rosa Rathaus hat am 10.03.2025 abgelehnt, Fassung 1 zu unterzeichnen" in words, "the history"
        assert "Ablehnung klären" in words
    listed = read(
        scenario.browser("coordinator").get(reverse("signed_file_new", args=[scenario.signing.pk]))
    ).text
    assert "Es fehlen noch: Rosa Rathaus (hat am 10.03.2025 abgelehnt)." in listed
    assert "holen Sie ihn aus der Zeichnung zurück" in page_of(scenario, "coordinator").text
    assert "holen Sie ihn aus der Zeichnung zurück" not in page_of(scenario, "staff").text
    assert history.verify(scenario.signing.agreement) == []


def test_whoever_changes_her_mind_signs_and_both_stay_on_record(scenario: Scenario) -> None:
    declined(scenario.signing, scenario.amira)
    factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    assert scenario.fresh().signing.status == Status.SIGNED
    words = page_of(scenario, "staff").text
    assert "hatte am 10.03.2025 abgelehnt: Der Stellenanteil fehlt." in words
    assert "Ablehnung klären" not in words
    assert Declining.objects.filter(version=version_of(scenario.signing)).count() == 1
    printed = " ".join(page_texts(store.read(reading_edition(version_of(scenario.signing)).file)))
    assert "abgelehnt" not in printed, "the signature wins"


def test_who_need_not_sign_and_declined_is_named_in_the_reading_copy_without_the_reason(
    scenario: Scenario,
) -> None:
    draft = scenario.draft
    scenario.draft.signatories.create(
        side=Side.DISTRICT, order=2, name="Olaf Obmann", function="Jugendhilfeausschuss", required=False
    )
    contract = factories.freeze_draft(draft, scenario.amira)
    person = contract.signatories.get(name="Olaf Obmann")
    address = reverse("declining_new", args=[contract.pk, person.key])
    sent = {
        "fingerprint": version_of(contract).fingerprint,
        "declined_on": "10.03.2025",
        "reason": "Befangenheit",
    }
    scenario.browser("coordinator").post(address, sent)
    for required in contract.signatories.filter(required=True):
        factories.sign_for(contract, required, scenario.amira)
    printed = " ".join(page_texts(store.read(reading_edition(version_of(contract)).file)))
    assert "Olaf Obmann, Jugendhilfeausschuss, hat die Unterzeichnung am 10.03.2025 abgelehnt" in printed
    assert "Befangenheit" not in printed


def test_a_declining_of_a_version_taken_back_does_not_count_for_the_next(scenario: Scenario) -> None:
    declined(scenario.signing, scenario.amira)
    first = version_of(scenario.signing)
    browser = scenario.browser("coordinator")
    browser.post(
        reverse("take_step", args=[scenario.signing.pk, "unfreeze"]), {"reason": "Stellenanteil ergänzt"}
    )
    contract = factories.freeze_draft(scenario.fresh().signing, scenario.amira)
    assert version_of(contract) != first
    assert first.declinings.count() == 1
    words = page_of(scenario, "coordinator").text
    assert "Unterschriften einholen" in words
    assert "Rosa Rathaus hat am 10.03.2025 abgelehnt: " not in words


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"reason": "   "}, "Dieses Feld ist zwingend erforderlich"),
        ({"declined_on": "01.03.2025"}, "früher kann sie nicht abgelehnt worden sein"),
        ({"declined_on": "31.02.2025"}, "gültiges Datum"),
        ({"fingerprint": "0" * 64}, "andere Fassung"),
    ],
)
def test_a_wrong_form_is_refused_and_keeps_what_was_typed(
    sent: dict[str, str], words: str, scenario: Scenario
) -> None:
    reply = send(scenario, **sent)
    assert reply.status_code == 422
    page = read(reply)
    assert words in page.text
    assert page.fields["reason"].strip() == sent.get("reason", "Der Stellenanteil fehlt.").strip()
    assert not Declining.objects.exists()


def test_a_day_in_the_future_is_refused(scenario: Scenario) -> None:
    reply = send(scenario, declined_on=f"{timezone.localdate() + timedelta(days=1):%d.%m.%Y}")
    assert "Der Tag der Ablehnung liegt in der Zukunft" in read(reply).text


def test_once_is_enough_and_who_has_signed_does_not_decline(scenario: Scenario) -> None:
    declined(scenario.signing, scenario.amira)
    with pytest.raises(ActionRefused, match="schon festgehalten"):
        declined(scenario.signing, scenario.amira)
    assert Declining.objects.count() == 1
    reply = send(scenario, Side.ASSOCIATION)
    assert reply.status_code == 422
    assert "Viktor Verein hat diese Fassung schon unterzeichnet" in read(reply).text
