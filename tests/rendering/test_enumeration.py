"""Enumerations: marks and levels as typed; typed → page → PDF text → typed gives the same."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agreements.content import Clause
from agreements.rendering.clause_text import clause_html
from agreements.rendering.enumeration import Block, Enumeration, Paragraph, blocks
from tests.rendering.printed import render, text_with_layout
from tests.rendering.sample import short_content

CASES = json.loads((Path(__file__).parents[1] / "cases" / "enumerations.json").read_text())
SPACES = "\u00a0\u202f\u2002"


def outline(found: list[Block], level: int = 0) -> list[str]:
    """Return blocks as lines: one space for each level, the mark, the words."""
    lines = []
    for block in found:
        if isinstance(block, Paragraph):
            lines += [" " * level + line for line in block.lines]
            continue
        for item in block.items:
            first, *rest = outline(item.parts, level + 1) or [" " * level]
            lines += [f"{' ' * level}{item.mark} {first.strip()}".rstrip(), *rest]
    return lines


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_marks_and_levels(case):
    assert outline(blocks("\n".join(case["typed"]))) == case["outline"]


def test_an_enumeration_that_goes_on_is_one_again():
    *_, last = blocks("1. a\n2. b\nDazu gilt:\n3. c\n4. d")
    assert isinstance(last, Enumeration)
    assert [item.mark for item in last.items] == ["3.", "4."]


@pytest.mark.parametrize("typed", ["1. a\n2. b\n", "a) x\n   (1) y\n   (2) z\n      aa) q\nb) r"])
def test_what_follows_an_enumeration_is_a_paragraph_of_its_own(typed):
    *_, last = blocks(f"Wer\n{typed}\nnicht gemeint ist.")
    assert last == Paragraph(["nicht gemeint ist."])


MARKS = [
    lambda place: f"{place}.",
    lambda place: f"{place})",
    lambda place: f"({place})",
    lambda place: f"{'abcde'[place - 1]})",
    lambda place: f"({'abcde'[place - 1]})",
    lambda place: f"{'abcde'[place - 1] * 2})",
    lambda place: f"{('I', 'II', 'III', 'IV', 'V')[place - 1]}.",
    lambda place: f"4.{place}",
    lambda _: "–",
]
WORDS = st.sampled_from(["Sitzungen einladen", "Räume stellen", "§ 5 beachten", "1. Mai feiern", "Pflicht"])


@st.composite
def enumerations(draw):
    """Draw lines with their levels: two to four items with a kind of mark for each level, then a sentence."""
    kinds = draw(st.permutations(MARKS))[:4]

    def level(depth):
        for place in range(1, draw(st.integers(2, 4 if depth == 0 else 3)) + 1):
            yield f"{'   ' * depth}{kinds[depth](place)} {draw(WORDS)}"
            if depth < 3 and draw(st.integers(0, 2)) == 0:
                yield from level(depth + 1)

    sentence = draw(st.sampled_from([[], ["soweit nichts anderes gilt."]]))
    return ["Vereinbart ist:", *level(0), *sentence]


class PageText(HTMLParser):
    """The text of a page as lines, indented by the depth of lists."""

    def __init__(self, html):
        super().__init__()
        self.lines = [""]
        self.depth = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.depth += tag in {"ol", "ul"}
        if tag in {"li", "p", "br"}:
            self.lines.append(" " * 3 * max(self.depth - 1, 0))

    def handle_endtag(self, tag):
        self.depth -= tag in {"ol", "ul"}

    def handle_data(self, data):
        self.lines[-1] += data.strip("\n")

    def typed(self):
        return [line.translate(dict.fromkeys(map(ord, SPACES), " ")) for line in self.lines if line.strip()]


@given(enumerations())
def test_typed_to_page_to_typed(typed):
    assert PageText(clause_html("\n".join(typed))).typed() == typed


@settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(enumerations(), min_size=20, max_size=20))
def test_typed_to_pdf_to_typed(texts):
    """Given many enumerations in one document, when its text is read from the PDF, then each is as it was typed."""
    content = short_content()
    clauses = tuple(Clause(key=f"k{place}", text="\n".join(lines)) for place, lines in enumerate(texts))
    pdf = render(replace(content, sections=(replace(content.sections[0], clauses=clauses),)))

    printed = clause_lines(text_with_layout(pdf))

    assert [outline(blocks("\n".join(lines))) for lines in printed] == [
        outline(blocks("\n".join(lines))) for lines in texts
    ]


def clause_lines(pages: str) -> list[list[str]]:
    """Return the lines of each Absatz, which begins with a number and our first words, without page margins."""
    found: list[list[str]] = []
    begun = False
    for line in pages.translate(dict.fromkeys(map(ord, SPACES), " ")).replace("\f", "\n").split("\n"):
        if line.strip().endswith("Vereinbart ist:"):
            begun = True
            found.append(["Vereinbart ist:"])
        elif line.strip() == "Unterschriften":
            begun = False
        elif begun and line.strip() and "Zeichnungsfassung" not in line and "Prüfwert" not in line:
            found[-1].append(line)
    return [[lines[0], *_without_margin(lines[1:])] for lines in found]


def _without_margin(lines: list[str]) -> list[str]:
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return [line[margin:] for line in lines]
