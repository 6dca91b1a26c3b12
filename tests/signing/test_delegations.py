"""Signing in somebody's place: told through the pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agreements import history
from agreements.documents import store
from agreements.documents.editions import execution_edition, reading_edition
from agreements.documents.fields import field_name
from agreements.models import Delegation, Signatory, Signature, StoredFile
from agreements.verification_code import verification_code
from agreements.vocabulary import Side, Status
from tests import world
from tests.documents.printed import page_texts
from tests.page import read
from tests.signing.deputies import PROOF, granted
from tests.signing.examined import examined_file
from tests.signing.pki import Pki
from tests.signing.signer import sign as sign_file
from tests.stage import Stage, version_of


def waiting(stage: Stage) -> Signatory:
    return stage.signing.signatories.get(side=Side.DISTRICT)


def send(stage: Stage, **more: Any) -> Any:
    sent = {
        "fingerprint": version_of(stage.signing).fingerprint,
        "name": "Karla Kanzlei",
        "function": "Leiterin des Rechtsamts",
        "basis": "Einzelvollmacht",
        "granted_on": "01.03.2025",
        "document": SimpleUploadedFile("vollmacht.png", PROOF),
        **more,
    }
    address = reverse("delegation_new", args=[stage.signing.pk, waiting(stage).key])
    return stage.browser("coordinator").post(address, sent)


def sign(stage: Stage, **more: Any) -> Any:
    sent = {
        "fingerprint": version_of(stage.signing).fingerprint,
        "signed_on": "10.03.2025",
        "date_source": "document",
        "place": "Berlin",
        **more,
    }
    address = reverse("signature_new", args=[stage.signing.pk, waiting(stage).key])
    return stage.browser("coordinator").post(address, sent)


def page_of(stage: Stage, who: str = "staff") -> Any:
    return read(stage.browser(who).get(reverse("agreement_detail", args=[stage.signing.agreement_id])))


def test_somebody_signs_in_the_place_of_another_with_proof(stage: Stage) -> None:
    assert send(stage).status_code == 302
    made = Delegation.objects.get()
    words = page_of(stage).text
    assert (
        "Vertretung: Karla Kanzlei, Leiterin des Rechtsamts; Einzelvollmacht, erteilt am 01.03.2025" in words
    )
    address = reverse("delegation_document", args=[made.pk])
    assert address in [said.get("href") for _, said in page_of(stage).tags]
    assert stage.browser("staff").get(address).getvalue() == PROOF

    reply = sign(stage, delegation=made.pk)
    assert reply.status_code == 302
    assert stage.fresh().signing.status == Status.SIGNED
    assert Signature.objects.get(signatory=waiting(stage)).delegation == made
    words = page_of(stage).text
    assert "Karla Kanzlei, Leiterin des Rechtsamts, in Vertretung für Rosa Rathaus" in words
    assert (
        "Karla Kanzlei in Vertretung für Rosa Rathaus hat handschriftlich unterzeichnet am 10.03.2025"
        in words
    )
    printed = " ".join(page_texts(store.read(reading_edition(version_of(stage.signing)).file)))
    assert (
        "in Vertretung für Rosa Rathaus, Bezirksstadträtin für Jugend und Familie "
        "(Einzelvollmacht, erteilt am 01.03.2025)" in printed
    )
    assert history.verify(stage.signing.agreement) == []


def test_who_is_stood_in_for_may_still_sign_herself(stage: Stage) -> None:
    granted(stage.signing, stage.amira)
    assert sign(stage).status_code == 302
    assert Signature.objects.get(signatory=waiting(stage)).delegation is None
    assert "in Vertretung für Rosa Rathaus" not in page_of(stage).text.replace(
        "Karla Kanzlei darf in Vertretung für Rosa Rathaus unterzeichnen", ""
    )


def test_nobody_signs_before_she_was_asked_to_or_for_somebody_else(stage: Stage) -> None:
    late = granted(stage.signing, stage.amira, granted_on=date(2025, 3, 10))
    assert "erst ab dem 10.03.2025" in read(sign(stage, signed_on="05.03.2025", delegation=late.pk)).text
    other = world.freeze_draft(stage.draft, stage.amira)
    stranger = granted(other, stage.amira)
    reply = sign(stage, delegation=stranger.pk)
    assert reply.status_code == 422
    assert not Signature.objects.filter(signatory=waiting(stage)).exists()


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
    sent: dict[str, Any], words: str, stage: Stage
) -> None:
    reply = send(stage, **sent)
    assert reply.status_code == 422
    page = read(reply)
    assert words in page.text
    assert page.fields["function"] == "Leiterin des Rechtsamts"
    assert not Delegation.objects.exists()


def test_a_file_that_is_no_proof_is_not_kept(stage: Stage) -> None:
    before = StoredFile.objects.count()
    send(stage, document=SimpleUploadedFile("v.pdf", b"MZ"))
    assert StoredFile.objects.count() == before


def test_the_proof_of_a_version_taken_back_is_for_those_who_read_drafts(stage: Stage) -> None:
    address = reverse("delegation_document", args=[granted(stage.signing, stage.amira).pk])
    browser = stage.browser("coordinator")
    browser.post(reverse("take_step", args=[stage.signing.pk, "unfreeze"]), {"reason": "Fehler im Text"})
    answers = {
        who: stage.browser(who).get(address).status_code
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
    stage: Stage, pki: Pki, trusted: object
) -> None:
    made = granted(stage.signing, stage.amira, name="Viktor Verein")
    issued = store.read(execution_edition(version_of(stage.signing)).file)
    signed = sign_file(issued, field_name(waiting(stage).key), pki.people["viktor"], stamped_by=pki)
    sent = {
        "fingerprint": version_of(stage.signing).fingerprint,
        "place": "Berlin",
        "file": SimpleUploadedFile("signiert.pdf", signed),
    }
    browser = stage.browser("coordinator")
    page = read(browser.post(reverse("signed_file_new", args=[stage.signing.pk]), sent, follow=True))
    assert "Viktor Verein in Vertretung für Rosa Rathaus" in page.text
    assert Signature.objects.get(signatory=waiting(stage)).delegation == made
    assert stage.fresh().signing.status == Status.SIGNED


def test_a_signature_of_an_examined_file_is_assigned_to_a_deputy(stage: Stage) -> None:
    made, check = granted(stage.signing, stage.amira), examined_file(stage.signing, stage.amira)
    browser = stage.browser("coordinator")
    shown = browser.get(reverse("signed_file", args=[stage.signing.pk, check.pk])).content.decode()
    assert "Karla Kanzlei in Vertretung für Rosa Rathaus" in shown
    address = reverse("signed_file_assign", args=[stage.signing.pk, check.pk])
    key = waiting(stage).key
    for nonsense in (f"{key}/0", f"{key}/x", f"{key}/{made.pk}/1", "niemand/1"):
        assert browser.post(address, {"wer-0": nonsense, "place": "Berlin"}).status_code == 422
    assert browser.post(address, {"wer-0": f"{key}/{made.pk}", "place": "Berlin"}).status_code == 302
    assert Signature.objects.get(signatory=waiting(stage)).delegation == made


def test_the_public_page_names_the_function_of_who_stood_in_and_no_name(stage: Stage) -> None:
    made = granted(stage.signing, stage.amira)
    sign(stage, delegation=made.pk)
    code = verification_code(version_of(stage.signing).fingerprint)
    words = read(stage.browser("stranger").get(reverse("verify_code", args=[code]))).text
    assert "in Vertretung unterzeichnet: Leiterin des Rechtsamts" in words
    assert "Karla" not in words
