"""German wording for values, as tables."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import DueShape, ObligationKind, OwedBy, Sense
from agreements.content import Obligation, Post, Term
from agreements.due_rule import DueRule
from agreements.texts.due_wording import due_words
from agreements.texts.wording import (
    date_words,
    months_words,
    number,
    post_words,
    quantity_words,
    share_words,
    start_words,
    term_words,
)


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def obligation(**more: object) -> Obligation:
    base = {"code": "O-01", "kind": ObligationKind.REPORT, "owed_by": OwedBy.BOTH, "title": "Bericht"}
    return Obligation(**{**base, "due": DueRule(shape=DueShape.COUNT, period_months=12), **more})


def post(**more: object) -> Post:
    return Post(**{"unit": "Jugendamt", "function": "Planung", "share": Decimal("0.15"), **more})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("0.75"), "0,75"),
        (Decimal("12"), "12"),
        (Decimal("12.50"), "12,5"),
        (Decimal("1E+1"), "10"),
        (40, "40"),
        (9999, "9999"),
        (12000, "12.000"),
    ],
)
def test_number(value, words):
    assert number(value) == words


@given(st.decimals(min_value=0, max_value=10**7, places=3))
def test_number_keeps_the_value(value):
    written = number(value, places=2)

    assert Decimal(written.replace(".", "").replace(",", ".")) == value
    assert len(written.partition(",")[2]) in {2, 3}


def test_date():
    assert date_words(date(2023, 7, 3)) == "03.07.2023"


@pytest.mark.parametrize(
    ("months", "words"), [(1, "1 Monat"), (3, "3 Monate"), (12, "1 Jahr"), (18, "18 Monate"), (24, "2 Jahre")]
)
def test_months(months, words):
    assert plain(months_words(months)) == words


@pytest.mark.parametrize("shape", DueShape)
def test_every_shape_has_words_even_when_half_filled(shape):
    assert isinstance(due_words(DueRule(shape=shape)), str)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"quantity": Decimal("0.75"), "unit": "VZÄ"}, "mindestens 0,75 VZÄ"),
        ({"quantity": Decimal("0.1"), "unit": "VZÄ"}, "mindestens 0,10 VZÄ"),
        ({"quantity": Decimal(12), "unit": "Tage", "sense": Sense.UP_TO}, "bis zu 12 Tage"),
        ({"quantity": Decimal(1), "unit": "Dokument", "sense": Sense.EXACTLY}, "1 Dokument"),
        ({"quantity": Decimal(2), "unit": "Personen", "sense": Sense.EXACTLY}, "genau 2 Personen"),
        ({"quantity": Decimal(10)}, "mindestens 10"),
        ({"unit": "je Anlass"}, "je Anlass"),
        ({}, ""),
    ],
)
def test_quantity(fields, words):
    assert plain(quantity_words(obligation(**fields))) == words


def test_quantity_of_posts_is_their_sum():
    posts = (post(), post(share=Decimal("0.6")))

    assert plain(quantity_words(obligation(posts=posts))) == "2 Stellen, zusammen 0,75 VZÄ"


@pytest.mark.parametrize(
    ("share", "words"),
    [("0.15", "0,15 VZÄ (15 %)"), ("1", "1,00 VZÄ (100 %)"), ("0.125", "0,125 VZÄ (12,5 %)")],
)
def test_share(share, words):
    assert plain(share_words(Decimal(share))) == words


def test_post():
    assert plain(post_words(post(sense=Sense.UP_TO))) == "bis zu 0,15 VZÄ (15 %)"
    assert plain(start_words(post())) == "Vertragsbeginn"
    assert plain(start_words(post(starts_after_months=6))) == "6 Monate nach Vertragsbeginn"
    assert start_words(post(starts_on=date(2027, 8, 1))) == "01.08.2027"
    assert start_words(post(ends_on=date(2028, 7, 31))) == "Vertragsbeginn bis 31.07.2028"


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (
            {"begins_on": date(2027, 1, 1), "ends_on": date(2028, 12, 31)},
            "ab 01.01.2027 bis 31.12.2028, verlängert sich jeweils um 1 Jahr, "
            "Kündigungsfrist 3 Monate zum Ende der Laufzeit",
        ),
        (
            {"begins_on": date(2027, 1, 1), "ends_on": date(2028, 12, 31), "extension_months": 0},
            "ab 01.01.2027 bis 31.12.2028, ohne Verlängerung",
        ),
        (
            {"begins_with_signing": True, "extension_months": 0},
            "ab dem Tag der letzten Unterschrift, unbefristet, Kündigungsfrist 3 Monate",
        ),
        (
            {"begins_with_signing": True, "ends_on": date(2028, 12, 31), "extension_months": 0},
            "ab dem Tag der letzten Unterschrift bis 31.12.2028, ohne Verlängerung",
        ),
        ({"begins_on": date(2027, 1, 1)}, "ab 01.01.2027, unbefristet, Kündigungsfrist 3 Monate"),
        ({"notice_months": 0}, "Beginn noch offen, unbefristet"),
        ({"ends_on": date(2028, 12, 31), "extension_months": 0}, "bis 31.12.2028, ohne Verlängerung"),
    ],
)
def test_term(term, words):
    assert plain(term_words(Term(**term))) == words
