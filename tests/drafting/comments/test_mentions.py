"""Who is meant by „@Name“."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.drafting.comments.mentions import named_in
from districts.models import User

PEOPLE = [
    User(pk=1, username="anna", first_name="Anna", last_name="Berg"),
    User(pk=2, username="abm", first_name="Anna", last_name="Bergmann"),
    User(pk=3, username="weiss", first_name="Jonas", last_name="Weißbach"),
    User(pk=4, username="oe", first_name="Özlem", last_name="von der Heide"),
]


@pytest.mark.parametrize(
    ("text", "found", "unclear"),
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
def test_the_longest_name_that_fits_counts(text: str, found: set[int], unclear: tuple[str, ...]) -> None:
    named = named_in(text, PEOPLE)
    assert {person.pk for person in named.people} == found
    assert named.unclear == unclear


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert named_in(text, PEOPLE).people <= set(PEOPLE)
    assert named_in(f"{text} @Weißbach", PEOPLE).people >= {PEOPLE[2]} or text.endswith(".")
