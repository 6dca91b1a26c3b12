"""Signed PDFs on the pages: uploaded, examined, accepted or rejected, recorded."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from agreements import history, transitions
from agreements.choices import DateSource, Side, SignatureMethod, Status
from agreements.documents.editions import execution_edition, reading_edition
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.models import Instrument, ProofCheck, Signatory, Signature, StoredFile
from agreements.rendering.signature_fields import field_name
from agreements.signing.certificates.actions import record_signed_file
from tests import factories
from tests.files.samples import pdf
from tests.page import Page, read
from tests.rendering.printed import page_texts
from tests.scenario import PNG, Scenario, version_of
from tests.signing.examined import latest_file
from tests.signing.pki import Pki, revocation_list
from tests.signing.signer import sign

pytestmark = pytest.mark.usefixtures("trusted")


def signatory(contract: Instrument, side: Side = Side.DISTRICT) -> Signatory:
    return contract.signatories.get(side=side)


def field(contract: Instrument, side: Side = Side.DISTRICT) -> str:
    return field_name(signatory(contract, side).key)


def current(contract: Instrument) -> bytes:
    return store.read(latest_file(version_of(contract)))


def upload(scenario: Scenario, contract: Instrument, data: bytes, **more: Any) -> Any:
    """Upload a file and return the page of its result."""
    sent = {
        "fingerprint": version_of(contract).fingerprint,
        "place": "Berlin",
        "file": SimpleUploadedFile("signiert.pdf", data, content_type="application/pdf"),
        **more,
    }
    address = reverse("signed_file_new", args=[contract.pk])
    return scenario.browser("coordinator").post(address, sent, follow=True)


def page_of(scenario: Scenario, contract: Instrument, name: str, who: str = "coordinator") -> Page:
    return read(scenario.browser(who).get(contract.page_url(name)))


def frozen(scenario: Scenario) -> Instrument:
    """Return a frozen contract without signatures."""
    return factories.freeze_draft(scenario.draft, scenario.amira)


def test_a_certificate_signature_concludes_after_one_in_ink_and_can_be_read_and_downloaded(
    scenario: Scenario, pki: Pki
) -> None:
    contract = scenario.signing
    signed = sign(current(contract), field(contract), pki.people["rosa"], stamped_by=pki)
    page = read(upload(scenario, contract, signed))
    assert "Die Datei zählt" in page.text
    assert "Es ist eine qualifizierte elektronische Signatur." in page.text
    assert "Der Zeitpunkt ist durch einen Zeitstempel bestätigt." in page.text
    assert "Sperrung nicht geprüft" in page.text

    contract = scenario.fresh().signing
    assert contract.status == Status.SIGNED
    made = Signature.objects.get(signatory=signatory(contract))
    assert (made.method, made.date_source, made.signed_on) == (
        SignatureMethod.QUALIFIED,
        DateSource.TIMESTAMP,
        timezone.localdate(),
    )
    assert store.read(made.proof.file) == signed
    assert history.verify(contract.agreement) == []

    words = page_of(scenario, contract, "history").text
    assert "Rosa Rathaus hat mit qualifizierter elektronischer Signatur unterzeichnet am" in words
    assert "Signierte Datei zu Fassung 1 geprüft und angenommen" in words
    assert "Original (elektronisch signiert)" in page_of(scenario, contract, "documents").text

    address = reverse("signed_file_download", args=[contract.pk, made.proof.pk])
    for who in ("staff", "observer", "coordinator"):
        assert scenario.browser(who).get(address).getvalue() == signed
    links = [said.get("href") for _, said in page_of(scenario, contract, "documents", "observer").tags]
    assert address in links
    reading = " ".join(page_texts(store.read(reading_edition(version_of(contract)).file)))
    for sentence in (
        "mit qualifizierter elektronischer Signatur unterzeichnet am",
        "Zertifikat von Rosa Rathaus, Bezirksamt Pankow von Berlin, ausgestellt von Test QES CA; Sperrung nicht geprüft.",
        "Datum: bestätigter Zeitstempel in der Signatur.",
        "handschriftlich unterzeichnet am 05.03.2025 in Berlin",
    ):
        assert sentence in reading


def test_two_signatories_sign_one_after_the_other(scenario: Scenario, pki: Pki) -> None:
    contract = frozen(scenario)
    lists = {
        "lists": (revocation_list(pki.qualified), revocation_list(pki.times)),
        "trusted": (pki.qualified, pki.times),
    }
    first = sign(current(contract), field(contract), pki.people["rosa"], stamped_by=pki, **lists)
    upload(scenario, contract, first)
    assert current(contract) == first
    assert scenario.fresh().draft.status == Status.SIGNING
    second = sign(first, field(contract, Side.ASSOCIATION), pki.people["viktor"], stamped_by=pki, **lists)
    page = read(upload(scenario, contract, second))
    assert page.text.count("Das Zertifikat war nach den Nachweisen in der Datei nicht gesperrt.") == 2
    assert scenario.fresh().draft.status == Status.SIGNED
    newest, oldest = ProofCheck.objects.filter(version=version_of(contract)).order_by("-pk")
    assert (newest.based_on, oldest.based_on) == (oldest, None)


def test_an_outdated_file_is_rejected_with_advice(scenario: Scenario, pki: Pki) -> None:
    contract = frozen(scenario)
    issued = current(contract)
    upload(scenario, contract, sign(issued, field(contract), pki.people["rosa"]))
    late = sign(issued, field(contract, Side.ASSOCIATION), pki.people["viktor"])
    page = read(upload(scenario, contract, late))
    assert "Die Datei zählt nicht" in page.text
    assert "Laden Sie die aktuelle Datei herunter und lassen Sie diese signieren." in page.text
    assert reverse("signed_file_new", args=[contract.pk]) in [
        attributes.get("href") for _, attributes in page.tags
    ]
    assert version_of(contract).signatures.count() == 1


def test_a_rejected_file_is_kept_with_its_reasons(scenario: Scenario, pki: Pki) -> None:
    contract = scenario.signing
    before = version_of(contract).signatures.count()
    other = pdf()
    reply = upload(scenario, contract, other)
    assert reply.status_code == 200
    assert "Das ist nicht die Datei, die wir ausgegeben haben." in read(reply).text
    check = ProofCheck.objects.get(version=version_of(contract))
    assert not check.accepted
    assert store.read(check.file) == other
    assert version_of(contract).signatures.count() == before
    assert latest_file(version_of(contract)) == execution_edition(version_of(contract)).file
    listed = read(scenario.browser("admin").get(reverse("signed_files", args=[contract.pk])))
    assert "nicht angenommen Das ist nicht die Datei, die wir ausgegeben haben." in listed.text
    download = reverse("signed_file_download", args=[contract.pk, check.pk])
    assert scenario.browser("coordinator").get(download).status_code == 404
    entry = "Signierte Datei zu Fassung 1 geprüft und nicht angenommen: Das ist nicht die Datei, die wir ausgegeben haben."
    assert entry in page_of(scenario, contract, "history").text
    assert entry not in page_of(scenario, contract, "history", "staff").text


def test_a_level_below_the_legal_form_is_rejected(scenario: Scenario, pki: Pki) -> None:
    contract = frozen(scenario)
    page = read(upload(scenario, contract, sign(current(contract), field(contract), pki.people["advanced"])))
    assert "genügt eine fortgeschrittene elektronische Signatur nicht" in page.text
    assert not version_of(contract).signatures.exists()


def test_a_sufficient_level_is_recorded_as_its_method(scenario: Scenario, pki: Pki) -> None:
    contract = frozen(scenario)
    upload(scenario, contract, sign(current(contract), field(contract), pki.people["seal"]))
    made = version_of(contract).signatures.get()
    assert (made.method, made.date_source) == (SignatureMethod.SEAL, DateSource.SIGNATURE)


def test_a_seal_is_never_valid_for_the_association(scenario: Scenario, pki: Pki) -> None:
    contract = frozen(scenario)
    signed = sign(current(contract), field(contract, Side.ASSOCIATION), pki.people["seal"])
    upload(scenario, contract, signed)
    assert not version_of(contract).signatures.exists()
    check = ProofCheck.objects.get(version=version_of(contract))
    sent = {"wer-0": signatory(contract, Side.ASSOCIATION).key, "place": "Berlin"}
    reply = scenario.browser("coordinator").post(
        reverse("signed_file_assign", args=[contract.pk, check.pk]), sent
    )
    assert reply.status_code == 422
    assert "Ein Behördensiegel steht nur für den Bezirk" in read(reply).text
    assert not version_of(contract).signatures.exists()


@pytest.mark.parametrize(("person", "own_field"), [("other_name", True), ("rosa", False)])
def test_an_uncertain_signature_is_assigned_by_a_user(
    person: str, own_field: bool, scenario: Scenario, pki: Pki
) -> None:
    contract = frozen(scenario)
    name = field(contract) if own_field else "Signature1"
    page = read(upload(scenario, contract, sign(current(contract), name, pki.people[person])))
    assert "Wessen Unterschrift ist das?" in page.text
    assert page.fields["wer-0"] == (signatory(contract).key if own_field else "")
    assert not version_of(contract).signatures.exists()
    check = ProofCheck.objects.get(version=version_of(contract))
    assign = reverse("signed_file_assign", args=[contract.pk, check.pk])
    browser = scenario.browser("coordinator")
    nobody = browser.post(assign, {"place": "Berlin"})
    assert nobody.status_code == 422
    assert "mindestens eine Person" in read(nobody).text
    done = browser.post(assign, {"wer-0": signatory(contract).key, "place": "Pankow"}, follow=True)
    assert "Unterschrift festgehalten: Rosa Rathaus." in read(done).text
    made = version_of(contract).signatures.get()
    assert (made.signatory, made.place, made.proof) == (signatory(contract), "Pankow", check)
    assert browser.post(assign, {"wer-0": signatory(contract).key, "place": "Berlin"}).status_code == 404


def test_a_signature_on_paper_excludes_one_by_certificate(scenario: Scenario, pki: Pki) -> None:
    contract = scenario.signing
    signed = sign(current(contract), field(contract, Side.ASSOCIATION), pki.people["viktor"])
    upload(scenario, contract, signed)
    assert signatory(contract, Side.ASSOCIATION).signatures.count() == 1
    assert scenario.fresh().signing.status == Status.SIGNING


def test_an_older_version_is_rejected(scenario: Scenario, pki: Pki) -> None:
    contract = scenario.signing
    old = sign(current(contract), field(contract), pki.people["rosa"])
    transitions.apply_transition(
        contract, "unfreeze", by=scenario.amira, at=factories.SIGNED_AT, reason="Fehler"
    )
    again = factories.freeze_draft(scenario.fresh().signing, scenario.amira)
    assert "andere Datei oder Fassung" in read(upload(scenario, again, old)).text
    assert not version_of(again).signatures.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"file": SimpleUploadedFile("leer.pdf", b"")}, "leer"),
        ({"file": ""}, "Bitte „"),
        ({"file": SimpleUploadedFile("foto.pdf", PNG)}, "kein PDF"),
        ({"place": " "}, "Bitte „"),
        ({"place": "Berlin 🦄"}, "U+1F984"),
        ({"fingerprint": "0" * 64}, "andere Fassung"),
        ({"fingerprint": "kurz"}, "gültig"),
    ],
)
def test_an_invalid_upload_stores_nothing(more: dict[str, Any], words: str, scenario: Scenario) -> None:
    before = StoredFile.objects.count()
    reply = upload(scenario, scenario.signing, b"%PDF-1.7 x", **more)
    assert reply.status_code == 422
    assert words in read(reply).text
    assert StoredFile.objects.count() == before
    assert not ProofCheck.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(scenario: Scenario) -> None:
    with override_settings(UPLOAD_MAX_BYTES=1024 * 1024):
        reply = upload(scenario, scenario.signing, b"%PDF-" + bytes(1024 * 1024))
    assert reply.status_code == 422
    assert "größer als 1 MB" in read(reply).text
    assert not ProofCheck.objects.exists()


def test_an_invalid_trust_list_prevents_the_examination(scenario: Scenario, pki: Pki, tmp_path: Any) -> None:
    (tmp_path / "qualifiziert").mkdir()
    (tmp_path / "qualifiziert" / "kaputt.pem").write_text("kein Zertifikat")
    signed = sign(current(scenario.signing), field(scenario.signing), pki.people["rosa"])
    with override_settings(TRUST_ANCHORS=tmp_path):
        reply = upload(scenario, scenario.signing, signed)
    assert reply.status_code == 422
    assert "das liegt nicht an ihr" in read(reply).text
    assert not ProofCheck.objects.exists()


def test_missing_trust_lists_are_reported(scenario: Scenario, pki: Pki, tmp_path: Any) -> None:
    signed = sign(current(scenario.signing), field(scenario.signing), pki.people["rosa"])
    with override_settings(TRUST_ANCHORS=tmp_path / "nichts"):
        page = read(upload(scenario, scenario.signing, signed))
    assert "Es sind keine Vertrauenslisten hinterlegt" in page.text


def test_a_signature_dated_before_the_freezing_is_rejected(scenario: Scenario, pki: Pki) -> None:
    contract = scenario.signing
    signed = sign(current(contract), field(contract), pki.people["rosa"])
    check = record_signed_file(
        contract,
        data=signed,
        fingerprint=version_of(contract).fingerprint,
        place="Berlin",
        by=scenario.amira,
        at=timezone.now() - timezone.timedelta(days=10),
    )
    assert not check.accepted
    assert "liegt in der Zukunft" in str(check.verdict["problems"])


def test_uploading_needs_permission(scenario: Scenario) -> None:
    contract = scenario.signing
    with pytest.raises(ActionRefused, match="vorbehalten"):
        record_signed_file(
            contract,
            data=b"%PDF-",
            fingerprint=version_of(contract).fingerprint,
            place="Berlin",
            by=scenario.people["staff"],
            at=timezone.now(),
        )
