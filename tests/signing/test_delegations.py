"""Signing by deputies, on the pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agreements import history
from agreements.choices import Status
from agreements.documents.editions import execution_edition, reading_edition
from agreements.files import store
from agreements.models import Delegation, Signature, StoredFile
from agreements.rendering.signature_fields import field_name
from agreements.verification_code import verification_code
from tests import factories
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario, version_of
from tests.signing.delegates import PROOF, granted
from tests.signing.examined import examined_file
from tests.signing.pages import post, post_signature, signatory, signing_page_of
from tests.signing.pki import Pki
from tests.signing.signer import sign as sign_file


def send(scenario: Scenario, **more: Any) -> Any:
    data = {
        "name": "Karla Kanzlei",
        "function": "Leiterin des Rechtsamts",
        "basis": "Einzelvollmacht",
        "granted_on": "01.03.2025",
        "document": SimpleUploadedFile("vollmacht.png", PROOF),
        **more,
    }
    return post(scenario, "delegation_new", **data)


def test_a_deputy_signs_with_proof(scenario: Scenario) -> None:
    assert send(scenario).status_code == 302
    made = Delegation.objects.get()
    text = signing_page_of(scenario).text
    assert (
        "Vertretung: Karla Kanzlei, Leiterin des Rechtsamts; Einzelvollmacht, erteilt am 01.03.2025" in text
    )
    address = reverse("delegation_document", args=[made.pk])
    assert address in [attributes.get("href") for _, attributes in signing_page_of(scenario).tags]
    assert scenario.browser("staff").get(address).getvalue() == PROOF

    reply = post_signature(scenario, delegation=made.pk)
    assert reply.status_code == 302
    assert scenario.fresh().signing.status == Status.SIGNED
    assert Signature.objects.get(signatory=signatory(scenario)).delegation == made
    text = signing_page_of(scenario).text
    assert "Karla Kanzlei, Leiterin des Rechtsamts, in Vertretung für Rosa Rathaus" in text
    told = signing_page_of(scenario, name="history").text
    assert (
        "Karla Kanzlei in Vertretung für Rosa Rathaus hat handschriftlich unterzeichnet am 10.03.2025" in told
    )
    printed = " ".join(page_texts(store.read(reading_edition(version_of(scenario.signing)).file)))
    assert (
        "in Vertretung für Rosa Rathaus, Bezirksstadträtin für Jugend und Familie "
        "(Einzelvollmacht, erteilt am 01.03.2025)" in printed
    )
    assert history.verify(scenario.signing.agreement) == []


def test_the_signatory_may_still_sign_despite_a_delegation(scenario: Scenario) -> None:
    granted(scenario.signing, scenario.amira)
    assert post_signature(scenario).status_code == 302
    assert Signature.objects.get(signatory=signatory(scenario)).delegation is None
    assert "in Vertretung für Rosa Rathaus" not in signing_page_of(scenario).text.replace(
        "Karla Kanzlei darf in Vertretung für Rosa Rathaus unterzeichnen", ""
    )


def test_a_delegation_granted_later_or_for_another_signatory_is_refused(scenario: Scenario) -> None:
    late = granted(scenario.signing, scenario.amira, granted_on=date(2025, 3, 10))
    assert (
        "erst ab dem 10.03.2025"
        in read(post_signature(scenario, signed_on="05.03.2025", delegation=late.pk)).text
    )
    other = factories.freeze_draft(scenario.draft, scenario.amira)
    stranger = granted(other, scenario.amira)
    reply = post_signature(scenario, delegation=stranger.pk)
    assert reply.status_code == 422
    assert not Signature.objects.filter(signatory=signatory(scenario)).exists()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"document": ""}, "Bitte „Nachweis der Vertretung“ angeben."),
        ({"document": SimpleUploadedFile("v.pdf", b"<svg onload=alert(1)>")}, "weder PDF noch PNG noch JPEG"),
        ({"name": "Karla 🦄"}, "U+1F984"),
        ({"basis": " "}, "Bitte „Grundlage“ angeben."),
        ({"fingerprint": "0" * 64}, "andere Fassung"),
        ({"granted_on": f"{timezone.localdate() + timedelta(days=2):%d.%m.%Y}"}, "in der Zukunft"),
    ],
    ids=["no proof", "another file", "not printable", "no basis", "another version", "tomorrow"],
)
def test_invalid_input_is_refused_and_kept(data: dict[str, Any], text: str, scenario: Scenario) -> None:
    reply = send(scenario, **data)
    assert reply.status_code == 422
    page = read(reply)
    assert text in page.text
    assert page.fields["function"] == "Leiterin des Rechtsamts"
    assert not Delegation.objects.exists()


def test_a_refused_proof_is_not_stored(scenario: Scenario) -> None:
    before = StoredFile.objects.count()
    send(scenario, document=SimpleUploadedFile("v.pdf", b"MZ"))
    assert StoredFile.objects.count() == before


def test_the_proof_of_a_withdrawn_version_needs_permission_to_read_drafts(scenario: Scenario) -> None:
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


def test_a_certificate_naming_the_deputy_is_assigned_automatically(
    scenario: Scenario, pki: Pki, trusted: object
) -> None:
    made = granted(scenario.signing, scenario.amira, name="Viktor Verein")
    issued = store.read(execution_edition(version_of(scenario.signing)).file)
    signed = sign_file(issued, field_name(signatory(scenario).key), pki.people["viktor"], stamped_by=pki)
    data = {
        "fingerprint": version_of(scenario.signing).fingerprint,
        "place": "Berlin",
        "file": SimpleUploadedFile("signiert.pdf", signed),
    }
    browser = scenario.browser("coordinator")
    page = read(browser.post(reverse("signed_file_new", args=[scenario.signing.pk]), data, follow=True))
    assert "Viktor Verein in Vertretung für Rosa Rathaus" in page.text
    assert Signature.objects.get(signatory=signatory(scenario)).delegation == made
    assert scenario.fresh().signing.status == Status.SIGNED


def test_a_signature_of_an_examined_file_is_assigned_to_a_deputy(scenario: Scenario) -> None:
    made, check = granted(scenario.signing, scenario.amira), examined_file(scenario.signing, scenario.amira)
    browser = scenario.browser("coordinator")
    shown = browser.get(reverse("signed_file", args=[scenario.signing.pk, check.pk])).content.decode()
    assert "Karla Kanzlei in Vertretung für Rosa Rathaus" in shown
    address = reverse("signed_file_assign", args=[scenario.signing.pk, check.pk])
    key = signatory(scenario).key
    for nonsense in (f"{key}/0", f"{key}/x", f"{key}/{made.pk}/1", "niemand/1"):
        assert browser.post(address, {"wer-0": nonsense, "place": "Berlin"}).status_code == 422
    assert browser.post(address, {"wer-0": f"{key}/{made.pk}", "place": "Berlin"}).status_code == 302
    assert Signature.objects.get(signatory=signatory(scenario)).delegation == made


def test_the_public_page_shows_the_function_of_the_deputy_without_name(scenario: Scenario) -> None:
    made = granted(scenario.signing, scenario.amira)
    post_signature(scenario, delegation=made.pk)
    code = verification_code(version_of(scenario.signing).fingerprint)
    text = read(scenario.browser("stranger").get(reverse("verify_code", args=[code]))).text
    assert "in Vertretung unterzeichnet: Leiterin des Rechtsamts" in text
    assert "Karla" not in text
