"""Parser for @mentions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.drafting.comments.mentions import parse_mentions
from districts.models import User

PEOPLE = [
    User(pk=1, username="anna", first_name="Anna", last_name="Berg"),
    User(pk=2, username="abm", first_name="Anna", last_name="Bergmann"),
    User(pk=3, username="weiss", first_name="Jonas", last_name="Weißbach"),
    User(pk=4, username="oe", first_name="Özlem", last_name="von der Heide"),
]


@pytest.mark.parametrize(
    ("text", "expected", "ambiguous"),
    [
        ("@Anna Berg, bitte", {1}, ()),
        ("@Anna Bergmann!", {2}, ()),
        ("@Berg?", {1}, ()),
        ("Hallo @Anna.", set(), ("Anna",)),
        ("(@jonas) und @WEISSBACH", {3}, ()),
        ("@Özlem von der Heide und @Berg", {1, 4}, ()),
        ("anna@berg.de, @Bergfest, @ Anna, @", set(), ()),
        ("@Annas Text, @unbekannt", set(), ()),
        ("", set(), ()),
    ],
)
def test_the_longest_matching_name_wins(text: str, expected: set[int], ambiguous: tuple[str, ...]) -> None:
    parsed = parse_mentions(text, PEOPLE)
    assert {person.pk for person in parsed.people} == expected
    assert parsed.ambiguous == ambiguous


@given(st.text())
def test_any_text_is_parsed(text: str) -> None:
    assert parse_mentions(text, PEOPLE).people <= set(PEOPLE)
    assert parse_mentions(f"{text} @Weißbach", PEOPLE).people >= {PEOPLE[2]} or text.endswith(".")
