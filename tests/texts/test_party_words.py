"""What parties are called, from their short names."""

import pytest

from agreements.choices import OwedBy, Side
from agreements.parties import ReportingSide, bare_name, owing_sides, reporting_sides, stored_owing
from agreements.texts.party_words import as_object, as_subject, owing_caption, owing_subject, owing_words

TWO = {Side.DISTRICT: "Bezirk", Side.ASSOCIATION: "MitWirkung"}
THREE = {Side.DISTRICT: "Bezirk", Side.ASSOCIATION: "der Träger", Side.THIRD: "die Schule"}
D, A, T = Side.DISTRICT, Side.ASSOCIATION, Side.THIRD


@pytest.mark.parametrize(
    ("short", "bare", "subject", "accusative"),
    [
        ("Bezirk", "Bezirk", "Der Bezirk", "den Bezirk"),
        ("der Träger", "Träger", "Der Träger", "den Träger"),
        ("Die Schule", "Schule", "Die Schule", "die Schule"),
        ("das Jugendamt", "Jugendamt", "Das Jugendamt", "das Jugendamt"),
        ("MitWirkung", "MitWirkung", "MitWirkung", "MitWirkung"),
        ("derby e. V.", "derby e. V.", "derby e. V.", "derby e. V."),
        ("der", "der", "der", "der"),
    ],
)
def test_a_short_name_has_an_article_or_is_a_name(
    short: str, bare: str, subject: str, accusative: str
) -> None:
    assert (bare_name(short), as_subject(short), as_object(short)) == (bare, subject, accusative)


@pytest.mark.parametrize(
    ("names", "owing", "words", "subject", "caption"),
    [
        (TWO, {D}, "Bezirk", "Der Bezirk", "Pflichten des Bezirks"),
        (TWO, {A}, "MitWirkung", "MitWirkung", "Pflichten von MitWirkung"),
        (TWO, {D, A}, "gemeinsam", "Beide Vertragsparteien", "Gemeinsame Pflichten"),
        (THREE, {A}, "Träger", "Der Träger", "Pflichten: Träger"),
        (THREE, {T}, "Schule", "Die Schule", "Pflichten: Schule"),
        (
            THREE,
            {D, T},
            "Bezirk und Schule",
            "Der Bezirk und die Schule",
            "Gemeinsame Pflichten: Bezirk und Schule",
        ),
        (THREE, {T, A, D}, "Bezirk, Träger und Schule", "Alle Vertragsparteien", "Gemeinsame Pflichten"),
    ],
)
def test_who_owes_is_said_with_the_names_of_the_text(
    names: dict[Side, str], owing: set[Side], words: str, subject: str, caption: str
) -> None:
    found = (owing_words(owing, names), owing_subject(owing, names), owing_caption(owing, names))
    assert found == (words, subject, caption)


@pytest.mark.parametrize(
    ("owing", "stored", "reporting"),
    [
        ({D}, (OwedBy.DISTRICT, []), {ReportingSide.DISTRICT}),
        ({A}, (OwedBy.ASSOCIATION, []), {ReportingSide.COORDINATION}),
        ({A, D}, (OwedBy.BOTH, []), set(ReportingSide)),
        ({T}, (OwedBy.NAMED, [T]), {ReportingSide.COORDINATION}),
        ({T, A}, (OwedBy.NAMED, [A, T]), {ReportingSide.COORDINATION}),
        ({T, D}, (OwedBy.NAMED, [D, T]), set(ReportingSide)),
        (set(Side), (OwedBy.NAMED, list(Side)), set(ReportingSide)),
    ],
)
def test_any_sides_owe_and_the_coordination_reports_for_all_but_the_district(
    owing: set[Side], stored: tuple[OwedBy, list[Side]], reporting: set[ReportingSide]
) -> None:
    assert stored_owing(owing) == stored
    assert owing_sides(*stored) == owing
    assert reporting_sides(frozenset(owing)) == reporting
