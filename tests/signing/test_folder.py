"""The signing folder: checklist, a signature sheet for each side, the Zeichnungsfassung."""

import hashlib

import pypdfium2
import pytest
from django.urls import reverse

from agreements.choices import Status
from agreements.documents.editions import execution_edition
from agreements.files import store
from agreements.files.folder import path_of
from agreements.models import Edition, StoredFile
from agreements.signing.folder.pdf import signing_folder
from agreements.verification_code import verification_code
from tests.page import read
from tests.rendering.printed import opened, page_texts
from tests.scenario import Scenario, version_of


@pytest.fixture
def folder(scenario: Scenario) -> bytes:
    return signing_folder(version_of(scenario.signing))


def test_each_side_has_a_sheet_with_reference_and_fingerprint(scenario: Scenario, folder: bytes) -> None:
    version = version_of(scenario.signing)
    sheets = [text for text in page_texts(folder) if "Unterschriftsblatt: Für" in text]
    assert len(sheets) == 2
    people = {"Für den Bezirk": "Rosa Rathaus", "Für MitWirkung": "Viktor Verein"}
    for sheet, (side, name) in zip(sheets, people.items(), strict=True):
        assert f"Unterschriftsblatt: {side}" in sheet
        assert name in sheet
        assert f"{scenario.signing.agreement.reference}/0" in sheet
        assert verification_code(version.fingerprint) in sheet
        assert version.fingerprint in sheet.replace(" ", "")
        assert all(word in sheet for word in ("Ort", "Datum", "Unterschrift", "Grundlage der Vertretung"))
        (other,) = set(people.values()) - {name}
        assert other not in sheet


def test_the_cover_has_a_checklist_and_says_it_is_no_original(scenario: Scenario, folder: bytes) -> None:
    texts = page_texts(folder)
    pages = len(opened(store.read(execution_edition(version_of(scenario.signing)).file)).pages)
    front = " ".join(texts[: len(texts) - pages])
    for words in (
        "Mitbringen",
        "Wer wo unterschreibt",
        "Notieren",
        "Anwesende",
        "Danach",
        "kein PDF/A",
        "2-mal",
    ):
        assert words in front
    place = next(number for number, text in enumerate(texts[-pages:], 1) if "Prüfwert dieser Fassung" in text)
    assert f"Für den Bezirk Seite {place}" in front


def test_the_pages_of_the_zeichnungsfassung_are_copied(scenario: Scenario, folder: bytes) -> None:
    file = execution_edition(version_of(scenario.signing)).file
    original = store.read(file)
    before = Edition.objects.count(), StoredFile.objects.count()
    assert signing_folder(version_of(scenario.signing)) == folder, "the same bytes"
    assert (Edition.objects.count(), StoredFile.objects.count()) == before, "nothing is stored"
    assert hashlib.sha256(path_of(file.sha256).read_bytes()).hexdigest() == file.sha256
    with pypdfium2.PdfDocument(original) as one, pypdfium2.PdfDocument(folder) as other:
        skip = len(other) - len(one)
        for number in (0, len(one) - 1):
            assert _picture(one[number]) == _picture(other[skip + number]), "drawn the same"
        assert page_texts(folder)[skip:] == page_texts(original)


def _picture(page: pypdfium2.PdfPage) -> bytes:
    drawn: bytes = page.render(scale=1, may_draw_forms=False).to_pil().tobytes()
    return drawn


def test_the_folder_claims_no_standard_and_has_no_fields(folder: bytes) -> None:
    assert b"pdfaid" not in folder
    assert b"pdfuaid" not in folder
    with opened(folder) as pdf:
        assert not {"/Metadata", "/OutputIntents", "/MarkInfo", "/AcroForm"} & set(pdf.Root.keys())
        assert not any("/Annots" in page.obj for page in pdf.pages)


def test_the_folder_is_available_only_during_signing(scenario: Scenario) -> None:
    for who in ("coordinator", "staff"):
        for status in (Status.SIGNING, Status.SIGNED):
            contract = scenario.contracts[status]
            address = reverse("signing_folder", args=[contract.pk])
            page = read(
                scenario.browser(who).get(reverse("agreement_documents", args=[contract.agreement_id]))
            )
            offered = ("a", address) in [(tag, attributes.get("href")) for tag, attributes in page.tags]
            assert offered == (status == Status.SIGNING), (who, status)
    reply = scenario.browser("staff").get(reverse("signing_folder", args=[scenario.signing.pk]))
    assert reply.headers["Content-Type"] == "application/pdf"
    assert "-zeichnungsmappe-" in reply.headers["Content-Disposition"]
