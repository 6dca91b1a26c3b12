"""The text of a clause has one grammar, written twice: in Python for print, in JavaScript for writing."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from agreements.drafting.model_agreement import read_model_agreement
from agreements.rendering.clause_text import clause_html
from agreements.rendering.footnotes import FOOTNOTE, Footnotes
from agreements.tokens import TOKEN, tokens_of
from tests.texts.test_tokens import KNOWN, TYPED

SCRIPT = """async (texts) => {
    const { read, write } = await import("/static/js/editor/clause_text.js");
    return texts.map((text) => {
        const { isRaw, lines } = read(text);
        return { isRaw, lines, again: isRaw ? text : write(lines) };
    });
}"""
BOLD = [
    "Der **Bezirk** berichtet *jährlich*.",
    "**Ganz fett, *darin kursiv*, wieder fett**",
    "***beides* nur fett**",
    "Bürger*innen und 2 * 3 bleiben",
    "(**MitWirkung**) und „**Bezirk**“",
    "1. **erstens**\n2. *zweitens*",
    "**[BEZIRK]** berichtet",
    "C:\\Daten",
    "an **{O-19 Menge: Dativ}** und *{O-18 Frist} so*",
]
DOUBTFUL = [
    "**a\nb**",
    "2 ** 3",
    "**offen",
    "Fuß*)",
    "fett**er**",
    "{O-19 Menge}**er**",
    "\\[so]",
    "****",
    "am Ende \\",
]
TABLES = [
    "Davor\n| Jahr | **Betrag** |  |\n|---|--:|---|\n| 2027 | 5 \\| 6 € |  |\ndanach",
    "a) eins\n   | a | b |\n   |---|---|\n   | *c* | {O-19 Menge} |\nb) zwei",
    "| a[^Note mit **fett** und [BEZIRK]] |\n|---|",
    "\\| a | b |\n|---|---|",
    "| a |\n|---|\n\n| b |\n|---|",
    "| a | b |\n| c | d |",
    "**geprüft**[^Stand: 1. März 2026].",
    "außen [^a [^innen] b] [^offen",
]
IN_BATCHES = settings(  # one example is many lines: a call into the browser takes longer than reading them
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.large_base_example,
        HealthCheck.data_too_large,
    ],
)
UNTIDY = ["|a|b|\n|---|---|", "| a |\n|-----|", "| a |\n|---|\n| 1 | 2 |", "| 2 ** 3 |\n|---|", "\\[^so]"]
CALL = re.compile(r'<sup class="footnote-call">.*?</sup>')
Letter = tuple[str, bool, bool]


class Printed(HTMLParser):
    """The letters of a clause as they are printed, with their marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.letters: list[Letter] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"strong", "em"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"strong", "em"}:
            self.open.remove(tag)

    def handle_data(self, data: str) -> None:
        self.letters += letters(data, "strong" in self.open, "em" in self.open)


def letters(text: str, strong: bool, em: bool) -> list[Letter]:
    """Return the visible letters; a dash in front of an item is printed longer than it is typed."""
    return [("-" if one == "–" else one, strong, em) for one in text if not one.isspace()]


def filled(text: str) -> str:
    return TOKEN.sub("zehn", text)


def shown(found: dict[str, Any]) -> list[Letter]:
    pieces = [piece for line in lines_of(found) for piece in line]
    texts = [(filled(FOOTNOTE.sub("", piece["text"])), piece) for piece in pieces]
    return [one for text, piece in texts for one in letters(text, piece["strong"], piece["em"])]


def lines_of(found: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield the lines, and the cells of tables."""
    for line in found["lines"]:
        if isinstance(line, dict):
            yield from (cell for row in line["rows"] for cell in row)
        else:
            yield line


def printed(text: str) -> list[Letter]:
    """Return the letters of a text as they are printed, without its footnotes."""
    return Printed(CALL.sub("", clause_html(filled(text), footnotes=Footnotes()))).letters


@pytest.fixture
def grammar(page: Page, live_server: LiveServer) -> Page:
    page.goto("/anmelden/")
    return page


def check(page: Page, texts: list[str]) -> list[bool]:
    """Compare the two grammars; return which texts can be shown with their marks."""
    rich = []
    for text, found in zip(texts, page.evaluate(SCRIPT, texts), strict=True):
        assert found["again"] == text
        if not found["isRaw"]:
            assert shown(found) == printed(text), text
        rich.append(not found["isRaw"])
    return rich


def test_the_model_text_and_known_cases_are_shown_as_they_are_printed(grammar: Page) -> None:
    model = [clause.text for section in read_model_agreement().sections for clause in section.clauses]
    assert all(check(grammar, [*model, *BOLD, *TABLES]))
    assert not any(check(grammar, [*DOUBTFUL, *UNTIDY]))


PIECES = st.sampled_from(
    [
        "*",
        "**",
        "***",
        " ",
        "  ",
        "\n",
        "\\",
        "a",
        "Wort",
        "ä",
        "(",
        ")",
        "„",
        "“",
        "1. ",
        "- ",
        ".",
        "[BEZIRK]",
        "{O-19 Menge}",
        "{",
        "😀",
        "[^",
        "[^Note]",
        "]",
        "| ",
        " |\n",
        "\n| a | b |\n|---|--:|\n",
        "|---|\n",
    ]
)


@given(st.lists(st.lists(PIECES, min_size=1, max_size=14).map("".join), min_size=60, max_size=60))
@IN_BATCHES
def test_no_text_is_shown_otherwise_than_it_is_printed(grammar: Page, texts: list[str]) -> None:
    check(grammar, texts)


MARKED = st.lists(
    st.builds(
        dict,
        text=st.lists(
            st.sampled_from([*"ab *\\().-„“[]|", "{O-19 Menge}", "[^", "[^N]"]), min_size=1, max_size=6
        ).map("".join),
        strong=st.booleans(),
        em=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@given(st.lists(MARKED, min_size=40, max_size=40))
@IN_BATCHES
def test_whatever_is_marked_is_written_so_that_no_word_changes(grammar: Page, lines: list[Any]) -> None:
    script = """async (lines) => {
        const { write, read } = await import("/static/js/editor/clause_text.js");
        return lines.map((line) => { const text = write([line]); return { text, ...read(text) }; });
    }"""
    for line, found in zip(lines, grammar.evaluate(script, lines), strict=True):
        typed = "".join(piece["text"] for piece in line)
        if "[^" in typed and "\\" in typed:
            continue  # with a backslash, letters may become a footnote once they are stored
        assert not found["isRaw"], found["text"]
        assert shown(found) == printed(found["text"])
        assert "".join(piece["text"] for read in found["lines"] for piece in read) == typed


@given(
    st.lists(
        st.integers(1, 3).flatmap(
            lambda width: st.lists(st.tuples(*[MARKED | st.just([])] * width), min_size=1, max_size=3)
        ),
        min_size=10,
        max_size=10,
    )
)
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes in a browser
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.large_base_example,
        HealthCheck.data_too_large,
    ],
)
def test_a_table_and_what_stands_beside_it_are_written_so_that_they_are_read_again(
    grammar: Page, tables: list[Any]
) -> None:
    script = """async (json) => {
        const tables = JSON.parse(json);
        const { write, read } = await import("/static/js/editor/clause_text.js");
        return JSON.stringify(tables.map((rows) => {
            const table = { indent: "", right: rows[0].map((_, at) => at === 1), rows };
            const text = write([[{ text: "| a |", strong: false, em: false }], table, rows[0][0], table, table]);
            return { text, ...read(text) };
        }));
    }"""
    read_again = json.loads(grammar.evaluate(script, json.dumps(tables)))
    for rows, found in zip(tables, read_again, strict=True):
        if found["isRaw"]:  # a backslash beside a bracket might mean two things: all is shown as it is stored
            assert "\\" in found["text"]
            assert (
                "\n".join("".join(piece["text"] for piece in line) for line in found["lines"])
                == found["text"]
            )
            continue
        assert shown(found) == printed(found["text"])
        read = [line for line in found["lines"] if isinstance(line, dict)]
        assert [len(one["rows"]) for one in read] == [len(rows)] * 3, found["text"]
        if "\\" in found["text"].replace("\\|", ""):
            continue
        words = "".join(piece["text"] for cell in lines_of({"lines": read[:1]}) for piece in cell)
        typed = "".join("".join(piece["text"] for piece in cell).strip() for row in rows for cell in row)
        assert words.replace("\\|", "|") == typed.replace("\\|", "|")


def tokens_there(page: Page, texts: list[str]) -> list[list[str]]:
    script = """async (texts) => {
        const { tokensOf, parted, isToken } = await import("/static/js/editor/tokens.js");
        return texts.map((text) => {
            if (parted(text).join("") !== text) throw new Error(text);
            if (String(parted(text).filter(isToken)) !== String(tokensOf(text))) throw new Error(text);
            return tokensOf(text);
        });
    }"""
    found: list[list[str]] = page.evaluate(script, texts)
    return found


def test_tokens_are_those_of_the_table(grammar: Page) -> None:
    assert tokens_there(grammar, [case["text"] for case in KNOWN]) == [case["tokens"] for case in KNOWN]


@given(st.lists(TYPED, min_size=60, max_size=60))
@IN_BATCHES
def test_both_grammars_find_the_same_tokens(grammar: Page, texts: list[str]) -> None:
    assert tokens_there(grammar, texts) == [list(map(str, tokens_of(text))) for text in texts]
