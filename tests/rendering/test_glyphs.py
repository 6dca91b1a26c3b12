"""Printable characters, and the message for others."""

from dataclasses import replace

import pytest
from django.template.loader import get_template

from agreements.rendering.glyphs import UnprintableError, printable_characters, unprintable_characters
from agreements.rendering.pdf import PdfKind, render_pdf
from tests.rendering.sample import MOMENT, full_content, statement


@pytest.mark.parametrize("letter", "äöüÄÖÜß§„“–€łśğşıőđŁŚĞŞİŐĐéñçšžćøå ­‑☐\n\t\r")
def test_characters_of_names_and_contracts_are_printable(letter):
    assert letter in printable_characters()


@pytest.mark.parametrize(
    "letter",
    [
        "😀",
        "中",
        "א",
        "\N{ZERO WIDTH SPACE}",
        "\N{RIGHT-TO-LEFT OVERRIDE}",
        "\N{LEFT-TO-RIGHT ISOLATE}",
        "\N{LINE SEPARATOR}",
        "\N{ZERO WIDTH NO-BREAK SPACE}",
        "\x00",
        "\x07",
        "\x0c",
        "\x85",
        "\ue000",
    ],
)
def test_invisible_and_foreign_characters_are_not_printable(letter):
    assert letter not in printable_characters()


def test_a_full_agreement_is_printable():
    assert not list(unprintable_characters(full_content().texts()))


def test_an_unprintable_character_is_named_with_its_place():
    content = full_content()
    sections = list(content.sections)
    clause = replace(
        sections[1].clauses[1], text="Ein 😀 und noch ein 😀, dazu \N{RIGHT-TO-LEFT OVERRIDE}verdreht."
    )
    sections[1] = replace(sections[1], clauses=(sections[1].clauses[0], clause))

    found = unprintable_characters(replace(content, sections=tuple(sections), note="中").texts())

    assert [(item.place, item.character, item.name) for item in found] == [
        ("Hinweis", "中", "CJK UNIFIED IDEOGRAPH-4E2D"),
        ("§\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}(2)", "😀", "GRINNING FACE"),
        ("§\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}(2)", "\N{RIGHT-TO-LEFT OVERRIDE}", "RIGHT-TO-LEFT OVERRIDE"),
    ]


@pytest.mark.parametrize("kind", [PdfKind.DRAFT, PdfKind.EXECUTION])
def test_an_unprintable_content_is_refused_before_rendering(kind):
    with pytest.raises(UnprintableError) as refusal:
        render_pdf(full_content(note="Freude 😀\x00"), kind=kind, moment=MOMENT)

    assert str(refusal.value) == (
        "Diese Zeichen können nicht gedruckt werden, bitte ersetzen: "
        "Hinweis: „😀“ (GRINNING FACE, U+1F600); Hinweis: (Zeichen ohne Namen, U+0000)"
    )


def test_the_signing_statement_is_checked_too():
    content = full_content()
    signed = statement(content)
    signed = replace(signed, entries=(replace(signed.entries[0], place="東京"),))

    with pytest.raises(UnprintableError, match="Unterschrift von Ayşe Łukasiewicz-Groß: „東“"):
        render_pdf(content, kind=PdfKind.READING, moment=MOMENT, statement=signed)


@pytest.mark.parametrize(
    "name", ["agreement", "section", "duties", "posts", "signatures", "statement", "completion"]
)
def test_our_templates_are_printable(name):
    source = get_template(f"rendering/{name}.html").template.source

    assert set(source) <= printable_characters()
