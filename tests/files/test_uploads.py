"""The one way in for uploaded files: what is taken, what is refused with a way on, and that a refused file leaves nothing."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from agreements.errors import ActionRefused
from agreements.files import store, uploads
from agreements.files.folder import path_of
from agreements.files.preview.sandbox import draw_page
from agreements.models import StoredFile
from tests.files.samples import case, pdf, picture

NEW_FILE = "laden Sie die neue Datei hoch"
LONG_PDF = pdf(40)


def stored_files() -> list[str]:
    return sorted(path.name for path in path_of("00").parent.parent.glob("??/*"))


def refuse(sent: uploads.Upload) -> None:
    with uploads.kept(sent) as [row]:
        assert store.read(row) == sent.data
        raise ActionRefused("nein")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (case("passwort-zum-oeffnen.pdf"), f"Passwort geschützt.*{NEW_FILE}"),
        (case("xfa-dynamisch.pdf"), f"XFA.*drucken Sie sie als PDF.*{NEW_FILE}"),
        (LONG_PDF[: len(LONG_PDF) // 2], f"unvollständig.*{NEW_FILE}"),
        (LONG_PDF[: LONG_PDF.rindex(b"xref")], f"unvollständig.*{NEW_FILE}"),
        (b"%PDF-1.7\n", "unvollständig"),
        (picture("JPEG", (400, 400))[:-200], "unvollständig"),
        (picture("PNG")[:60], "unvollständig"),
        (picture("PNG", (9000, 9000), "1"), f"mehr als 80 Millionen Bildpunkte.*{NEW_FILE}"),
        (b"<svg onload=alert(1)>", "weder PDF noch PNG noch JPEG"),
        (b"PK\3\4" + bytes(20) + pdf(), "weder PDF noch PNG noch JPEG"),
        (bytes(2000) + pdf(), "weder PDF noch PNG noch JPEG"),
        (b"", "leer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_nobody_can_read_is_refused_with_a_way_on(data: bytes, words: str) -> None:
    with pytest.raises(ActionRefused, match=words):
        uploads.examine(data)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (pdf(), "application/pdf"),
        (b"\xef\xbb\xbf" + pdf(), "application/pdf"),
        (b"X-Gateway: 1\r\n\r\n" + pdf(), "application/pdf"),
        (pdf() + bytes(5000), "application/pdf"),
        (case("a3-600dpi-1bit.png"), "image/png"),
        (picture("JPEG", mode="CMYK"), "image/jpeg"),
    ],
)
def test_what_readers_open_is_taken(data: bytes, media_type: str) -> None:
    assert uploads.examine(data) == uploads.Upload(data, media_type, 1)


def test_bytes_before_a_signed_file_are_dropped() -> None:
    assert uploads.from_header(b"junk\r\n" + LONG_PDF) == LONG_PDF
    assert uploads.from_header(b"no header") == b"no header"


def test_a_refused_file_leaves_neither_file_nor_row(db: None) -> None:
    sent = uploads.examine(pdf(3))
    before = stored_files()
    with pytest.raises(ActionRefused):
        refuse(sent)
    assert stored_files() == before
    assert not StoredFile.objects.exists()
    with uploads.kept(sent, sent) as [row, same]:
        assert row == same
    with pytest.raises(ActionRefused):
        refuse(sent)
    assert store.read(row) == sent.data, "what another row names stays"


def drawn(data: bytes, media_type: str = "application/pdf") -> Any:
    return Image.open(BytesIO(draw_page(data, media_type, 1)))


@pytest.mark.parametrize(
    ("name", "bottom"),
    [
        ("formular-mit-aussehen", 270),
        ("formular-ohne-aussehen", 270),
        ("formular-ohne-aussehen-needfalse", 270),
        ("formular-kaestchen-angekreuzt", 460),
        ("sichtbare-signatur", 460),
    ],
)
def test_fields_ticks_and_stamps_are_drawn(name: str, bottom: int) -> None:
    page = drawn(case(f"{name}.pdf")).convert("L")
    heading = 150  # all that is drawn without the field
    assert page.crop((0, heading, *page.size)).point(lambda shade: shade < 90 and 255).getbbox()[3] == (
        bottom - heading
    )


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    shades = drawn(case("grau-16bit-dunkel.png"), "image/png").convert("L").getcolors()
    assert len(shades) > 2
    assert max(shades)[1] < 200


def test_colours_of_print_are_not_inverted() -> None:
    out = BytesIO()
    Image.new("CMYK", (40, 40), (0, 255, 255, 0)).save(out, "JPEG")
    red, green, blue = drawn(out.getvalue(), "image/jpeg").getpixel((20, 20))
    assert red > 200
    assert max(green, blue) < 80


def test_a_rotated_picture_is_upright() -> None:
    out, sideways = BytesIO(), Image.Exif()
    sideways[0x0112] = 6
    shot = Image.new("RGB", (40, 20), "white")
    shot.paste("black", (0, 0, 20, 20))
    shot.save(out, "JPEG", exif=sideways)
    upright = drawn(out.getvalue(), "image/jpeg").convert("L")
    assert upright.size == (20, 40)
    assert upright.getpixel((10, 5)) < 50
    assert upright.getpixel((10, 35)) > 200
