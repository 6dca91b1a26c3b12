"""Verification code, address and QR code on the first page."""

from io import BytesIO

import pypdfium2
import pytest
import segno
from django.test import override_settings
from PIL import Image

from agreements.rendering.pdf import PdfKind
from agreements.verification_code import verification_code
from tests.rendering.printed import full_pdf, opened, page_texts, render, struct_types
from tests.rendering.sample import full_content, short_content

KEPT = [PdfKind.EXECUTION, PdfKind.READING]
POINTS = 72 / 25.4  # of a millimetre
SCALE = 8


@pytest.mark.parametrize("kind", KEPT)
def test_the_first_page_names_code_and_address(kind):
    code = verification_code(full_content().fingerprint)
    first = page_texts(full_pdf(kind))[0]

    assert f"Prüfcode {code}" in first
    assert "Prüfen unter 127.0.0.1:8000/pruefen/" in first


@pytest.mark.parametrize("kind", KEPT)
def test_the_code_is_in_uncompressed_metadata(kind):
    code = verification_code(full_content().fingerprint)

    assert code.encode() in full_pdf(kind)
    with opened(full_pdf(kind)) as pdf:
        assert code in str(pdf.docinfo.Keywords)


def test_a_draft_has_neither():
    draft = full_pdf(PdfKind.DRAFT)

    assert "Prüfcode" not in page_texts(draft)[0]
    assert b"MW-" not in draft
    with opened(draft) as pdf:
        assert "/Figure" not in struct_types(pdf)


@pytest.mark.parametrize("kind", KEPT)
def test_the_qr_code_has_an_alternative_text(kind):
    with opened(full_pdf(kind)) as pdf:
        assert struct_types(pdf).count("/Figure") == 1
        figures = [item for item in pdf.objects if getattr(item, "S", None) == "/Figure"]
        code = verification_code(full_content().fingerprint)
        assert str(figures[0].Alt) == f"QR-Code mit der Adresse http://127.0.0.1:8000/pruefen/{code}/"


def test_the_qr_code_contains_the_address():
    with override_settings(PUBLIC_URL="https://vertraege.mitwirkung.example"):
        pdf = render(short_content("Ein Absatz."))
    address = f"https://vertraege.mitwirkung.example/pruefen/{verification_code(_fingerprint())}/"
    expected = [[bool(dot) for dot in row] for row in segno.make_qr(address, error="m").matrix]

    assert _dots(pdf, len(expected)) == expected
    assert "vertraege.mitwirkung.example/pruefen/" in page_texts(pdf)[0].replace(" ", "")


def _fingerprint() -> str:
    return short_content("Ein Absatz.").fingerprint


def _dots(pdf: bytes, size: int) -> list[list[bool]]:
    """Return the modules of the printed QR code, sampled at their centres."""
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        sheet: Image.Image = document[0].render(scale=SCALE).to_pil().convert("L")
    # below the line under the kind of the file, above the code
    left, top, right, bottom = (round(place * POINTS * SCALE) for place in (166, 37, 190, 62.8))
    dark = sheet.crop((left, top, right, bottom)).point(lambda value: 255 * (value < 128))
    box = dark.getbbox()
    assert box is not None
    side = box[2] - box[0]
    step = side / size
    return [
        [
            dark.getpixel((box[0] + round((x + 0.5) * step), box[1] + round((y + 0.5) * step))) == 255
            for x in range(size)
        ]
        for y in range(size)
    ]
