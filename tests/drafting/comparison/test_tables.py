"""Tables and footnotes in a comparison: read cell by cell, complete, never as lines with bars."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.deviations import deviations
from agreements.drafting.comparison.html import wording_html
from agreements.drafting.comparison.tables import TableDiff, compare_parts, flat, has_parts
from agreements.drafting.comparison.text_view import section_views
from agreements.rendering.typed_table import Table, table_text
from tests.drafting.comparison.test_words import marked
from tests.rendering.sample import short_content

OLD = "Davor.\n| Jahr | Betrag |\n|---|--:|\n| 2027 | 10 € |\n| 2028 | 20 € |\nDanach[^Stand: März]."


def shown(before: str, after: str) -> list[str | list[str]]:
    return [
        [" # ".join(map(marked, row)) for row in part.rows] if isinstance(part, TableDiff) else marked(part)
        for part in compare_parts(before, after)
    ]


@pytest.mark.parametrize(
    ("change", "table", "behind"),
    [
        (
            ("10 €", "15 €"),
            ["Jahr # Betrag", "2027 # [-10-][+15+] €", "2028 # 20 €"],
            "Danach [Fußnote: Stand: März].",
        ),
        (
            ("März", "April"),
            ["Jahr # Betrag", "2027 # 10 €", "2028 # 20 €"],
            "Danach [Fußnote: Stand: [-März-][+April+]].",
        ),
        (
            ("| 2028 |", "| 2029 | 30 € |\n| 2028 |"),
            ["Jahr # Betrag", "2027 # 10 €", "[+2029+] # [+30 €+]", "2028 # 20 €"],
            "Danach [Fußnote: Stand: März].",
        ),
        (
            ("| 2027 | 10 € |\n", ""),
            ["Jahr # Betrag", "[-2027-] # [-10 €-]", "2028 # 20 €"],
            "Danach [Fußnote: Stand: März].",
        ),
    ],
)
def test_what_changed_in_a_table_is_read_cell_by_cell(change, table, behind):
    assert shown(OLD, OLD.replace(*change)) == ["Davor.", table, behind]


def test_columns_are_found_by_their_heads():
    after = "| Jahr | Amt | Betrag |\n|---|---|--:|\n| 2027 | A | 10 € |"
    assert shown("| Jahr | Betrag |\n|---|--:|\n| 2027 | 10 € |", after) == [
        ["Jahr # [+Amt+] # Betrag", "2027 # [+A+] # 10 €"]
    ]


def test_a_table_on_one_side_is_struck_or_added_as_a_whole():
    assert shown("Text.", "Text.\n| a \\| b |\n|---|\n| 1 |") == ["Text.", ["[+a | b+]", "[+1+]"]]
    assert shown("| a |\n|---|", "") == [["[-a-]"]]


def test_another_alignment_is_said():
    (part,) = compare_parts("| a |\n|---|\n| 1 |", "| a |\n|--:|\n| 1 |")
    assert "Ausrichtung der Spalten geändert" in wording_html([part])


def test_the_page_and_the_list_of_deviations_hold_no_bars():
    before, after = short_content(OLD), short_content(OLD.replace("20 €", "25 €").replace("März", "April"))
    comparison = compare(before, after)
    (section,) = section_views(comparison.entries, whole=False, printed=False)
    assert '<td class="figures"><del>' in section.clauses[0].html
    (found,) = deviations(comparison)
    quoted = "".join(piece.text for piece in (*found.before, *found.after))
    assert "2028 · 25" in quoted
    assert not re.search(r"\||\[\^", quoted + section.clauses[0].html)


CELLS = st.sampled_from(["", "a", "b c", "2027", "x[^n]"])
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        lambda rows, right: table_text(Table(head=rows[0], right=right, rows=tuple(rows[1:]))),
        st.lists(st.tuples(*[CELLS] * width), min_size=1, max_size=4),
        st.tuples(*[st.booleans()] * width),
    )
)
TEXTS = st.lists(TABLES | st.sampled_from(["Wort", "zwei Worte[^so].", ""]), max_size=4).map("\n\n".join)


@given(TEXTS, TEXTS)
def test_both_texts_stand_in_their_comparison(before: str, after: str) -> None:
    parts = list(compare_parts(before, after))
    diffs = [
        diff
        for part in parts
        for diff in ([cell for row in part.rows for cell in row] if isinstance(part, TableDiff) else [part])
    ]
    for text, side in ((before, "before"), (after, "after")):
        words = sorted(word for diff in diffs for word in re.findall(r"\w+", getattr(diff, side)))
        assert words == sorted(re.findall(r"\w+", flat(text)))
    assert has_parts(before) == ("[^" in before or "|---" in before or "|--:" in before)
