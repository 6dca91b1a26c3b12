"""How a contract joins the one before it: tables, and a property against counting days one by one."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import Status
from agreements.recording_choices import UnknownFact
from agreements.state import ContractFacts
from agreements.texts.succession import joint_words

NBSP = "\N{NO-BREAK SPACE}"
DAY = timedelta(days=1)
FORMER = ContractFacts(
    status=Status.SIGNED,
    begins_on=date(2024, 1, 1),
    ends_on=date(2026, 12, 31),
    extension_months=0,
    notice_months=3,
    signed_on=date(2023, 12, 1),
)
EXTENDED = replace(FORMER, extension_months=12)
FOLLOWING = replace(FORMER, status=Status.DRAFT, signed_on=None, ends_on=date(2029, 12, 31))


def joint(
    former: ContractFacts, begins_on: str | None, as_of: str = "2026-11-30", **following: object
) -> str:
    begin = date.fromisoformat(begins_on) if begins_on else None
    facts = replace(FOLLOWING, begins_on=begin, **following)  # type: ignore[arg-type]
    return joint_words(former, facts, date.fromisoformat(as_of)).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("begins_on", "words"),
    [
        ("2027-01-01", "schließt am 01.01.2027 ohne Lücke an"),
        ("2027-01-02", "Lücke von 1 Tag: 01.01.2027"),
        ("2027-03-01", "Lücke von 59 Tagen: 01.01.2027 bis 28.02.2027"),
        ("2028-03-01", "Lücke von 425 Tagen: 01.01.2027 bis 29.02.2028"),
        ("2026-12-31", "Überschneidung von 1 Tag: 31.12.2026"),
        ("2026-12-01", "Überschneidung von 31 Tagen: 01.12.2026 bis 31.12.2026"),
        (None, "Beginn noch offen; der bisherige Vertrag läuft bis 31.12.2026"),
    ],
)
def test_gap_and_overlap(begins_on: str | None, words: str) -> None:
    assert joint(FORMER, begins_on) == words


def test_a_signature_that_comes_late_makes_a_gap() -> None:
    late = {"status": Status.SIGNED, "signed_on": date(2027, 1, 4)}
    assert joint(FORMER, "2027-01-01", **late) == "Lücke von 3 Tagen: 01.01.2027 bis 03.01.2027"


def test_a_former_contract_that_extends_itself_is_said() -> None:
    assert joint(EXTENDED, "2027-01-01", "2026-09-30") == (
        "schließt am 01.01.2027 ohne Lücke an; der bisherige Vertrag: kündbar bis 30.09.2026 (Zugang), sonst Verlängerung "
        "bis 31.12.2027"
    )
    assert joint(EXTENDED, "2027-01-01", "2027-01-01").startswith(
        "Überschneidung von 365 Tagen: 01.01.2027 bis 31.12.2027; der bisherige Vertrag: kündbar bis 30.09.2027"
    )
    noticed = replace(EXTENDED, noticed_end=date(2026, 12, 31))
    assert joint(noticed, "2027-01-01", "2027-01-01") == "schließt am 01.01.2027 ohne Lücke an"


def test_a_former_contract_without_end_overlaps() -> None:
    unlimited = replace(FORMER, ends_on=None)
    assert joint(unlimited, "2027-01-01", ends_on=None) == (
        "Überschneidung ab 01.01.2027; der bisherige Vertrag: unbefristet, Kündigungsfrist 3 Monate"
    )


def test_of_an_unknown_end_nothing_is_claimed() -> None:
    unknown = replace(FORMER, ends_on=None, unknown=frozenset({UnknownFact.END}))
    assert joint(unknown, "2027-01-01") == "Beginn am 01.01.2027; der bisherige Vertrag: Ende nicht bekannt"
    open_end = replace(FORMER, unknown=frozenset({UnknownFact.EXTENSION}))
    assert joint(open_end, "2027-01-01") == (
        "schließt am 01.01.2027 ohne Lücke an; der bisherige Vertrag: ob er sich verlängert, ist nicht bekannt"
    )


@pytest.mark.parametrize("fact", [UnknownFact.LEGAL_FORM, UnknownFact.NOTICE])
def test_what_does_not_touch_the_end_is_not_said(fact: UnknownFact) -> None:
    former = replace(FORMER, unknown=frozenset({fact}))
    assert joint(former, "2027-01-01") == "schließt am 01.01.2027 ohne Lücke an"


@given(st.integers(-700, 700), st.integers(0, 900))
def test_against_counting_day_by_day(shift: int, length: int) -> None:
    last = FORMER.ends_on
    assert last
    begin = last + (shift + 1) * DAY
    end = begin + length * DAY
    both = between = 0
    day = min(begin, last)
    while day <= max(end, last):
        both += day <= last and begin <= day <= end
        between += last < day < begin
        day += DAY
    words = joint_words(FORMER, replace(FOLLOWING, begins_on=begin, ends_on=end), date(2026, 1, 1))
    found = re.search(rf"(Lücke|Überschneidung) von (\d+){NBSP}Tag", words)
    told = {found[1]: int(found[2])} if found else {}
    assert told == ({"Lücke": between} if between else {"Überschneidung": both} if both else {})
