"""The term that a text says."""

from datetime import date

import pytest

from agreements.drafting.importing.suggested_term import suggested_term
from tests.drafting.importing.reading import recognise


@pytest.mark.parametrize(
    ("words", "begins_on", "ends_on", "signing"),
    [
        (
            "Die Vereinbarung gilt vom 1. Januar 2027 bis zum 31. Dezember 2028.",
            date(2027, 1, 1),
            date(2028, 12, 31),
            False,
        ),
        (
            "Der Vertrag tritt am 1.2.2027 in Kraft und endet mit Ablauf des 31.01.2029.",
            date(2027, 2, 1),
            date(2029, 1, 31),
            False,
        ),
        ("Die Vereinbarung tritt mit der letzten Unterschrift in Kraft.", None, None, True),
        (
            "Sie beginnt mit Unterzeichnung durch alle Parteien. Sie gilt bis zum 31. Juli 2029.",
            None,
            date(2029, 7, 31),
            True,
        ),
        ("Der Träger berichtet bis zum 31. März 2028.", None, None, False),
        ("Der Vertrag endet am 31. Juni 2028.", None, None, False),
        (
            "Die Vereinbarung gilt vom 1. Januar 2028 bis zum 31. Dezember 2027.",
            date(2028, 1, 1),
            None,
            False,
        ),
    ],
)
def test_what_the_text_says(words: str, begins_on: date | None, ends_on: date | None, signing: bool) -> None:
    term = suggested_term(recognise(f"§ 1 Eins\nText.\n§ 2 Laufzeit\n(1) {words}"))
    assert (term.begins_on, term.ends_on, term.begins_with_signing) == (begins_on, ends_on, signing)
