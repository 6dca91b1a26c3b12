"""Each numbering in print: table of contents, headings, numbers of clauses, bookmarks, Anlage 1; and groups."""

from dataclasses import replace

import pytest

from agreements.amendments.labels import with_labels
from agreements.choices import SectionKind
from agreements.content import Content, Section
from agreements.numbering import Numbering
from agreements.texts.filling import fill_content
from tests.rendering.printed import opened, page_texts, render, struct_types
from tests.rendering.sample import full_content

# heading of the sixth section with its first words, and the place of an obligation in its second clause
PRINTED = {
    Numbering.ARTICLE: (
        "Artikel 6 Freistellung und personelle Ressourcen",
        "(1) Der Bezirk",
        "Artikel 6 (2)",
    ),
    Numbering.DECIMAL: ("6. Freistellung und personelle Ressourcen", "6.1 Der Bezirk", "Ziffer 6.2"),
    Numbering.ROMAN: ("VI. Freistellung und personelle Ressourcen", "1. Der Bezirk", "Ziffer VI Nummer 2"),
}


def numbered(numbering: Numbering) -> Content:
    content = full_content(numbering=numbering)
    return with_labels(replace(content, sections=content.sections[:7] + content.sections[-4:]))


@pytest.mark.parametrize("numbering", PRINTED)
def test_the_pdf_follows_the_numbering(numbering: Numbering) -> None:
    heading, clause, place = PRINTED[numbering]
    pdf = render(numbered(numbering))
    _, contents, *pages = page_texts(pdf)
    text = " ".join(pages)
    assert heading in contents
    assert f"{heading} {clause}" in text
    assert place in text
    assert "§ 6" not in contents
    with opened(pdf) as file, file.open_outline() as outline:
        (top,) = outline.root
        assert heading in [" ".join(child.title.split()) for child in top.children]


def test_items_are_printed_with_the_number_of_their_absatz() -> None:
    content = full_content(numbering=Numbering.DECIMAL)
    first = content.sections[1]
    clauses = (replace(first.clauses[0], text="Es gilt:\n{#} eins,\n{#} zwei."), *first.clauses[1:])
    sections = (replace(first, clauses=clauses), *content.sections[-4:])
    frozen = with_labels(fill_content(replace(content, sections=sections, obligations=()), {}))
    assert frozen.sections[0].clauses[0].text == "Es gilt:\n1.1.1 eins,\n1.1.2 zwei."
    _, _, *pages = page_texts(render(frozen))
    assert "1.1 Es gilt: 1.1.1 eins, 1.1.2 zwei." in " ".join(pages)


def test_groups_are_headings_of_their_own_level() -> None:
    content = full_content()
    teil = [Section(key=f"t{n}", kind=SectionKind.GROUP, heading=f"{n}. Teil: Allgemeines") for n in (1, 2)]
    preamble, *sections = content.sections[:5]
    annexes = content.sections[-4:]
    grouped = replace(content, sections=(preamble, teil[0], *sections[:2], teil[1], *sections[2:], *annexes))
    pdf = render(grouped)
    _, contents, *pages = page_texts(pdf)
    text = " ".join(pages)
    assert "1. Teil: Allgemeines § 1 Gegenstand § 2 Ziele 2. Teil: Allgemeines § 3" in contents
    assert "1. Teil: Allgemeines § 1 Gegenstand (1)" in text
    with opened(pdf) as file:
        types = [kind for kind in struct_types(file) if kind in {"/H1", "/H2", "/H3"}]
        with file.open_outline() as outline:
            (top,) = outline.root
            bookmarks = {" ".join(one.title.split()): len(one.children) for one in top.children}
    # title, contents, preamble; two groups of two §§; signatures with a line for each side; annexes
    assert types == ["/H1", "/H2", "/H2", *["/H2", "/H3", "/H3"] * 2, "/H2", "/H3", "/H3", *["/H2"] * 4]
    assert bookmarks["1. Teil: Allgemeines"] == bookmarks["2. Teil: Allgemeines"] == 2
