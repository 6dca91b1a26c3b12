"""Signing in somebody's place: told through the pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agreements import history
from agreements.choices import Side, Status
from agreements.documents.editions import execution_edition, reading_edition
from agreements.files import store
from agreements.models import Delegation, Signatory, Signature, StoredFile
from agreements.rendering.signature_fields import field_name
from agreements.verification_code import verification_code
from tests import factories
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario, version_of
from tests.signing.delegates import PROOF, granted
from tests.signing.examined import examined_file
from tests.signing.pki import Pki
from tests.signing.signer import sign as sign_file


def waiting(scenario: Scenario) -> Signatory:
    return scenario.signing.signatories.get(side=Side.DISTRICT)


def send(scenario: Scenario, **more: Any) -> Any:
    sent = {
        "fingerprint": version_of(scenario.signing).fingerprint,
        "name": "Karla Kanzlei",
        "function": "Leiterin des Rechtsamts",
        "basis": "Einzelvollmacht",
        "granted_on": "01.03.2025",
        "document": SimpleUploadedFile("vollmacht.png", PROOF),
        **more,
    }
    address = reverse("delegation_new", args=[scenario.signing.pk, waiting(scenario).key])
    return scenario.browser("coordinator").post(address, sent)


def sign(scenario: Scenario, **more: Any) -> Any:
    sent = {
        "fingerprint": version_of(scenario.signing).fingerprint,
        "signed_on": "10.03.2025",
        "date_source": "document",
        "place": "Berlin",
        **more,
    }
    address = reverse("signature_new", args=[scenario.signing.pk, waiting(scenario).key])
    return scenario.browser("coordinator").post(address, sent)


def page_of(scenario: Scenario, who: str = "staff") -> Any:
    return read(scenario.browser(who).get(reverse("agreement_detail", args=[scenario.signing.agreement_id])))


def test_somebody_signs_in_the_place_of_another_with_proof(scenario: Scenario) -> None:
    assert send(scenario).status_code == 302
    made = Delegation.objects.get()
    words = page_of(scenario).text
    assert (
        "Vertretung: Karla Kanzlei, Leiterin des Rechtsamts; Einzelvollmacht, erteilt am 01.03.2025" in words
    )
    address = reverse("delegation_document", args=[made.pk])
    assert address in [said.get("href") for _, said in page_of(scenario).tags]
    assert scenario.browser("staff").get(address).getvalue() == PROOF

    reply = sign(scenario, delegation=made.pk)
    assert reply.status_code == 302
    assert scenario.fresh().signing.status == Status.SIGNED
    assert Signature.objects.get(signatory=waiting(scenario)).delegation == made
    words = page_of(scenario).text
    assert "Karla Kanzlei, Leiterin des Rechtsamts, in Vertretung für Rosa Rathaus" in words
    assert (
        "Karla Kanzlei in Vertretung für Rosa Rathaus hat handschriftlich unterzeichnet am 10.03.2025"
        in words
    )
    printed = " ".join(page_texts(store.read(reading_edition(version_of(scenario.signing)).file)))
    assert (
        "in Vertretung für Rosa Rathaus, Bezirksstadträtin für Jugend und Familie "
        "(Einzelvollmacht, erteilt am 01.03.2025)" in printed
    )
    assert history.verify(scenario.signing.agreement) == []


def test_who_is_stood_in_for_may_still_sign_herself(scenario: Scenario) -> None:
    granted(scenario.signing, scenario.amira)
    assert sign(scenario).status_code == 302
    assert Signature.objects.get(signatory=waiting(scenario)).delegation is None
    assert "in Vertretung für Rosa Rathaus" not in page_of(scenario).text.replace(
        "Karla Kanzlei darf in Vertretung für Rosa Rathaus unterzeichnen", ""
    )


def test_nobody_signs_before_she_was_asked_to_or_for_somebody_else(scenario: Scenario) -> None:
    late = granted(scenario.signing, scenario.amira, granted_on=date(2025, 3, 10))
    assert "erst ab dem 10.03.2025" in read(sign(scenario, signed_on="05.03.2025", delegation=late.pk)).text
    other = factories.freeze_draft(scenario.draft, scenario.amira)
    stranger = granted(other, scenario.amira)
    reply = sign(scenario, delegation=stranger.pk)
    assert reply.status_code == 422
    assert not Signature.objects.filter(signatory=waiting(scenario)).exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"document": ""}, "Dieses Feld ist zwingend erforderlich"),
        ({"document": SimpleUploadedFile("v.pdf", b"<svg onload=alert(1)>")}, "weder PDF noch PNG noch JPEG"),
        ({"name": "Karla 🦄"}, "U+1F984"),
        ({"basis": " "}, "Dieses Feld ist zwingend erforderlich"),
        ({"fingerprint": "0" * 64}, "andere Fassung"),
        ({"granted_on": f"{timezone.localdate() + timedelta(days=2):%d.%m.%Y}"}, "in der Zukunft"),
    ],
    ids=["no proof", "another file", "not printable", "no basis", "another version", "tomorrow"],
)
def test_a_wrong_form_is_refused_and_keeps_what_was_typed(
    sent: dict[str, Any], words: str, scenario: Scenario
) -> None:
    reply = send(scenario, **sent)
    assert reply.status_code == 422
    page = read(reply)
    assert words in page.text
    assert page.fields["function"] == "Leiterin des Rechtsamts"
    assert not Delegation.objects.exists()


def test_a_file_that_is_no_proof_is_not_kept(scenario: Scenario) -> None:
    before = StoredFile.objects.count()
    send(scenario, document=SimpleUploadedFile("v.pdf", b"MZ"))
    assert StoredFile.objects.count() == before


def test_the_proof_of_a_version_taken_back_is_for_those_who_read_drafts(scenario: Scenario) -> None:
    address = reverse("delegation_document", args=[granted(scenario.signing, scenario.amira).pk])
    browser = scenario.browser("coordinator")
    browser.post(reverse("take_step", args=[scenario.signing.pk, "unfreeze"]), {"reason": "Fehler im Text"})
    answers = {
        who: scenario.browser(who).get(address).status_code
        for who in ("coordinator", "admin", "staff", "neighbour", "observer", "nobody", "stranger")
    }
    assert answers == {
        "coordinator": 200,
        "admin": 200,
        "staff": 404,
        "neighbour": 404,
        "observer": 404,
        "nobody": 404,
        "stranger": 302,
    }


def test_a_certificate_that_names_the_deputy_is_hers_without_asking(
    scenario: Scenario, pki: Pki, trusted: object
) -> None:
    made = granted(scenario.signing, scenario.amira, name="Viktor Verein")
    issued = store.read(execution_edition(version_of(scenario.signing)).file)
    signed = sign_file(issued, field_name(waiting(scenario).key), pki.people["viktor"], stamped_by=pki)
    sent = {
        "fingerprint": version_of(scenario.signing).fingerprint,
        "place": "Berlin",
        "file": SimpleUploadedFile("signiert.pdf", signed),
    }
    browser = scenario.browser("coordinator")
    page = read(browser.post(reverse("signed_file_new", args=[scenario.signing.pk]), sent, follow=True))
    assert "Viktor Verein in Vertretung für Rosa Rathaus" in page.text
    assert Signature.objects.get(signatory=waiting(scenario)).delegation == made
    assert scenario.fresh().signing.status == Status.SIGNED


def test_a_signature_of_an_examined_file_is_assigned_to_a_deputy(scenario: Scenario) -> None:
    made, check = granted(scenario.signing, scenario.amira), examined_file(scenario.signing, scenario.amira)
    browser = scenario.browser("coordinator")
    shown = browser.get(reverse("signed_file", args=[scenario.signing.pk, check.pk])).content.decode()
    assert "Karla Kanzlei in Vertretung für Rosa Rathaus" in shown
    address = reverse("signed_file_assign", args=[scenario.signing.pk, check.pk])
    key = waiting(scenario).key
    for nonsense in (f"{key}/0", f"{key}/x", f"{key}/{made.pk}/1", "niemand/1"):
        assert browser.post(address, {"wer-0": nonsense, "place": "Berlin"}).status_code == 422
    assert browser.post(address, {"wer-0": f"{key}/{made.pk}", "place": "Berlin"}).status_code == 302
    assert Signature.objects.get(signatory=waiting(scenario)).delegation == made


def test_the_public_page_names_the_function_of_who_stood_in_and_no_name(scenario: Scenario) -> None:
    made = granted(scenario.signing, scenario.amira)
    sign(scenario, delegation=made.pk)
    code = verification_code(version_of(scenario.signing).fingerprint)
    words = read(scenario.browser("stranger").get(reverse("verify_code", args=[code]))).text
    assert "in Vertretung unterzeichnet: Leiterin des Rechtsamts" in words
    assert "Karla" not in words
