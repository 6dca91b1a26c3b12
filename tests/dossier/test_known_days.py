"""What the words of a source say of a day."""

from datetime import date

import pytest

from agreements.dossier.known_days import described, exact

SHOWN = date(2024, 5, 3)


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("Tag nicht bekannt, vor dem 28.11.2023", None, date(2023, 11, 27)),
        ("spätestens am 1. 3. 2024", None, date(2024, 3, 1)),
        ("bis zum 31.12.2023", None, date(2023, 12, 31)),
        ("nach dem 31.12.2023", date(2024, 1, 1), None),
        ("seit 01.02.2024", date(2024, 2, 1), None),
        ("wohl 28.11.2023", date(2023, 11, 28), date(2023, 11, 28)),
        ("Herbst 2023", date(2023, 9, 1), date(2023, 11, 30)),
        ("Anfang Februar 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("im Lauf des Jahres 2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("vor dem 31.02.2023", date(2023, 1, 1), date(2023, 12, 31)),  # no such day: the year is what is left
        ("vor 2024", None, date(2023, 12, 31)),
        ("spätestens im März 2024", None, date(2024, 3, 31)),
        ("nach dem Sommer 2023", date(2023, 9, 1), None),
        ("zwischen dem 01.03.2023 und dem 31.05.2023", date(2023, 3, 1), date(2023, 5, 31)),
        ("Winter 2023/2024", date(2023, 1, 1), date(2024, 12, 31)),
        ("Tag nicht bekannt", None, None),
        ("", None, None),
    ],
)
def test_words(words: str, earliest: date | None, latest: date | None) -> None:
    known = described(words)
    assert (known.earliest, known.latest, known.words) == (earliest, latest, words)


@pytest.mark.parametrize(
    ("words", "latest"),
    [("Tag nicht bekannt", SHOWN), ("2024", SHOWN), ("Herbst 2023", date(2023, 11, 30))],
)
def test_what_was_shown_has_been_signed(words: str, latest: date) -> None:
    assert described(words, not_after=SHOWN).latest == latest


def test_the_first_one_stands_first_and_what_nobody_knows_last() -> None:
    days = [described("?"), described("2024"), described("nach dem 01.01.2025"), exact(date(2023, 7, 3), "")]
    assert sorted(days, key=lambda day: day.order) == [days[3], days[1], days[2], days[0]]
