"""Signed files and confirmations of visitors."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements import history
from agreements.choices import Side, SignatureMethod, Status
from agreements.documents.editions import execution_edition, reading_edition
from agreements.files import store
from agreements.models import ProofCheck, Signature
from agreements.rendering.signature_fields import field_name
from agreements.signing.links.confirmation import record_confirmation
from tests import factories
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario, version_of
from tests.signing.links.conftest import rosa
from tests.signing.links.visitor import Visitor, invited, simple_contract, waiting
from tests.signing.pki import Pki
from tests.signing.signer import sign

pytestmark = pytest.mark.usefixtures("trusted")
__all__ = ["rosa"]


def test_a_visitor_uploads_a_signed_file(scenario: Scenario, rosa: Visitor, pki: Pki) -> None:
    link = invited(scenario.signing, scenario.amira)
    rosa.arrive()
    page = rosa.page("link_file_new", link)
    issued = store.read(execution_edition(version_of(scenario.signing)).file)
    sent = {"fingerprint": link.fingerprint, "place": "Berlin"}
    refused = rosa.client.post(page, {**sent, "file": SimpleUploadedFile("unsigniert.pdf", issued)})
    assert refused.status_code == 422
    assert "Fehler: " in read(refused).title
    key = waiting(scenario.signing).key
    signed = sign(issued, field_name(key), pki.people["rosa"], stamped_by=pki)
    taken = rosa.client.post(page, {**sent, "file": SimpleUploadedFile("signiert.pdf", signed)}, follow=True)
    assert "geprüft und angenommen" in read(taken).text
    made = Signature.objects.get(signatory=waiting(scenario.signing), version=link.version)
    assert (made.method, made.recorded_by, made.link) == (SignatureMethod.QUALIFIED, None, link)
    checks = ProofCheck.objects.order_by("pk")
    assert [(check.accepted, check.recorder) for check in checks] == [
        (accepted, "Rosa Rathaus, über einen Link") for accepted in (False, True)
    ]
    contract = scenario.fresh().signing
    assert contract.status == Status.SIGNED
    assert history.verify(contract.agreement) == []


def test_a_confirmation_is_printed_as_confirmation(scenario: Scenario, rosa: Visitor) -> None:
    contract = simple_contract(scenario)
    link = invited(contract, scenario.amira)
    rosa.arrive()
    record_confirmation(link, fingerprint=link.fingerprint, place="Berlin", at=timezone.now())
    factories.sign(contract, Side.ASSOCIATION, scenario.amira)
    contract.refresh_from_db()
    printed = " ".join(" ".join(page_texts(store.read(reading_edition(version_of(contract)).file))).split())
    assert "in der Anwendung (Bestätigung, keine Unterschrift) bestätigt am" in printed
    assert "von der Anwendung festgehalten; eine Unterschrift gibt es nicht" in printed
