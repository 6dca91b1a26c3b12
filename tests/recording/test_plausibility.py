"""What cannot be true of a contract signed elsewhere, and what a person must confirm."""

from datetime import date
from typing import Any

import pytest

from agreements.choices import Side
from agreements.content import Party
from agreements.recording.key_data import FormerSignatory
from agreements.recording.plausibility import impossibilities, oddities
from agreements.recording_choices import UnknownFact
from tests.recording.recorded import SIGNED_ON, key_data, known

TODAY = date(2026, 11, 30)


def party(side: Side, short: str) -> Party:
    return Party(side=side, line=f"{short} e. V.", short=short, address="")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": " "}, "Titel"),
        ({"parties": (party(Side.DISTRICT, "Eine"),), "signatories": ()}, "zwei bis 6"),
        ({"parties": [party(side, f"P{side}") for side in Side] + [party(Side.THIRD, "P7")]}, "zwei bis 6"),
        (
            {"parties": (party(Side.DISTRICT, "Eine"), party(Side.THIRD, "Dritte")), "signatories": ()},
            "der Reihe",
        ),
        (
            {"parties": (party(Side.DISTRICT, "der Träger"), party(Side.ASSOCIATION, "Träger"))},
            "mehr als eine Vertragspartei",
        ),
        (
            {"signatories": (FormerSignatory(side=Side.THIRD, name="Ida Irgendwer", function="Vorstand"),)},
            "Ida Irgendwer",
        ),
        ({"signed": known(date(2026, 12, 1))}, "01.12.2026 liegt in der Zukunft"),
        ({"published": known(date(2027, 1, 1))}, "01.01.2027 liegt in der Zukunft"),
        ({"begins": known(date(2024, 2, 29)), "ends": known(date(2024, 2, 29))}, "Ende muss nach dem Beginn"),
        ({"notice_months": 601}, "höchstens 600"),
    ],
)
def test_what_cannot_be_true_is_named(given: dict[str, Any], words: str) -> None:
    [wrong] = set(impossibilities(key_data(**given), TODAY))
    assert words in wrong


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"begins": None, "ends": known(date(2023, 10, 31))}, "vor der Unterzeichnung"),
        ({"begins": known(date(2023, 8, 1))}, "gilt rückwirkend"),
        ({"published": known(date(2023, 11, 7))}, "Veröffentlicht wurde er vor"),
    ],
)
def test_what_is_odd_is_to_be_confirmed(given: dict[str, Any], words: str) -> None:
    data = key_data(**given)
    [odd] = oddities(data)
    assert words in odd
    assert not list(impossibilities(data, TODAY))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"begins": known(date(2024, 2, 29)), "ends": known(date(2028, 2, 29))},
        # known only is until when it was signed: what lies before need not be odd
        {"signed": known(SIGNED_ON, latest=True), "begins": known(date(2023, 8, 1))},
        {"begins": None, "ends": None, "extension_months": None, "notice_months": None, "legal_form": None},
    ],
)
def test_what_may_well_be_is_not_asked_about(given: dict[str, Any]) -> None:
    data = key_data(**given)
    assert [*impossibilities(data, TODAY), *oddities(data)] == []


@pytest.mark.parametrize(
    ("given", "unknown"),
    [
        ({}, []),
        ({"ends": None}, [UnknownFact.END]),
        ({"ends": None, "unlimited": True, "extension_months": None}, []),
        ({"extension_months": 0, "notice_months": 0}, []),
        (
            {"ends": None, "extension_months": None, "notice_months": None, "legal_form": None},
            list(UnknownFact),
        ),
    ],
)
def test_not_known_is_not_none(given: dict[str, Any], unknown: list[UnknownFact]) -> None:
    assert key_data(**given).unknown == unknown
