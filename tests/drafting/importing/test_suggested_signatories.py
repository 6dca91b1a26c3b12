"""Who signs, read from the lines below a text."""

import pytest

from agreements.choices import Side
from agreements.drafting.importing.suggested_signatories import suggested_signatories
from tests.drafting.importing.reading import recognise

HEAD = (
    "Vertrag\nzwischen\ndem Bezirksamt Mitte\n– nachfolgend „das Bezirksamt“ –\nund\n"
    "dem Verein Mitreden e. V.\n– nachfolgend „der Verein“ –\n§ 1 Eins\nText.\n§ 2 Zwei\nText.\n"
)
EVA = (Side.ASSOCIATION, "Dr. Eva Marín-Groß", "Vorsitzende")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Für den Verein\n________\nDr. Eva Marín-Groß\nVorsitzende", [EVA]),
        ("Für den Verein:\n________\nDr. Eva Marín-Groß, Vorsitzende", [EVA]),
        (
            "Berlin, den ________\nFür das Bezirksamt\n________\nOmar El Amrani\nStadtrat\nFür den Verein\n________\n"
            "Dr. Eva Marín-Groß\nVorsitzende",
            [(Side.DISTRICT, "Omar El Amrani", "Stadtrat"), EVA],
        ),
        ("Für den Verein\n________\nVorsitzende", []),
        ("Für die Feuerwehr\n________\nEva Groß\nVorsitzende", []),
        ("Berlin, den ________", []),
    ],
)
def test_who_signs(lines: str, expected: list[tuple[Side, str, str]]) -> None:
    found = suggested_signatories(recognise(f"{HEAD}{lines}"))
    assert [(one.side, one.name, one.function) for one in found] == expected
