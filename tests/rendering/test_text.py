"""Clause text to HTML: the subset, everything else as typed, nothing lost, nothing injected."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.content import NBSP
from agreements.rendering.clause_text import clause_html, no_break, plain_html

ALLOWED = {
    "p": set(),
    "br": set(),
    "em": set(),
    "strong": set(),
    "ul": {"class"},
    "ol": {"class"},
    "li": set(),
    "mark": {"class"},
    "span": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "table": set(),
    "colgroup": set(),
    "col": {"width"},
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope", "class"},
    "td": {"class"},
}
IN_PLACE = " [Fußnote: "


class ParsedHtml(HTMLParser):
    """Collects tags and text of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, set[str]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name for name, _ in attrs}))
        if tag == "p" and "li" in self.open:
            self.faults.append("a paragraph in a list item")
        if tag not in {"br", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Ein Satz.", "<p>Ein Satz.</p>"),
        ("Eins.\n\nZwei.", "<p>Eins.</p>\n<p>Zwei.</p>"),
        ("Zeile\nZeile", "<p>Zeile<br>\nZeile</p>"),
        ("*schräg* und **fett**", "<p><em>schräg</em> und <strong>fett</strong></p>"),
        ("Schüler*innen und Lehrer*innen", "<p>Schüler*innen und Lehrer*innen</p>"),
        ("1. Januar 2027 ist der Beginn.", f"<p>1.{NBSP}Januar 2027 ist der Beginn.</p>"),
        ("31. Dezember 2028", f"<p>31.{NBSP}Dezember 2028</p>"),
        (r"\*kein\* Stern", "<p>*kein* Stern</p>"),
        (r"a\) kein Listenpunkt", "<p>a) kein Listenpunkt</p>"),
        ("in [BEZIRK]", '<p>in <mark class="placeholder-open">[BEZIRK]</mark></p>'),
        (
            "**[KOORDINATION_STELLE]**",
            '<p><strong><mark class="placeholder-open">[KOORDINATION_STELLE]</mark></strong></p>',
        ),
        (
            "unter https://a.berlin/b_c-d.pdf, e.muster@a.de.",
            '<p>unter <span class="address">https://a.berlin/b_c-d.pdf</span>, '
            '<span class="address">e.muster@a.de</span>.</p>',
        ),
        ("(*so*) und Preis*)", "<p>(<em>so</em>) und Preis*)</p>"),
        (
            "Zu tun:\n(1) *eins*\n    auch\n(2) zwei\nEnde",
            '<p>Zu tun:</p>\n<ol class="items">\n'
            '<li><span class="item-mark">(1) </span><em>eins</em><br>\nauch</li>\n'
            '<li><span class="item-mark">(2) </span>zwei</li>\n</ol>\n<p>Ende</p>',
        ),
        (
            "- a\n   iii) b",
            '<ul class="items">\n<li><span class="item-mark">– </span>a<br>\niii) b</li>\n</ul>',
        ),
        (
            "3.2.1 x\n3.2.2 y",
            '<ol class="items wide">\n<li><span class="item-mark">3.2.1 </span>x</li>\n'
            '<li><span class="item-mark">3.2.2 </span>y</li>\n</ol>',
        ),
        ("", ""),
    ],
)
def test_the_subset(typed, html):
    assert clause_html(typed) == html


@pytest.mark.parametrize(
    "typed",
    [
        "# Überschrift",
        "> Zitat",
        "`Code`",
        "    eingerückt",
        "```",
        "---",
        "<b>fett</b>",
        "<script>alert(1)</script>",
        "[Text](https://example.org)",
        "![Bild](bild.png)",
        "<https://example.org>",
        "&amp; &nbsp; &#60;",
        "* kein Listenpunkt",
        "5 * 3 * 2 und *) Fußnote und **) zweite",
        "Preis*) und Kosten*)",
        "Ort:_____, Datum:_____",
        "1) allein keine Aufzählung",
        "1. Lesung im Mai",
        "b) kein Anfang einer Liste",
        "A) kein Listenpunkt",
        "aa) kein Listenpunkt",
        "a)",
        "a)kein Listenpunkt",
        "7. kein Anfang einer Liste",
        "| a | b |",
        "| a | b |\n| c | d |",
        "| a | b |\n|---|",
        "| a | b |\n|---|---",
        "a | b\n---|---",
        "| a | b |\n|---|:-:|",
        "|---|---|",
        "[^offen",
        "[^]",
        "[^ ]",
        "[ ^so]",
        r"\[^so]",
        "~~gestrichen~~",
    ],
)
def test_everything_else_stays_as_typed(typed):
    parsed = ParsedHtml(clause_html(typed))

    assert [tag for tag, _ in parsed.tags if tag not in {"span", "br"}] == ["p"]
    assert parsed.words == typed.strip().replace("\\", "")


@pytest.mark.parametrize("typed", ["Ein Satz.", "- a\n- b", ""])
def test_the_number_opens_the_first_paragraph(typed):
    assert clause_html(typed, "(2)").startswith(
        (
            '<p><span class="clause-number">(2) </span>',
            '<p class="number-only"><span class="clause-number">(2) ',
        )
    )


@pytest.mark.parametrize(
    ("typed", "kept_together"),
    [
        ("§ 36 BezVG, § 5 Absatz 2 SGB", f"§{NBSP}36{NBSP}BezVG, §{NBSP}5 Absatz{NBSP}2 SGB"),
        ("im 4. Quartal 2026", f"im 4.{NBSP}Quartal 2026"),
        ("nach § 5 und §§ 6", f"nach §{NBSP}5 und §§{NBSP}6"),
        ("Anlage 2, Absatz 3, Nr. 4", f"Anlage{NBSP}2, Absatz{NBSP}3, Nr.{NBSP}4"),
        ("10 % am 31. März", f"10{NBSP}% am 31.{NBSP}März"),
        ("z. B. ein e. V.", f"z.{NBSP}B. ein e.{NBSP}V."),
        ("1. Okt. 2027, 10 000 € für 3 Leute", f"1.{NBSP}Okt. 2027, 10{NBSP}000{NBSP}€ für 3 Leute"),
        ("ohne Grund", "ohne Grund"),
    ],
)
def test_spaces_where_no_line_ends(typed, kept_together):
    assert no_break(typed) == kept_together


def test_plain_text_is_escaped_and_shows_placeholders():
    assert plain_html("<b> & [ORT]") == '&lt;b&gt; &amp; <mark class="placeholder-open">[ORT]</mark>'


MARKS = st.sampled_from(
    [
        *"*_-.()[]<>&\\`#!>|~=+:\"'\t ",
        "\n",
        "\n\n",
        "\n   ",
        "1. ",
        "2. ",
        "- ",
        "a) ",
        "b) ",
        "z)",
        "\nb) ",
        "\n   a) ",
        "\n(1) ",
        "\naa) ",
        "\nI. ",
        "\n3.1 ",
        "https://x.de/",
        "[BEZIRK]",
        "**",
        "<b>",
        "§ 1",
        "ä",
        "Wort",
        "[^",
        "[^Wort]",
        "| ",
        " |\n",
        "\n| a | b |\n|---|--:|\n",
    ]
)


@given(st.lists(MARKS, max_size=30).map("".join) | st.text(max_size=80))
@example("- " * 60 + "tief")
@example("*" * 200 + "x" + "*" * 200)
@example("1. a\n007. b")
@example("a) " * 60 + "tief")
@example("a) x\nb)\n\n   y\nc)")
@example("1. x\n   a) y\n  b) z\nc) 3")
def test_no_text_escapes_the_subset_and_no_word_is_lost(typed):
    parsed = ParsedHtml(clause_html(typed))

    assert not parsed.faults
    assert not parsed.open
    assert all(
        attributes <= ALLOWED.get(tag, {"unknown"}) and tag in ALLOWED for tag, attributes in parsed.tags
    )
    assert letters(parsed.words.replace(IN_PLACE, "")) == letters(typed)


@given(st.text(max_size=80))
def test_plain_text_never_becomes_a_tag(typed):
    parsed = ParsedHtml(plain_html(typed))

    assert {tag for tag, _ in parsed.tags} <= {"mark"}
    assert letters(parsed.words) == letters(typed)
