"""Where a content puts what it cannot hold yet."""

import pytest

from agreements.choices import SectionKind, Side
from agreements.drafting.actions.beginnings import PARTIES
from agreements.drafting.actions.text import CLAUSE_LIMIT
from agreements.drafting.importing.counting import recognised_counting
from agreements.drafting.importing.draft_content import ImportedContent, imported_content, literal
from agreements.rendering.clause_text import clause_html
from tests.drafting.importing.reading import TEXTS, recognise


def imported(text: str) -> ImportedContent:
    found = recognise(text)
    return imported_content(found, recognised_counting(found), defaults=PARTIES)


def test_parties_by_side_with_short_name_and_address() -> None:
    content = imported(TEXTS["artikel"]).content
    district, other = content.party(Side.DISTRICT), content.party(Side.ASSOCIATION)
    assert district.line.startswith("dem Bezirksamt Lichtenberg von Berlin, vertreten durch")
    assert (district.short, other.short) == ("Bezirk", "Träger")
    assert other.address == "Seefelder Straße 9, 13053 Berlin"


def test_a_third_party_stands_in_the_preamble_and_is_marked() -> None:
    found = imported(TEXTS["drei"])
    preamble = found.content.sections[0]
    assert preamble.kind == SectionKind.PREAMBLE
    assert preamble.clauses[0].text.startswith("dem Verein Familienpaten Spandau e. V.")
    assert any("zwei Vertragsparteien" in remark.text for remark in found.remarks)


def test_a_text_about_others_never_names_the_association() -> None:
    parties = imported(TEXTS["roemisch"]).content.parties
    assert "MitWirkung" not in "".join(party.line + party.short for party in parties)
    assert "TRAEGER" not in "".join(party.line + party.address for party in parties)


def test_tables_and_footnotes_are_text_with_a_remark_at_their_clause() -> None:
    found = imported(TEXTS["drei"])
    texts = {clause.key: clause.text for section in found.content.sections for clause in section.clauses}
    table = [texts[remark.clause] for remark in found.remarks if "Tabelle" in remark.text]
    notes = [texts[remark.clause] for remark in found.remarks if "Fußnote" in remark.text]
    assert "| Bezirksamt |  | 4.000,00 € |" in table[0]
    assert [note.rpartition("\n\n")[2][:3] for note in notes] == ["[1]", "[2]"]


def test_a_title_a_heading_and_a_clause_that_are_too_long_are_divided() -> None:
    title, heading = "Vereinbarung " + "sehr lang " * 40, "Gegenstand " + "und mehr " * 21
    text = f"{title}\nzwischen\nA\nund\nB\n§ 1 {heading}\n{'Wort ' * 8_000}\n§ 2 Schluss\nEnde."
    content = imported(text).content
    assert f"{content.title} {content.subject}" == title.strip()
    first = next(section for section in content.sections if section.kind == SectionKind.SECTION)
    assert f"{first.heading} {first.clauses[0].text}".startswith("Gegenstand und mehr")
    assert all(len(clause.text) <= CLAUSE_LIMIT for clause in first.clauses)
    assert " ".join(clause.text for clause in first.clauses).count("Wort") == 8_000


@pytest.mark.parametrize(
    "typed",
    ["5 * 3 * 2", "*so*", "**fett**", "Bürger*innen", "*) Fußnote", "(*hier*)", r"C:\_x", r"a\b", "* allein"],
)
def test_stars_and_backslashes_are_printed_as_typed(typed: str) -> None:
    assert clause_html(literal(typed)) == f"<p>{typed}</p>"
