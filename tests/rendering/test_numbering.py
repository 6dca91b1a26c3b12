"""Each numbering in print: table of contents, headings, numbers of clauses, bookmarks, Anlage 1."""

from dataclasses import replace

import pytest

from agreements.content import Content
from agreements.numbering import Numbering
from agreements.texts.labels import with_labels
from tests.rendering.printed import opened, page_texts, render
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
