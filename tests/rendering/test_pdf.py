"""The PDF of an instrument: text, structure, metadata, attachment, determinism."""

import hashlib
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError

from agreements.content import read_content
from agreements.rendering.pdf import ATTACHMENT, FOLDER, OwnFilesFetcher, PdfKind, render_pdf
from tests.rendering.printed import (
    full_pdf,
    layout_lines,
    opened,
    page_texts,
    render,
    render_again,
    struct_types,
)
from tests.rendering.sample import MOMENT, full_content, short_content, statement

ROOT = Path(__file__).resolve().parents[2]
MARK = re.compile(rb"/Artifact\s+BMC\s+[^A-Z]*?W\s+n\s+/x\d+ Do\s+EMC")
LETTERS = "äöüß ẞ §„“–€ łśğşıőđ ŁŚĞŞİŐĐ 0123 ☐"


@pytest.mark.parametrize("kind", PdfKind)
def test_title_page(kind):
    first = page_texts(full_pdf(kind))[0]

    for words in (
        "Kooperationsvertrag über die Begleitung der Integrierten Bezirklichen Strategie",
        "Hinweis: Dieser Mustertext ist frei erfunden",
        "zwischen Land Berlin, vertreten durch das Bezirksamt Neukölln von Berlin",
        "dieses vertreten durch Ayşe Łukasiewicz-Groß, Bezirksstadträtin für Jugend und Gesundheit",
        "und Gesundheit Berlin-Brandenburg e. V.",
        "vertreten durch Dr. Jørn Đorđević, Geschäftsführer",
        "– nachfolgend „Bezirk“ –",
        "Geschäftszeichen: Jug 4711/26",
        "Laufzeit: ab 01.01.2027 bis 31.12.2028",
    ):
        assert words in first


@pytest.mark.parametrize("kind", PdfKind)
def test_every_page_names_version_fingerprint_and_place(kind):
    pages = page_texts(full_pdf(kind))
    mark = f"Kooperationsvertrag · Fassung 3 · Prüfwert {full_content().fingerprint[:12]}"

    for number, page in enumerate(pages, start=1):
        assert mark in page
        assert f"Seite {number} von {len(pages)}" in page
    for page in pages[1:]:
        assert kind.label in page


def test_the_contents_give_the_right_pages():
    pages = page_texts(full_pdf(PdfKind.EXECUTION))
    lines = layout_lines(full_pdf(PdfKind.EXECUTION), 2)
    entries = [
        line.rpartition(" ")[::2] for line in lines if line.split(" ")[-1].isdigit() and "Seite" not in line
    ]

    assert len(entries) == 22
    for heading, number in entries:
        assert heading in pages[int(number) - 1]


def test_all_text_is_printed():
    printed = " ".join(page_texts(full_pdf(PdfKind.EXECUTION)))

    for obligation in full_content().obligations:
        assert obligation.code in printed
    assert (
        "Der Vertrag tritt mit der letzten Unterschrift, frühestens jedoch am 01.01.2027 in Kraft." in printed
    )
    assert "Summe 1,30 VZÄ" in printed


def test_the_annexes_fill_their_pages():
    """Six columns need a page on its side; what is short shares one."""
    with opened(full_pdf(PdfKind.EXECUTION)) as pdf:
        sizes = [page.mediabox for page in pdf.pages]
        wide = {place for place, box in enumerate(sizes) if box[2] > box[3]}
    pages = page_texts(full_pdf(PdfKind.EXECUTION))[2:]
    begin = {
        n: next(at for at, text in enumerate(pages, 2) if f"Anlage {n} " in text and "Inhalt" not in text)
        for n in "134"
    }
    tables = {at for at, text in enumerate(pages, 2) if "Nr. Absatz Pflicht Umfang Fällig Nachweis" in text}

    assert wide == tables
    assert begin["1"] in wide
    assert begin["3"] == begin["4"]


def test_the_notices_of_each_kind():
    draft, execution, reading = (" ".join(page_texts(full_pdf(kind))) for kind in PdfKind)

    assert "Entwurf, Stand 22.11.2026, 10:30 Uhr" in draft
    assert "Unterschrieben wird die Zeichnungsfassung, nicht dieser Entwurf." in draft
    assert "Ort, Datum" not in draft
    assert execution.count("Ort, Datum") == 2
    assert full_content().fingerprint in execution.replace(" ", "")
    assert "Dies ist eine Lesefassung und nicht das Original." in reading
    assert "handschriftlich unterzeichnet am 01.12.2026 in Berlin" in reading
    assert "Datum: steht neben der Unterschrift. Festgehalten am 03.12.2026." in reading
    assert "Ort, Datum" not in reading


def test_the_draft_mark_is_on_every_page_and_is_not_read():
    draft, execution = full_pdf(PdfKind.DRAFT), full_pdf(PdfKind.EXECUTION)

    with opened(draft) as marked, opened(execution) as unmarked:
        assert all(MARK.search(page.Contents.read_bytes()) for page in marked.pages)
        assert not any(MARK.search(page.Contents.read_bytes()) for page in unmarked.pages)
    for seen, expected in zip(page_texts(draft)[2:6], page_texts(execution)[2:6], strict=True):
        assert (
            seen.replace("Kooperationsvertrag Entwurf", "Kooperationsvertrag Zeichnungsfassung") == expected
        )


@pytest.mark.parametrize("kind", PdfKind)
def test_metadata(kind):
    with opened(full_pdf(kind)) as pdf:
        assert pdf.Root.Lang == "de"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title).startswith("Kooperationsvertrag über die Begleitung")
        assert str(pdf.docinfo.Title).endswith(f"({kind.label})")
        assert pdf.docinfo.Author == "Bezirk und MitWirkung"
        assert pdf.docinfo.CreationDate == "D:20261122093000Z"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"


def test_bookmarks_name_every_section():
    with opened(full_pdf(PdfKind.EXECUTION)) as pdf, pdf.open_outline() as outline:
        (top,) = outline.root
        titles = [" ".join(child.title.split()) for child in top.children]

    assert top.title == "Kooperationsvertrag"
    assert titles[:2] == ["Präambel", "§ 1 Gegenstand"]
    assert titles[-5:-3] == ["Unterschriften", "Anlage 1 Meilenstein- und Zeitplan"]
    assert len(titles) == 22


def test_structure():
    with opened(full_pdf(PdfKind.EXECUTION)) as pdf:
        types = struct_types(pdf)

    assert types.count("/H1") == 1
    assert types.count("/H2") == 23
    assert types.count("/Table") >= 4
    assert types.count("/TH") > types.count("/Table") * 5


def test_the_canonical_json_is_attached():
    content = full_content()
    with opened(full_pdf(PdfKind.EXECUTION)) as pdf:
        (name,) = pdf.attachments
        attached = pdf.attachments[name].get_file()
        data = attached.read_bytes()
        relationship = pdf.Root.AF[0].AFRelationship

    assert name == ATTACHMENT
    assert data == content.canonical()
    assert hashlib.sha256(data).hexdigest() == content.fingerprint
    assert read_content(data) == content
    assert attached.mime_type == "application/json"
    assert attached.creation_date == attached.mod_date == MOMENT
    assert relationship == "/Source"


def test_all_letters_come_from_our_fonts_in_every_cut():
    text = f"{LETTERS} *{LETTERS}* **{LETTERS}**"
    pdf = render(short_content(text))

    with opened(pdf) as document:
        fonts = {
            str(font.BaseFont).split("+")[-1]
            for page in document.pages
            for font in page.Resources.Font.values()
        }
    assert fonts == {"Vertrag", "Vertrag-Italic", "Vertrag-Semi-Bold", "Vertrag-Bold"}
    assert " ".join(page_texts(pdf)).count(LETTERS) == 3


@pytest.mark.kills
def test_the_same_call_gives_the_same_bytes_in_another_process():
    program = (
        "import django; django.setup(); import hashlib;"
        "from tests.rendering.printed import render_again; from tests.rendering.sample import full_content;"
        "print(hashlib.sha256(render_again(full_content())).hexdigest())"
    )
    environment = {
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "7",
        "DJANGO_SETTINGS_MODULE": "mitwirkung.settings",
    }
    other = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=True,
    )

    assert other.stdout.decode().strip() == hashlib.sha256(full_pdf(PdfKind.EXECUTION)).hexdigest()


def test_content_moment_and_kind_change_the_bytes():
    content = short_content()
    same = render_again(content)

    assert render_again(content) == same
    assert render(content, PdfKind.DRAFT) != same
    assert render(short_content("Anders.")) != same
    assert render_pdf(content, kind=PdfKind.EXECUTION, moment=datetime(2026, 11, 23, tzinfo=UTC)) != same


def test_weasyprint_logs_no_warning(caplog):
    render_again(full_content(), PdfKind.DRAFT)
    render_again(short_content(), PdfKind.READING)

    assert [record for record in caplog.records if record.name.startswith("weasyprint")] == []


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        f"{FOLDER.as_uri()}/../content.py",
        f"{FOLDER.as_uri()}/%2e%2e/content.py",
        "data:text/plain,x",
    ],
)
def test_a_pdf_uses_only_its_own_files(address):
    with pytest.raises(FatalURLFetchingError):
        OwnFilesFetcher().fetch(address)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        render_pdf(short_content(), kind=PdfKind.DRAFT, moment=datetime(2026, 11, 22))  # noqa: DTZ001  the zone is what is missing


def test_a_reading_copy_and_only_that_has_a_statement():
    content = short_content()

    with pytest.raises(ValueError, match="statement"):
        render_pdf(content, kind=PdfKind.READING, moment=MOMENT)
    with pytest.raises(ValueError, match="statement"):
        render_pdf(content, kind=PdfKind.EXECUTION, moment=MOMENT, statement=statement(content))
