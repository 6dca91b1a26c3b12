"""Recording signatures on paper, on the pages."""

import resource
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from agreements.choices import DateSource, Side, Status
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.models import Signature, StoredFile
from agreements.signing.actions import InkSignature, record_ink_signature
from tests.files.samples import pdf, picture
from tests.page import read
from tests.scenario import PNG, Scenario, version_of
from tests.signing.pages import post_signature, signatory

PDF, JPEG = pdf(), picture("JPEG")


def scan(data: bytes, name: str = "scan.pdf", claimed: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=claimed)


@pytest.mark.parametrize(
    ("data", "media_type", "ending"),
    [(PDF, "application/pdf", "pdf"), (PNG + b"x", "image/png", "png"), (JPEG, "image/jpeg", "jpg")],
)
def test_a_signature_is_recorded_with_its_scan(
    data: bytes, media_type: str, ending: str, scenario: Scenario
) -> None:
    """The type is detected from the content, not from name or Content-Type."""
    reply = post_signature(scenario, scan=scan(data, "../../etc/passwd.exe", "text/html"))
    assert reply.status_code == 302
    made = Signature.objects.get(signatory=signatory(scenario))
    assert made.scan is not None
    assert (made.scan.media_type, made.scan.size, store.read(made.scan)) == (media_type, len(data), data)
    response = scenario.browser("staff").get(reverse("signature_scan", args=[made.pk]))
    assert response.getvalue() == data
    assert response.headers["Content-Type"] == media_type
    assert (
        f'attachment; filename="unterschrift-{made.pk}.{ending}"; ' in response.headers["Content-Disposition"]
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_last_signature_says_what_follows_and_is_confirmed(scenario: Scenario) -> None:
    address = reverse("signature_new", args=[scenario.signing.pk, signatory(scenario).key])
    text = read(scenario.browser("coordinator").get(address)).text
    for words in (
        "die letzte erforderliche Unterschrift",
        "Niemand kann das zurücknehmen",
        "01.04.2025",
        "Später",
    ):
        assert words in text
    reply = post_signature(scenario, knows_it_concludes="")
    assert reply.status_code == 422
    assert "Bitte bestätigen Sie, dass der Vertrag damit geschlossen ist" in read(reply).text
    assert scenario.fresh().signing.status == Status.SIGNING


def test_a_signature_that_has_become_the_last_is_not_recorded_unawares(scenario: Scenario) -> None:
    signed = InkSignature(
        signed_on=date(2025, 3, 10),
        date_source=DateSource.DOCUMENT,
        place="Berlin",
        knows_it_concludes=False,
    )
    with pytest.raises(ActionRefused, match="Inzwischen ist dies die letzte"):
        record_ink_signature(
            scenario.signing,
            signatory_key=signatory(scenario).key,
            fingerprint=version_of(scenario.signing).fingerprint,
            signed=signed,
            by=scenario.amira,
            at=timezone.now(),
        )


def test_the_last_signature_concludes(scenario: Scenario) -> None:
    page = scenario.browser("coordinator").get(post_signature(scenario).headers["Location"])
    assert scenario.fresh().signing.status == Status.SIGNED
    assert read(page).title
    for name, words in (
        ("signing", "Rosa Rathaus"),
        ("history", "Rosa Rathaus hat handschriftlich unterzeichnet am 10.03.2025 in Berlin"),
        ("history", "Alle erforderlichen Unterschriften liegen vor: unterzeichnet"),
    ):
        shown = scenario.browser("coordinator").get(scenario.fresh().signing.page_url(name))
        assert words in read(shown).text


@pytest.mark.parametrize(
    "data", [b"<svg onload=alert(1)>", b"MZ\x90\0", b"PK\x03\x04", b"GIF89a", b"%PD", b"\0" * 100]
)
def test_other_file_types_are_refused_and_not_stored(data: bytes, scenario: Scenario) -> None:
    before = StoredFile.objects.count()
    reply = post_signature(scenario, scan=scan(data))
    assert reply.status_code == 422
    assert "weder PDF noch PNG noch JPEG" in read(reply).text
    assert StoredFile.objects.count() == before
    assert not signatory(scenario).signatures.exists()


def test_a_file_that_is_too_large_is_refused(scenario: Scenario) -> None:
    with override_settings(UPLOAD_MAX_BYTES=1024 * 1024):
        reply = post_signature(scenario, scan=scan(PDF + b" " * 1024 * 1024))
        assert reply.status_code == 422
        assert "größer als 1 MB" in read(reply).text
        assert post_signature(scenario, scan=scan(PDF + b" " * (1024 * 1024 - len(PDF)))).status_code == 302


def test_a_full_disk_leaves_no_part_and_keeps_what_was_typed(scenario: Scenario) -> None:
    before = StoredFile.objects.count()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # writing fails as on a full disk, in the same call; what the tests themselves write is smaller
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, limits[1]))
    try:
        reply = post_signature(scenario, place="Rathaus Pankow", scan=scan(PDF + b" " * 4_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    page = read(reply)
    assert (reply.status_code, page.fields["place"]) == (422, "Rathaus Pankow")
    assert "kein Platz mehr für Dateien" in page.text
    assert StoredFile.objects.count() == before
    assert not list(Path(settings.FILES_ROOT).glob("??/tmp*"))
    assert post_signature(scenario, scan=scan(PDF)).status_code == 302


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"signed_on": "02.03.2025"}, "gibt es erst seit dem 03.03.2025"),
        ({"signed_on": ""}, "Bitte „Unterzeichnet am“ angeben."),
        ({"signed_on": "31.02.2025"}, "Den 31.02.2025 gibt es nicht."),
        ({"place": "  "}, "Bitte „Ort“ angeben."),
        ({"date_source": "published"}, "Bitte die Fundstelle der Veröffentlichung angeben"),
        ({"date_source": "erfunden"}, "gültige Auswahl"),
        ({"fingerprint": "0" * 64}, "andere Fassung"),
        ({"fingerprint": "kurz"}, "gültig"),
        ({"scan": scan(b"")}, "leer"),
    ],
)
def test_invalid_input_is_refused_and_kept(more: dict[str, Any], text: str, scenario: Scenario) -> None:
    reply = post_signature(scenario, **{"source_note": "", "place": "Rathaus Pankow", **more})
    assert reply.status_code == 422
    page = read(reply)
    assert text in page.text
    if "place" not in more:
        assert page.fields["place"] == "Rathaus Pankow"
    assert not signatory(scenario).signatures.exists()


@pytest.mark.parametrize("signed_on", [date(2025, 3, 3), timezone.localdate()], ids=["frozen", "today"])
def test_the_first_and_the_last_possible_day(signed_on: date, scenario: Scenario) -> None:
    assert post_signature(scenario, signed_on=f"{signed_on:%d.%m.%Y}").status_code == 302


def test_a_day_in_the_future_is_refused(scenario: Scenario) -> None:
    reply = post_signature(scenario, signed_on=f"{timezone.localdate() + timedelta(days=1):%d.%m.%Y}")
    assert reply.status_code == 422
    assert "liegt in der Zukunft" in read(reply).text


def test_a_second_signature_is_refused(scenario: Scenario) -> None:
    reply = post_signature(scenario, Side.ASSOCIATION, date_source="told")
    assert reply.status_code == 422
    assert "schon festgehalten" in read(reply).text
    assert signatory(scenario, Side.ASSOCIATION).signatures.count() == 1


def test_an_unknown_signatory_is_not_found(scenario: Scenario) -> None:
    address = reverse("signature_new", args=[scenario.signing.pk, "niemand"])
    assert scenario.browser("coordinator").get(address).status_code == 404
