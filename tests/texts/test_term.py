"""The term of a contract: its extensions, and what is said about it on a day."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from agreements.choices import Status
from agreements.content import Term
from agreements.models import Instrument
from agreements.state import ContractFacts
from agreements.term_end import extended_until
from agreements.texts.term import force_label, outlook_words, term_warnings
from tests.page import read
from tests.scenario import Scenario

FACTS = ContractFacts(
    status=Status.SIGNED,
    begins_on=None,
    ends_on=None,
    extension_months=0,
    notice_months=3,
    signed_on=date(2023, 11, 27),
)


@pytest.mark.parametrize(
    ("ends_on", "months", "ends"),
    [
        ("2026-06-30", 6, ["2026-12-31", "2027-06-30", "2027-12-31"]),
        ("2027-02-28", 12, ["2028-02-29", "2029-02-28"]),
        ("2026-11-30", 3, ["2027-02-28", "2027-05-31", "2027-08-31"]),
        ("2026-12-31", 12, ["2027-12-31", "2028-12-31"]),
        ("2028-02-29", 12, ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("2027-05-30", 1, ["2027-06-30", "2027-07-30"]),
    ],
)
def test_extensions_lose_no_day(ends_on: str, months: int, ends: list[str]) -> None:
    end = date.fromisoformat(ends_on)
    begun = end
    for expected in map(date.fromisoformat, ends):
        assert extended_until(end, months, begun) == begun, "on the last day the term is not extended yet"
        begun = extended_until(end, months, date.fromordinal(begun.toordinal() + 1))
        assert begun == expected


def test_what_begins_later_is_not_in_force() -> None:
    first_day = date(2027, 1, 1)
    facts = replace(FACTS, signed_on=first_day)
    assert force_label(facts, date(2026, 12, 31)) == "Tritt in Kraft am"
    assert force_label(facts, first_day) == "In Kraft seit"


def test_what_is_known_to_be_signed_at_the_latest_is_in_force_at_the_latest() -> None:
    day = date(2023, 11, 27)
    latest = replace(FACTS, signed_on=day, signed_latest=True)
    assert force_label(latest, day) == "In Kraft spätestens seit"
    assert force_label(replace(latest, in_force_stated=day), day) == "In Kraft seit", "its source says it"
    later = date(2024, 1, 1)
    assert force_label(replace(latest, begins_on=later), later) == "In Kraft seit", (
        "not before the term begins"
    )


def test_term_that_ended_before_signing() -> None:
    over = Term(begins_on=date(2024, 1, 1), ends_on=date(2026, 6, 30), extension_months=0)
    assert list(term_warnings(over, date(2026, 6, 30))) == []
    [words] = term_warnings(over, date(2026, 7, 1))
    assert "am 30.06.2026 zu Ende gegangen" in words
    assert "schon beendet" in words
    extended = Term(begins_on=date(2024, 1, 1), ends_on=date(2026, 6, 30), extension_months=6)
    [words] = term_warnings(extended, date(2026, 7, 1))
    assert "zurzeit bis 31.12.2026" in words
    assert list(term_warnings(Term(), date(2026, 7, 1))) == []


@pytest.mark.parametrize(
    ("ends_on", "extension", "as_of", "words"),
    [
        (
            "2027-07-31",
            12,
            "2027-04-30",
            "kündbar bis 30.04.2027 (Zugang), sonst Verlängerung bis 31.07.2028",
        ),
        (
            "2027-07-31",
            12,
            "2027-05-01",
            "kündbar war bis 30.04.2027 (Zugang); soweit hier erfasst, Verlängerung bis 31.07.2028",
        ),
        (
            "2027-07-31",
            12,
            "2027-08-01",
            "kündbar bis 30.04.2028 (Zugang), sonst Verlängerung bis 31.07.2029",
        ),
        ("2027-07-31", 0, "2027-05-01", "ohne Verlängerung"),
        (None, 12, "2027-05-01", "unbefristet, Kündigungsfrist 3\N{NO-BREAK SPACE}Monate"),
    ],
)
def test_until_when_notice_can_be_given_and_what_follows_without(
    ends_on: str | None, extension: int, as_of: str, words: str
) -> None:
    facts = ContractFacts(
        status=Status.SIGNED,
        begins_on=date(2024, 8, 1),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        extension_months=extension,
        notice_months=3,
        signed_on=date(2024, 7, 1),
    )
    assert outlook_words(facts, date.fromisoformat(as_of)) == words
    assert outlook_words(replace(facts, status=Status.SIGNING), date.fromisoformat(as_of)) == ""


@pytest.mark.parametrize(
    ("ends_on", "as_of", "words"),
    [
        ("2027-12-31", "2027-06-30", "kündbar bis 30.09.2027 (Zugang)"),
        ("2027-12-31", "2027-07-01", "kündbar vom 01.08.2027 bis 30.09.2027 (Zugang)"),
        ("2027-12-31", "2027-08-01", "kündbar bis 30.09.2027 (Zugang)"),
        ("2027-12-31", "2027-10-01", "kündbar war bis 30.09.2027 (Zugang)"),
        (
            "2027-09-30",
            "2027-07-31",
            "kündbar war bis 31.03.2027 (Zugang)",
        ),  # the shorter period comes too late
        (None, "2027-07-31", "unbefristet, Kündigungsfrist 6\N{NO-BREAK SPACE}Monate"),
        (None, "2027-08-01", "unbefristet, Kündigungsfrist 3\N{NO-BREAK SPACE}Monate"),
    ],
)
def test_a_shorter_period_of_notice_counts_from_its_first_day_on(
    ends_on: str | None, as_of: str, words: str
) -> None:
    facts = ContractFacts(
        status=Status.SIGNED,
        begins_on=date(2024, 8, 1),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        extension_months=12,
        notice_months=6,
        notice_changes=((date(2027, 8, 1), 3),),
        signed_on=date(2024, 7, 1),
    )
    assert outlook_words(facts, date.fromisoformat(as_of)).startswith(words)


def test_the_pages_say_until_when_notice_can_be_given(scenario: Scenario) -> None:
    browser = scenario.browser("staff")
    for address in (
        reverse("agreement_list"),
        reverse("agreement_detail", args=[scenario.signed.agreement_id]),
    ):
        assert "(Zugang)" in read(browser.get(address)).text


def test_freezing_says_that_the_term_has_ended(scenario: Scenario) -> None:
    Instrument.objects.filter(pk=scenario.draft.pk).update(
        begins_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), extension_months=0
    )
    page = read(scenario.browser("coordinator").get(reverse("take_step", args=[scenario.draft.pk, "freeze"])))
    assert "Die Laufzeit ist am 31.12.2024 zu Ende gegangen" in page.text
