"""The text of a clause has one grammar, written twice: in Python for print, in JavaScript for writing."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from agreements.drafting.model_agreement import read_model_agreement
from agreements.rendering.clause_text import clause_html
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
    pieces = [piece for line in found["lines"] for piece in line]
    return [one for piece in pieces for one in letters(filled(piece["text"]), piece["strong"], piece["em"])]


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
            assert shown(found) == Printed(clause_html(filled(text))).letters, text
        rich.append(not found["isRaw"])
    return rich


def test_the_model_text_and_known_cases_are_shown_as_they_are_printed(grammar: Page) -> None:
    model = [clause.text for section in read_model_agreement().sections for clause in section.clauses]
    assert all(check(grammar, [*model, *BOLD]))
    assert not any(check(grammar, DOUBTFUL))


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
    ]
)


@given(st.lists(st.lists(PIECES, min_size=1, max_size=14).map("".join), min_size=60, max_size=60))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.large_base_example,
        HealthCheck.data_too_large,
    ],
)
def test_no_text_is_shown_otherwise_than_it_is_printed(grammar: Page, texts: list[str]) -> None:
    check(grammar, texts)


MARKED = st.lists(
    st.builds(
        dict,
        text=st.lists(st.sampled_from([*"ab *\\().-„“[]", "{O-19 Menge}"]), min_size=1, max_size=6).map(
            "".join
        ),
        strong=st.booleans(),
        em=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@given(st.lists(MARKED, min_size=40, max_size=40))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.large_base_example,
        HealthCheck.data_too_large,
    ],
)
def test_whatever_is_marked_is_written_so_that_no_word_changes(grammar: Page, lines: list[Any]) -> None:
    script = """async (lines) => {
        const { write, read } = await import("/static/js/editor/clause_text.js");
        return lines.map((line) => { const text = write([line]); return { text, ...read(text) }; });
    }"""
    for line, found in zip(lines, grammar.evaluate(script, lines), strict=True):
        typed = "".join(piece["text"] for piece in line)
        printed = Printed(clause_html(filled(found["text"]))).letters
        assert not found["isRaw"], found["text"]
        assert shown(found) == printed
        assert "".join(piece["text"] for read in found["lines"] for piece in read) == typed


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
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.large_base_example,
        HealthCheck.data_too_large,
    ],
)
def test_both_grammars_find_the_same_tokens(grammar: Page, texts: list[str]) -> None:
    assert tokens_there(grammar, texts) == [list(map(str, tokens_of(text))) for text in texts]
