"""Page breaks around signatures: blocks are not split, and the end of the text is on the same page."""

from dataclasses import replace

import pytest

from agreements.parties import FIRST_TWO
from agreements.rendering.pdf import PdfKind
from tests.rendering.printed import page_texts, render
from tests.rendering.sample import PEOPLE, short_content, signatory

LAST = "Zum Schluss vereinbaren die Parteien, einander in allen wichtigen Fragen früh zu unterrichten. " * 3
LONG = "Dieser Absatz ist sehr lang und füllt mehr als eine Seite. " * 120
END = "Hier endet der Vertragstext."


def signature_pages(pdf: bytes, mark: str = "Unterschriften") -> list[str]:
    """Return the pages after the contents that show the heading of the signatures."""
    return [page for page in page_texts(pdf)[2:] if mark in page]


@pytest.mark.parametrize("before", range(12, 24))
def test_the_last_absatz_goes_with_the_signatures(before):
    (page,) = signature_pages(render(short_content(f"{LAST}{END}", before=before)))

    assert " ".join(f"{LAST}{END}".split()) in page
    assert page.count("Ort, Datum") == 2
    assert page.count("Unterschrift ") >= 2
    for person in PEOPLE:
        assert person.name in page
    assert "Prüfwert dieser Fassung" in page


@pytest.mark.parametrize("before", [0, 8])
def test_of_a_very_long_last_absatz_at_least_the_end_goes_along(before):
    (page,) = signature_pages(render(short_content(f"{LONG}{END}", before=before)))

    assert END in page
    assert "Ort, Datum" in page


def test_many_signatories_fill_more_pages_but_no_block_is_split():
    people = [
        signatory(side, order, f"Person {side.label} {order}", "Leitung")
        for side in FIRST_TWO
        for order in range(7)
    ]
    content = short_content(f"{LAST}{END}", before=14)
    pages = page_texts(render(replace(content, signatories=tuple(people))))

    assert END in next(page for page in pages[2:] if "Für den Bezirk" in page)
    for person in people:
        (page,) = [page for page in pages[2:] if person.name in page]
        start = page.index(person.name)
        assert page[:start].rstrip().endswith("Unterschrift")
    for page in pages[2:]:
        assert page.count("Ort, Datum") == page.count("Leitung")


@pytest.mark.parametrize("before", [15, 17, 19])
def test_the_statement_of_a_reading_copy_is_not_alone_either(before):
    (page,) = signature_pages(render(short_content(f"{LAST}{END}", before=before), PdfKind.READING))

    assert END in page
    assert "Prüfwert des Unterzeichneten" in page
