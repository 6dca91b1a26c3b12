"""Titles and names of parties as long as they may be: nothing runs over, nothing is lost."""

import re
from dataclasses import replace

import pytest

from agreements.rendering.pdf import PdfKind
from agreements.texts.wording import short_title
from tests.rendering.printed import layout_lines, page_texts, render
from tests.rendering.sample import full_content

TITLE = (
    "Kooperationsvertrag über die Vorbereitung, Begleitung, Auswertung und Verstetigung der Integrierten Bezirklichen "
    "Strategie gegen Kinder- und Familienarmut sowie über die Zusammenarbeit der beteiligten Ämter, Einrichtungen und "
    "freien Träger in den Sozialräumen des Bezirks und ihre gemeinsame Verantwortung"
)
LINE = ("Land Berlin, vertreten durch das Bezirksamt Tempelhof-Schöneberg von Berlin, dieses durch " * 11)[
    :980
] + "zuletzt das Amt 51"


def bare(words: str) -> str:
    """Return words without what a line break changes."""
    return re.sub(r"[\s-]", "", words)


@pytest.mark.parametrize("kind", [PdfKind.EXECUTION, PdfKind.READING, PdfKind.DRAFT])
def test_the_printed_head_holds_the_longest_names(kind: PdfKind) -> None:
    content = full_content(title=TITLE)
    long = replace(content, parties=tuple(replace(party, line=LINE) for party in content.parties))
    pdf = render(replace(long, sections=long.sections[:2]), kind)
    first, second, contents = page_texts(pdf)[:3]
    head = bare(first + second)
    assert bare(TITLE) in head
    assert head.count(bare("zuletzt das Amt 51")) == 2, "both parties to their last word"
    page = 3 if "Inhalt" in contents else 2
    top, *_, bottom = [line for line in layout_lines(pdf, page) if line]
    assert top == f"{short_title(TITLE)} {kind.label}"
    assert bottom.startswith(f"{short_title(TITLE)} · Fassung 3 · Prüfwert ")
    assert f"Seite {page} von " in bottom, "on one line beside it"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Kooperationsvertrag", "Kooperationsvertrag"),
        (TITLE, "Kooperationsvertrag über die Vorbereitung, …"),
        ("x" * 300, "x" * 48 + " …"),
    ],
)
def test_a_running_title_fits_into_one_line(title: str, short: str) -> None:
    assert short_title(title) == short
    assert len(short) <= 50
