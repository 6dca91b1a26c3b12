"""Each character of names and contracts is drawn in every font; scripts without a font are refused."""

from itertools import product

import pypdfium2
import pytest
from PIL import Image

from agreements.choices import Status
from agreements.errors import ActionRefused
from agreements.models import Edition, StoredFile
from agreements.rendering.completeness import gaps
from agreements.rendering.glyphs import UnprintableError, printable_characters
from agreements.rendering.pdf import PdfKind, render_pdf, write_pdf
from agreements.texts.assembly import AUTOMATIC, working_copy
from tests import factories
from tests.rendering.sample import MOMENT, full_content
from tests.scenario import Scenario

ALPHABET = "äöüÄÖÜßẞ§„“–€łśğşıİőđạế"
NAMES = "Зинаїда Ђорђевић Ελευθερία Παπαδοπούλου"
CUTS = list(product((400, 600, 700), ("normal", "italic")))
CELL, COLUMNS = 30, 18  # points, letters in a row
SCALE = 2
DARK = 128
LEAST = 6  # dark points that even a dash leaves


def sheet(letters: str, weight: int, style: str) -> Image.Image:
    """Render a page with one letter per cell in our fonts."""
    cells = "".join(
        f'<p style="left:{number % COLUMNS * CELL}pt;top:{number // COLUMNS * CELL}pt">{letter}</p>'
        for number, letter in enumerate(letters)
    )
    pdf = write_pdf(
        '<html lang="de"><head><title>Tinte</title><link rel="stylesheet" href="agreement.css"><style>'
        "@page { size: A4; margin: 0; @bottom-left { content: none } @bottom-right { content: none } "
        "@top-left { content: none } @top-right { content: none } } "
        f'p {{ position: absolute; margin: 0; font: {style} {weight} 16pt/1.6 "Vertrag"; color: black }}'
        f"</style></head><body>{cells}</body></html>"
    )
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=SCALE).to_pil().convert("L")


def ink(picture: Image.Image, number: int) -> bytes:
    """Return the dark pixels of a cell."""
    left, top = number % COLUMNS * CELL * SCALE, number // COLUMNS * CELL * SCALE
    cell = picture.crop((left, top, left + CELL * SCALE, top + CELL * SCALE))
    return cell.point(lambda shade: 255 if shade < DARK else 0).tobytes()


@pytest.mark.parametrize(("weight", "style"), CUTS)
def test_every_letter_is_drawn_distinctly_in_every_font(weight: int, style: str) -> None:
    letters = "".join(dict.fromkeys(ALPHABET + NAMES.replace(" ", "")))
    assert set(letters) <= printable_characters()
    picture = sheet(f"{letters} ", weight, style)
    drawn = {letter: ink(picture, number) for number, letter in enumerate(letters)}
    assert ink(picture, len(letters)).count(255) == 0, "an empty cell has no ink"
    faint = [letter for letter, points in drawn.items() if points.count(255) < LEAST]
    assert not faint
    for one, other in ("sś", "gğ", "oő", "lł", "ıi", "aạ", "eế"):
        if one in drawn and other in drawn:
            assert drawn[one] != drawn[other], "a mark above or below is drawn too"


@pytest.mark.parametrize("name", ["محمد العلي", "王小明", "משה כהן", "अनिता शर्मा"])
def test_a_name_in_a_script_without_font_is_refused_with_advice(name: str) -> None:
    with pytest.raises(UnprintableError, match="in lateinischer Umschrift schreiben, wie im Ausweis"):
        render_pdf(full_content(note=name), kind=PdfKind.EXECUTION, moment=MOMENT)


def test_an_unprintable_content_is_neither_frozen_nor_stored(scenario: Scenario) -> None:
    contract = factories.draft(scenario.place, scenario.amira)
    contract.signatories.update(name="王小明")
    before = (Edition.objects.count(), StoredFile.objects.count())
    assert any("durch eine Umschrift" in gap.words for gap in gaps(working_copy(contract), AUTOMATIC))
    with pytest.raises(ActionRefused, match="fehlt noch etwas"):
        factories.freeze_draft(contract, scenario.amira)
    contract.refresh_from_db()
    assert (contract.status, Edition.objects.count(), StoredFile.objects.count()) == (Status.DRAFT, *before)
