"""Recording signatures on paper: told through the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from agreements.choices import Side, Status
from agreements.files import store
from agreements.models import Signatory, Signature, StoredFile
from tests.page import read
from tests.scenario import PNG, Scenario, version_of

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def waiting(scenario: Scenario) -> Signatory:
    return scenario.signing.signatories.get(side=Side.DISTRICT)


def send(scenario: Scenario, **more: Any) -> Any:
    sent = {
        "fingerprint": version_of(scenario.signing).fingerprint,
        "signed_on": "10.03.2025",
        "date_source": "document",
        "place": "Berlin",
        **more,
    }
    address = reverse("signature_new", args=[scenario.signing.pk, waiting(scenario).key])
    return scenario.browser("coordinator").post(address, sent)


def scan(data: bytes, name: str = "scan.pdf", claimed: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=claimed)


@pytest.mark.parametrize(
    ("data", "media_type", "ending"),
    [(PDF, "application/pdf", "pdf"), (PNG + b"x", "image/png", "png"), (JPEG, "image/jpeg", "jpg")],
)
def test_a_signature_is_recorded_with_its_scan(
    data: bytes, media_type: str, ending: str, scenario: Scenario
) -> None:
    """What the file is says its content; its name and what the browser claims do not count."""
    reply = send(scenario, scan=scan(data, "../../etc/passwd.exe", "text/html"))
    assert reply.status_code == 302
    made = Signature.objects.get(signatory=waiting(scenario))
    assert made.scan is not None
    assert (made.scan.media_type, made.scan.size, store.read(made.scan)) == (media_type, len(data), data)
    sent = scenario.browser("staff").get(reverse("signature_scan", args=[made.pk]))
    assert sent.getvalue() == data
    assert sent.headers["Content-Type"] == media_type
    assert sent.headers["Content-Disposition"] == f'attachment; filename="unterschrift-{made.pk}.{ending}"'
    assert sent.headers["X-Content-Type-Options"] == "nosniff"


def test_the_last_signature_makes_it_signed(scenario: Scenario) -> None:
    page = scenario.browser("coordinator").get(send(scenario).headers["Location"])
    assert scenario.fresh().signing.status == Status.SIGNED
    words = read(page).text
    assert "Rosa Rathaus hat handschriftlich unterzeichnet am 10.03.2025 in Berlin" in words
    assert "Alle erforderlichen Unterschriften liegen vor: unterzeichnet" in words


@pytest.mark.parametrize(
    "data", [b"<svg onload=alert(1)>", b"MZ\x90\0", b"PK\x03\x04", b"GIF89a", b"%PD", b"\0" * 100, b" " + PDF]
)
def test_other_files_are_refused_and_nothing_is_stored(data: bytes, scenario: Scenario) -> None:
    before = StoredFile.objects.count()
    reply = send(scenario, scan=scan(data))
    assert reply.status_code == 422
    assert "weder PDF noch PNG noch JPEG" in read(reply).text
    assert StoredFile.objects.count() == before
    assert not waiting(scenario).signatures.exists()


def test_an_empty_file_is_no_scan(scenario: Scenario) -> None:
    assert send(scenario, scan=scan(b"")).status_code == 422
    assert not waiting(scenario).signatures.exists()


def test_a_file_that_is_too_large_is_refused(scenario: Scenario) -> None:
    with override_settings(UPLOAD_MAX_BYTES=1024 * 1024):
        reply = send(scenario, scan=scan(PDF + b" " * 1024 * 1024))
        assert reply.status_code == 422
        assert "größer als 1 MB" in read(reply).text
        assert send(scenario, scan=scan(PDF + b" " * (1024 * 1024 - len(PDF)))).status_code == 302


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"signed_on": "02.03.2025"}, "gibt es erst seit dem 03.03.2025"),
        ({"signed_on": ""}, "Dieses Feld"),
        ({"signed_on": "31.02.2025"}, "gültiges Datum"),
        ({"place": "  "}, "Dieses Feld"),
        ({"date_source": "published"}, "braucht die Fundstelle"),
        ({"date_source": "erfunden"}, "gültige Auswahl"),
        ({"fingerprint": "0" * 64}, "andere Fassung"),
        ({"fingerprint": "kurz"}, "gültig"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    more: dict[str, str], words: str, scenario: Scenario
) -> None:
    reply = send(scenario, **{"source_note": "", "place": "Rathaus Pankow", **more})
    assert reply.status_code == 422
    page = read(reply)
    assert words in page.text
    if "place" not in more:
        assert page.fields["place"] == "Rathaus Pankow"
    assert not waiting(scenario).signatures.exists()


def test_nobody_has_signed_tomorrow(scenario: Scenario) -> None:
    today = timezone.localdate()
    reply = send(scenario, signed_on=f"{today + timedelta(days=1):%d.%m.%Y}")
    assert reply.status_code == 422
    assert "liegt in der Zukunft" in read(reply).text
    assert send(scenario, signed_on=f"{today:%d.%m.%Y}").status_code == 302


def test_the_day_of_freezing_itself_is_early_enough(scenario: Scenario) -> None:
    assert send(scenario, signed_on="03.03.2025").status_code == 302


def test_a_person_signs_once(scenario: Scenario) -> None:
    contract = scenario.signing
    signed = contract.signatories.get(side=Side.ASSOCIATION)
    address = reverse("signature_new", args=[contract.pk, signed.key])
    sent = {
        "fingerprint": version_of(contract).fingerprint,
        "signed_on": "10.03.2025",
        "date_source": "told",
        "place": "Berlin",
    }
    reply = scenario.browser("coordinator").post(address, sent)
    assert reply.status_code == 422
    assert "schon festgehalten" in read(reply).text
    assert signed.signatures.count() == 1


def test_a_person_who_is_not_on_the_list_is_not_there(scenario: Scenario) -> None:
    address = reverse("signature_new", args=[scenario.signing.pk, "niemand"])
    assert scenario.browser("coordinator").get(address).status_code == 404
