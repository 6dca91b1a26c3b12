"""Declining to sign: told through the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements import history
from agreements.documents import store
from agreements.documents.editions import reading_edition
from agreements.models import Declining, Signatory
from agreements.refusals import Refused
from agreements.vocabulary import Side, Status
from tests import world
from tests.documents.printed import page_texts
from tests.page import read
from tests.signing.deputies import declined
from tests.stage import Stage, version_of


def waiting(stage: Stage, side: Side = Side.DISTRICT) -> Signatory:
    return stage.signing.signatories.get(side=side)


def send(stage: Stage, side: Side = Side.DISTRICT, **more: Any) -> Any:
    sent = {
        "fingerprint": version_of(stage.signing).fingerprint,
        "declined_on": "10.03.2025",
        "reason": "Der Stellenanteil fehlt.",
        **more,
    }
    address = reverse("declining_new", args=[stage.signing.pk, waiting(stage, side).key])
    return stage.browser("coordinator").post(address, sent)


def page_of(stage: Stage, who: str) -> Any:
    return read(stage.browser(who).get(reverse("agreement_detail", args=[stage.signing.agreement_id])))


def test_both_sides_read_who_declined_and_why(stage: Stage) -> None:
    assert send(stage).status_code == 302
    assert stage.fresh().signing.status == Status.SIGNING
    for who in ("coordinator", "staff", "lead"):
        words = page_of(stage, who).text
        assert "Rosa Rathaus hat am 10.03.2025 abgelehnt: Der Stellenanteil fehlt." in words
        assert "Rosa Rathaus hat am 10.03.2025 abgelehnt, Fassung 1 zu unterzeichnen" in words, "the history"
        assert "Ablehnung klären" in words
    listed = read(stage.browser("coordinator").get(reverse("signed_file_new", args=[stage.signing.pk]))).text
    assert "Es fehlen noch: Rosa Rathaus (hat am 10.03.2025 abgelehnt)." in listed
    assert "holen Sie ihn aus der Zeichnung zurück" in page_of(stage, "coordinator").text
    assert "holen Sie ihn aus der Zeichnung zurück" not in page_of(stage, "staff").text
    assert history.verify(stage.signing.agreement) == []


def test_whoever_changes_her_mind_signs_and_both_stay_on_record(stage: Stage) -> None:
    declined(stage.signing, stage.amira)
    world.sign(stage.signing, Side.DISTRICT, stage.amira)
    assert stage.fresh().signing.status == Status.SIGNED
    words = page_of(stage, "staff").text
    assert "hatte am 10.03.2025 abgelehnt: Der Stellenanteil fehlt." in words
    assert "Ablehnung klären" not in words
    assert Declining.objects.filter(version=version_of(stage.signing)).count() == 1
    printed = " ".join(page_texts(store.read(reading_edition(version_of(stage.signing)).file)))
    assert "abgelehnt" not in printed, "the signature wins"


def test_who_need_not_sign_and_declined_is_named_in_the_reading_copy_without_the_reason(stage: Stage) -> None:
    draft = stage.draft
    stage.draft.signatories.create(
        side=Side.DISTRICT, order=2, name="Olaf Obmann", function="Jugendhilfeausschuss", required=False
    )
    contract = world.freeze_draft(draft, stage.amira)
    person = contract.signatories.get(name="Olaf Obmann")
    address = reverse("declining_new", args=[contract.pk, person.key])
    sent = {
        "fingerprint": version_of(contract).fingerprint,
        "declined_on": "10.03.2025",
        "reason": "Befangenheit",
    }
    stage.browser("coordinator").post(address, sent)
    for required in contract.signatories.filter(required=True):
        world.sign_for(contract, required, stage.amira)
    printed = " ".join(page_texts(store.read(reading_edition(version_of(contract)).file)))
    assert "Olaf Obmann, Jugendhilfeausschuss, hat die Unterzeichnung am 10.03.2025 abgelehnt" in printed
    assert "Befangenheit" not in printed


def test_a_declining_of_a_version_taken_back_does_not_count_for_the_next(stage: Stage) -> None:
    declined(stage.signing, stage.amira)
    first = version_of(stage.signing)
    browser = stage.browser("coordinator")
    browser.post(
        reverse("take_step", args=[stage.signing.pk, "unfreeze"]), {"reason": "Stellenanteil ergänzt"}
    )
    contract = world.freeze_draft(stage.fresh().signing, stage.amira)
    assert version_of(contract) != first
    assert first.declinings.count() == 1
    words = page_of(stage, "coordinator").text
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
    sent: dict[str, str], words: str, stage: Stage
) -> None:
    reply = send(stage, **sent)
    assert reply.status_code == 422
    page = read(reply)
    assert words in page.text
    assert page.fields["reason"].strip() == sent.get("reason", "Der Stellenanteil fehlt.").strip()
    assert not Declining.objects.exists()


def test_a_day_in_the_future_is_refused(stage: Stage) -> None:
    reply = send(stage, declined_on=f"{timezone.localdate() + timedelta(days=1):%d.%m.%Y}")
    assert "Der Tag der Ablehnung liegt in der Zukunft" in read(reply).text


def test_once_is_enough_and_who_has_signed_does_not_decline(stage: Stage) -> None:
    declined(stage.signing, stage.amira)
    with pytest.raises(Refused, match="schon festgehalten"):
        declined(stage.signing, stage.amira)
    assert Declining.objects.count() == 1
    reply = send(stage, Side.ASSOCIATION)
    assert reply.status_code == 422
    assert "Viktor Verein hat diese Fassung schon unterzeichnet" in read(reply).text
