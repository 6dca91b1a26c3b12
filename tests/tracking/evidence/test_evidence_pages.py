"""The pages of evidence: add, read, preview, download, renew."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from agreements.files.folder import path_of
from agreements.models import Evidence, Obligation, Report
from agreements.tracking.evidence.actions import renew_evidence
from tests.files.samples import pdf, picture
from tests.page import read
from tests.scenario import Scenario
from tests.tracking.evidence.submissions import AT, EICAR, add, file, reference
from tests.tracking.report_factories import obligation_of

# session, reader, memberships, obligation and its agreement, terms; contracts, texts, occasions, reports, instruments;
# the text in force, what was said and answered, evidence, its files and their checks, notes, mentions, rounds
QUERIES = 21


@pytest.fixture(autouse=True)
def winter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture
def bogdan(scenario: Scenario) -> Client:
    return scenario.browser("staff")


def page_of(made: Evidence, name: str = "evidence_detail", *more: int) -> str:
    return reverse(name, args=[made.report.obligation_id, made.pk, *more])


def send(client: Client, address: str, **data: Any) -> Any:
    fields = {key: value for key, value in read(client.get(address)).fields.items() if value is not None}
    return client.post(address, {**fields, **data})


def upload(data: bytes, name: str = "Protokoll.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize("where", ["", "?liste=1&termin=2025-12-31"])
def test_report_form_with_evidence(bogdan: Client, scenario: Scenario, where: str) -> None:
    obligation = obligation_of(scenario.signed, "O-12")
    address = reverse("obligation_report", args=[obligation.pk]) + where
    data = {"progress": "fulfilled", "amount": "43", "done_on": "2025-12-12"}
    told = send(
        bogdan,
        address,
        **data,
        **{
            "occurrence": "2025-12-31:0",
            "nachweis-files_": [upload(pdf()), upload(picture("JPEG"), "Foto.jpg")],
            "nachweis-references": "Drs. IX-0731\n\nDrs. IX-0732",
            "nachweis-links": "https://example.org/x Protokoll der Sitzung",
            "nachweis-starts_on": "2025-01-01",
        },
    )
    assert told.status_code == 302
    found = Report.objects.get().evidence.all()
    assert [str(one) for one in found] == [
        "Protokoll.pdf",
        "Foto.jpg",
        "Protokoll der Sitzung",
        "Drs. IX-0731",
        "Drs. IX-0732",
    ]
    page = read(bogdan.get(reverse("obligation_detail", args=[obligation.pk])))
    assert "nicht auf Viren geprüft" in page.text
    assert page.text.count("belegt ab 01.01.2025") == 5


def test_input_is_kept_when_a_file_is_refused(bogdan: Client, scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, "O-12")
    told = send(
        bogdan,
        reverse("obligation_report", args=[obligation.pk]),
        **{
            "occurrence": "2025-12-31:0",
            "progress": "fulfilled",
            "amount": "43",
            "remark": "Mit Fachtag.",
            "done_on": "2025-12-12",
            "nachweis-files_": [upload(b"<html>", "Liste.pdf")],
            "nachweis-note": "Liste liegt im Amt.",
        },
    )
    assert told.status_code == 422
    page = read(told)
    assert "weder PDF noch PNG noch JPEG" in page.text
    assert (page.fields["remark"], page.fields["nachweis-note"]) == ("Mit Fachtag.", "Liste liegt im Amt.")
    assert "„Liste.pdf“. Alles andere steht noch da." in page.text
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"nachweis-files_": [upload(b"")]}, "ist leer"),
        ({"nachweis-links": "javascript:alert(1)"}, "ist keine Adresse"),
        ({"nachweis-links": "protokoll.de"}, "ist keine Adresse"),
        ({"nachweis-references": "x" * 201}, "ist zu lang"),
        ({"nachweis-starts_on": "2026-02-01", "nachweis-ends_on": "2026-01-01"}, "vor dem Beginn"),
        ({"nachweis-starts_on": "2026-02-01"}, "aber keinen Nachweis"),
        ({"nachweis-last_valid_on": "31.02.2026"}, "Den 31.02.2026 gibt es nicht."),
        ({}, "Wählen Sie eine Datei"),
        ({"nachweis-files_": [upload(pdf(), f"{n}.pdf") for n in range(6)]}, "höchstens 5 Dateien"),
    ],
)
def test_invalid_evidence_is_explained_and_not_stored(
    bogdan: Client, reported: Report, data: dict[str, Any], words: str
) -> None:
    address = reverse("evidence_new", args=[reported.obligation_id, reported.pk])
    told = bogdan.post(address, data)
    assert told.status_code == 422
    assert words in read(told).text
    assert not Evidence.objects.exists()


def test_malware_is_explained_on_the_page(bogdan: Client, reported: Report, scanner: str) -> None:
    address = reverse("evidence_new", args=[reported.obligation_id, reported.pk])
    told = bogdan.post(address, {"nachweis-files_": [upload(EICAR)]})
    assert told.status_code == 422
    assert "Schadsoftware gefunden (Eicar-Test.UNOFFICIAL)" in read(told).text


def test_detail_preview_and_download(bogdan: Client, scenario: Scenario, reported: Report) -> None:
    data = pdf(3)
    made = add(reported, file(data, "Protokoll Ä.pdf"), scenario.people["staff"])
    page = read(bogdan.get(page_of(made), {"seite": "2"}))
    assert "Seite 2 von 3" in page.text
    sent = bogdan.get(page_of(made, "evidence_file"))
    assert b"".join(sent.streaming_content) == data  # type: ignore[attr-defined]  # a streaming answer
    assert sent.headers["Content-Disposition"] == (
        "attachment; filename=\"protokoll-a.pdf\"; filename*=UTF-8''Protokoll%20%C3%84.pdf"
    )
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    drawn = bogdan.get(page_of(made, "evidence_page", 2))
    assert drawn.headers["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(drawn.content)) as opened:
        assert opened.size == (400, 600)
    assert [bogdan.get(page_of(made, "evidence_page", n)).status_code for n in (0, 4, 10**9)] == [404] * 3
    assert bogdan.get(page_of(made), {"seite": "99999999999999999999"}).status_code == 200


def test_preview_contains_no_metadata(bogdan: Client, scenario: Scenario, reported: Report) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Geheim"
    out = BytesIO()
    Image.new("RGB", (30, 20), "#114477").save(out, "JPEG", exif=exif)
    made = add(reported, file(out.getvalue(), "Foto.jpg"), scenario.people["staff"])
    assert b"Geheim" in out.getvalue()
    assert b"Geheim" not in bogdan.get(page_of(made, "evidence_page", 1)).content


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P"), ("PNG", "I;16"), ("PNG", "RGBA")]
)
def test_preview_of_every_picture_format(
    bogdan: Client, scenario: Scenario, reported: Report, kind: str, mode: str
) -> None:
    data = picture(kind, (4000, 10), mode)
    made = add(reported, file(data, f"Bild.{kind.lower()}"), scenario.people["staff"])
    with Image.open(BytesIO(bogdan.get(page_of(made, "evidence_page", 1)).content)) as opened:
        assert (opened.format, opened.mode, opened.size) == ("JPEG", "RGB", (1600, 4))


def test_damaged_file_is_neither_previewed_nor_sent(
    bogdan: Client, scenario: Scenario, reported: Report
) -> None:
    made = add(reported, file(pdf(), "Protokoll.pdf"), scenario.people["staff"])
    assert made.file is not None
    path = path_of(made.file.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    told = bogdan.get(page_of(made, "evidence_file"))
    assert told.status_code == 409
    assert "Die aufbewahrte Datei ist beschädigt" in read(told).text
    assert bogdan.get(page_of(made, "evidence_page", 1)).status_code == 404
    shown = read(bogdan.get(page_of(made)))
    assert "beschädigt" in shown.text
    assert not [tag for name, tag in shown.tags if name == "img" and "nachweis" in tag["src"]]
    path.unlink()
    assert bogdan.get(page_of(made, "evidence_file")).status_code == 409


def test_unscanned_file_is_withheld(bogdan: Client, scenario: Scenario, reported: Report) -> None:
    made = add(reported, file(pdf()), scenario.people["staff"])
    with override_settings(CLAMD="/nowhere"):
        assert bogdan.get(page_of(made, "evidence_file")).status_code == 409
        assert bogdan.get(page_of(made, "evidence_page", 1)).status_code == 404
        assert "sicher aufbewahrt" in read(bogdan.get(page_of(made))).text


def test_old_version_links_to_the_new_one(bogdan: Client, scenario: Scenario, reported: Report) -> None:
    first = add(reported, reference("Drs. IX-0731"), scenario.people["staff"])
    told = send(bogdan, page_of(first, "evidence_renew"), **{"nachweis-references": "Drs. IX-0731 (neu)"})
    second = Evidence.objects.get(version=2)
    assert told.headers["Location"] == page_of(second)
    assert "Es gibt eine neuere Fassung" in read(bogdan.get(page_of(first))).text
    two = {"nachweis-references": "eins\nzwei", "seen": "2"}
    assert "genau eine Datei" in read(bogdan.post(page_of(first, "evidence_renew"), two)).text


def test_outdated_renewal_names_the_newer_version(
    bogdan: Client, scenario: Scenario, reported: Report
) -> None:
    first = add(reported, reference(), scenario.people["staff"])
    renew_evidence(first, piece=reference("Drs. 2"), seen=1, by=scenario.people["lead"], at=AT)
    told = bogdan.post(page_of(first, "evidence_renew"), {"seen": "1", "nachweis-references": "Drs. 3"})
    page = read(told)
    assert (told.status_code, page.fields["nachweis-references"]) == (422, "Drs. 3")
    assert "Inzwischen gibt es Fassung 2" in page.text
    assert page.fields["seen"] == "2"


def test_expired_evidence_is_marked(bogdan: Client, scenario: Scenario, reported: Report) -> None:
    add(reported, reference(last_valid_on=date(2026, 1, 14)), scenario.people["staff"])
    page = read(bogdan.get(reverse("obligation_detail", args=[reported.obligation_id])))
    assert "gilt nicht mehr" in page.text


def test_more_evidence_costs_no_more_queries(
    bogdan: Client, scenario: Scenario, reported: Report, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    obligation: Obligation = reported.obligation
    address = reverse("obligation_detail", args=[obligation.pk])
    add(reported, file(pdf()), scenario.people["staff"])
    with django_assert_num_queries(QUERIES):
        bogdan.get(address)
    for number in range(5):
        add(reported, file(pdf()), scenario.people["staff"])
        add(reported, reference(f"Nr. {number}"), scenario.people["lead"])
    with django_assert_num_queries(QUERIES):
        bogdan.get(address)
