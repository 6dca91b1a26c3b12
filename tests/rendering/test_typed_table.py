"""Tables and footnotes in typed text: what is one, what of it is printed, how footnotes are numbered."""

import re
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section
from agreements.drafting.text_cleaning import tidy
from agreements.rendering.clause_text import clause_html
from agreements.rendering.document_view import document_view
from agreements.rendering.enumeration import Enumeration, Paragraph, blocks
from agreements.rendering.footnotes import FOOTNOTE, Footnotes
from agreements.rendering.frozen_html import frozen_view
from agreements.rendering.typed_table import MOST_COLUMNS, Table, table_at, table_text
from agreements.templatetags.contract import contract_section
from tests.rendering.printed import opened, page_texts, render, struct_types
from tests.rendering.sample import full_content, short_content
from tests.rendering.test_text import ParsedHtml, letters


def table(typed: str) -> Table:
    (found,) = blocks(typed)
    assert isinstance(found, Table)
    return found


@pytest.mark.parametrize(
    ("typed", "head", "rows", "right"),
    [
        ("| a | b |\n|---|--:|\n| 1 | 2 |", ("a", "b"), (("1", "2"),), (False, True)),
        ("|a|b|\n| -- | ---: |", ("a", "b"), (), (False, True)),
        ("  | a |\n  |---|\n | 1 |", ("a",), (("1",),), (False,)),
        ("| a | |\n|---|---|\n| | x |", ("a", ""), (("", "x"),), (False, False)),
        (r"| a \| b | c |" + "\n|---|---|", (r"a \| b", "c"), (), (False, False)),
        (r"| a \\| c |" + "\n|---|---|", (r"a \\", "c"), (), (False, False)),
        ("| a |\n|---|\n| 1 | 2 |\n| 3 |", ("a", ""), (("1", "2"), ("3", "")), (False, False)),
        ("| a |\n|---|\n|---|", ("a",), (("---",),), (False,)),
    ],
)
def test_what_a_table_is(typed, head, rows, right):
    assert table(typed) == Table(head=head, rows=rows, right=right)


def test_a_table_stands_between_sentences_and_in_an_item():
    before, found, after = blocks("Davor:\n| a |\n|---|\n| 1 |\ndanach")
    assert [before, after] == [Paragraph(["Davor:"]), Paragraph(["danach"])]
    assert isinstance(found, Table)

    (enumeration,) = blocks("a) eins\n   | a |\n   |---|\n   auch\nb) zwei\nc) drei")
    assert isinstance(enumeration, Enumeration)
    first, second, third = enumeration.items
    assert [type(part) for part in first.parts] == [Paragraph, Table, Paragraph]
    assert [second.mark, third.mark] == ["b)", "c)"]


CELLS = st.text(alphabet="aß1 .,*[^]{}→-:\\|", max_size=12).map(
    lambda cell: re.sub(r"[\\|]", r"\\\g<0>", cell.strip())
)


@given(st.integers(1, 5).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width), min_size=1, max_size=5)))
def test_a_table_is_read_as_it_was_written_and_stored(rows: Sequence[tuple[str, ...]]) -> None:
    written = Table(
        head=rows[0], rows=tuple(rows[1:]), right=tuple(place % 2 == 1 for place in range(len(rows[0])))
    )
    text = table_text(written)
    assert table_at(tidy(text).split("\n"), 0) == (written, len(rows) + 1)


def test_the_html_of_a_table():
    html = clause_html("| Jahr | Betrag | |\n|---|--:|---|\n| **2027** | 5 \\| 6 | |", "(1)")

    assert html.startswith('<p class="number-only"><span class="clause-number">(1) </span></p>\n')
    assert 'role="group" tabindex="0" aria-label="Tabelle: Jahr, Betrag"' in html
    assert '<tr><th scope="col">Jahr</th><th scope="col" class="figures">Betrag</th><td></td></tr>' in html
    assert '<tr><td><strong>2027</strong></td><td class="figures">5 | 6</td><td></td></tr>' in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("geprüft[^Stand: 1. März 2026].", ["Stand: 1. März 2026"]),
        ("a[^ Wort ] b[^**fett** [BEZIRK] {→ s-1}]", ["Wort", "**fett** [BEZIRK] {→ s-1}"]),
        (r"a[^mit \] Klammer]", [r"mit \] Klammer"]),
        ("außen [^a [^innen] b]", ["innen"]),
        ("offen [^a\nb]", []),
        ("[^] [^ ] [^offen", []),
    ],
)
def test_what_a_footnote_is(typed, words):
    assert [found["words"].strip() for found in FOOTNOTE.finditer(typed)] == words


def test_a_row_of_very_many_cells_is_none_and_hostile_text_is_drawn_in_seconds():
    began = time.process_time()
    assert len(table(f"| a |\n|---|\n{'|' * (MOST_COLUMNS + 1)}").rows[0]) == MOST_COLUMNS
    assert "<table>" in clause_html("| a |\n|---|\n" + "|" * 10_000 + "\n||" * 3_000)
    assert clause_html("(" + r"\[^a*)" * 3_000)
    assert time.process_time() - began < 5


def test_an_escaped_bracket_is_no_footnote():
    assert clause_html(r"so \[^nicht]") == "<p>so [^nicht]</p>"


def test_a_footnote_nobody_lists_is_printed_in_its_place():
    assert clause_html("geprüft[^*Stand*].") == (
        '<p>geprüft <span class="footnote-in-place">[Fußnote: <em>Stand</em>]</span>.</p>'
    )


PIECES = st.sampled_from(
    [
        "Wort",
        "[^",
        "[^Note]",
        "[^**a**]",
        "]",
        " ",
        "\n",
        "| ",
        " |",
        "\n|---|--:|\n",
        "**",
        "- ",
        "a) ",
        "\\",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
@example("| a[^eins] |\n|---|\n| b[^zwei] |")
def test_every_word_is_in_the_text_or_in_a_numbered_footnote(typed: str) -> None:
    footnotes = Footnotes()
    html = str(clause_html(typed, footnotes=footnotes))
    notes = {note.number: note for note in footnotes.take()}
    assert list(notes) == list(range(1, len(notes) + 1))
    calls = re.compile(r'<sup class="footnote-call"><a href="#fussnote-(\d+)"[^>]*>\1</a></sup>')
    assert [int(number) for number in calls.findall(html)] == list(notes)
    whole = ParsedHtml(calls.sub(lambda call: str(notes[int(call[1])].html), html))
    assert letters(whole.words) == letters(typed)
    assert footnotes.take() == ()


def noted() -> Content:
    texts = {"a": ["Eins[^erste].", "| x[^zweite] |\n|---|\n| y |"], "b": ["Ohne."], "c": ["Drei[^dritte]."]}
    kinds = {"a": SectionKind.SECTION, "b": SectionKind.SECTION, "c": SectionKind.ANNEX}
    sections = tuple(
        Section(
            key=key,
            kind=kinds[key],
            heading="Über[^schrift]",
            clauses=tuple(Clause(key=f"{key}{n}", text=text) for n, text in enumerate(clauses)),
        )
        for key, clauses in texts.items()
    )
    return full_content(sections=sections, obligations=())


def test_footnotes_are_numbered_through_the_instrument_and_listed_behind_their_section():
    view = document_view(noted())

    listed = [[(note.number, note.html) for note in one.footnotes] for one in (*view.sections, *view.annexes)]
    assert listed == [[(1, "erste"), (2, "zweite")], [], [(3, "dritte")]]
    assert view.sections[0].heading == "Über[^schrift]"


def test_a_section_from_the_cache_and_one_drawn_afresh_have_the_same_numbers():
    kept, fresh = frozen_view(noted()), document_view(noted())

    assert str(kept.annexes[0].html) == contract_section(fresh.annexes[0])
    for page in (str(kept.annexes[0].html), contract_section(replace(kept.annexes[0], html=None))):
        assert 'href="#fussnote-3" id="fussnote-3-stelle"' in page
        assert '<li id="fussnote-3"><a class="footnote-number" href="#fussnote-3-stelle"' in page


def test_the_pdf_says_every_word_of_a_long_table_and_of_its_footnotes():
    rows = "\n".join(f"| Z{n} | Jugendhilfeplanung[^N{n}] | {n}.000 € |" for n in range(500))
    pdf = render(short_content(f"| Zeile | Wofür | Betrag |\n|---|---|--:|\n{rows}"))

    words = " ".join(page_texts(pdf)).split()
    assert [word for word in words if re.fullmatch(r"Z\d+", word)] == [f"Z{n}" for n in range(500)]
    assert [word for word in words if re.fullmatch(r"N\d+", word)] == [f"N{n}" for n in range(500)]
    assert words.count("Wofür") > 5  # the head stands on every page of the table


def test_a_table_of_long_words_stays_on_the_page():
    wide = "| " + " | ".join(["Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"] * 8) + " |"
    pdf = render(short_content(f"{wide}\n|{'---|' * 8}\n{wide}\n{wide.replace('i', 'x')}"))

    (text,) = [page for page in page_texts(pdf) if "Rind" in page]
    assert letters(text).count("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz") == 16


def test_the_pdf_knows_head_cells_and_links_footnotes_both_ways():
    pdf = render(short_content("Eins[^Note].\n| a | b |\n|---|--:|\n| 1 | 2 |"))
    document = opened(pdf)
    types = struct_types(document)
    assert [types.count(kind) for kind in ("/THead", "/TH", "/TD")] == [1, 2, 2]
    targets = re.findall(r"fussnote-1(?:-stelle)?", str(list(document.Root.Names.Dests.Names)))
    assert sorted(targets) == ["fussnote-1", "fussnote-1-stelle"]
