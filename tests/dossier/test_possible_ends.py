"""To which day a notice can end an agreement: tables and a property."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import Status
from agreements.dossier.termination.possible_ends import coming_ends, possible_end
from agreements.errors import ActionRefused
from agreements.recording_choices import UnknownFact
from agreements.state import AgreementState, ContractFacts, agreement_state, last_day, next_extension
from agreements.termination_choices import TerminationKind
from agreements.texts.term import ending_words, outlook_words
from agreements.texts.wording import date_words
from tests.texts.slow_terms import slow_end_by_notice, slow_last_notice, slow_period_end

FACTS = ContractFacts(
    status=Status.SIGNED,
    begins_on=date(2024, 1, 1),
    ends_on=date(2026, 12, 31),
    extension_months=12,
    notice_months=3,
    signed_on=date(2023, 12, 1),
)
ORDINARY, EXTRAORDINARY = TerminationKind


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def found(
    facts: ContractFacts, kind: TerminationKind, received: str, claimed: str | None
) -> tuple[date, str]:
    end = possible_end(facts, kind=kind, received_on=date.fromisoformat(received), claimed=day(claimed))
    return end.ends_on, end.objection


@pytest.mark.parametrize(
    ("received", "claimed", "ends", "objection"),
    [
        ("2026-09-30", None, "2026-12-31", ""),
        ("2023-12-01", None, "2026-12-31", ""),  # before the term begins
        ("2026-09-30", "2026-12-31", "2026-12-31", ""),
        ("2026-09-30", "2027-12-31", "2027-12-31", ""),  # given for a later end
        ("2026-10-01", None, "2027-12-31", "Zum 31.12.2026 hätte die Kündigung bis zum 30.09.2026 zugehen"),
        ("2026-10-01", "2026-12-31", "2027-12-31", "zugegangen ist sie am 01.10.2026"),
        ("2026-10-01", "2027-12-31", "2027-12-31", ""),
        ("2026-05-01", "2026-08-31", "2026-12-31", "Am 31.08.2026 endet keine Laufzeit"),
        ("2027-01-01", None, "2027-12-31", ""),  # of the first extension
    ],
)
def test_ordinary_notice_of_a_term(received: str, claimed: str | None, ends: str, objection: str) -> None:
    ends_on, why = found(FACTS, ORDINARY, received, claimed)
    assert ends_on == day(ends)
    assert objection in why
    assert bool(objection) == bool(why)


@pytest.mark.parametrize(
    ("months", "first", "received", "ends", "objection"),
    [
        (6, "2026-08-01", "2026-07-31", "2026-12-31", ""),
        (6, "2026-08-01", "2026-08-01", "2027-12-31", "bis zum 31.07.2026 zugehen"),
        (1, "2026-12-15", "2026-10-01", "2027-12-31", "bis zum 30.09.2026 zugehen"),
        (1, "2026-12-15", "2026-12-15", "2027-12-31", "bis zum 30.09.2026 zugehen"),
        (1, "2026-11-15", "2026-10-01", "2027-12-31", "Eine neue zu demselben Tag kann ab dem 15.11.2026"),
        (1, "2026-11-15", "2026-11-15", "2026-12-31", ""),
        (1, "2026-11-15", "2026-12-01", "2027-12-31", "bis zum 30.11.2026 zugehen"),
    ],
)
def test_a_notice_is_judged_by_the_period_in_force_when_it_is_received(
    months: int, first: str, received: str, ends: str, objection: str
) -> None:
    facts = replace(FACTS, notice_changes=((date.fromisoformat(first), months),))
    ends_on, why = found(facts, ORDINARY, received, None)
    assert ends_on == day(ends)
    assert objection in why
    assert bool(objection) == bool(why)
    assert ("Eine neue" in why) == ("Eine neue" in objection)


@pytest.mark.parametrize(("received", "ends"), [("2027-07-31", "2027-10-31"), ("2027-08-01", "2028-02-01")])
def test_without_a_term_the_period_in_force_on_receipt_counts(received: str, ends: str) -> None:
    facts = replace(FACTS, ends_on=None, notice_changes=((date(2027, 8, 1), 6),))
    assert found(facts, ORDINARY, received, None) == (day(ends), "")


@pytest.mark.parametrize(
    ("received", "claimed", "ends", "objects"),
    [
        ("2026-11-30", None, "2027-02-28", False),
        ("2028-02-29", None, "2028-05-29", False),
        ("2026-11-30", "2027-06-30", "2027-06-30", False),
        ("2026-11-30", "2026-12-31", "2027-02-28", True),
    ],
)
def test_a_term_without_end_ends_with_the_period_of_notice(
    received: str, claimed: str | None, ends: str, objects: bool
) -> None:
    ends_on, why = found(replace(FACTS, ends_on=None), ORDINARY, received, claimed)
    assert (ends_on, bool(why)) == (day(ends), objects)


@pytest.mark.parametrize(
    ("received", "claimed", "ends", "objects"),
    [
        ("2026-05-04", None, "2026-05-04", False),
        ("2026-05-04", "2026-06-30", "2026-06-30", False),
        ("2026-05-04", "2026-04-30", "2026-05-04", True),
        ("2026-05-04", "2027-06-30", "2026-12-31", True),
    ],
)
def test_extraordinary_notice(received: str, claimed: str | None, ends: str, objects: bool) -> None:
    ends_on, why = found(FACTS, EXTRAORDINARY, received, claimed)
    assert (ends_on, bool(why)) == (day(ends), objects)


@pytest.mark.parametrize("kind", TerminationKind)
@pytest.mark.parametrize(
    ("facts", "received", "words"),
    [
        (FACTS, "2023-11-30", "erst, wenn er unterzeichnet ist"),
        (replace(FACTS, extension_months=0), "2027-01-01", "am 31.12.2026 zu Ende gegangen"),
        (replace(FACTS, noticed_end=date(2026, 6, 30)), "2026-07-01", "am 30.06.2026 zu Ende gegangen"),
        # the term ended before it was signed
        (
            replace(FACTS, ends_on=date(2023, 6, 30), extension_months=0),
            "2023-12-01",
            "am 30.06.2023 zu Ende gegangen",
        ),
    ],
)
def test_nothing_to_terminate(kind: TerminationKind, facts: ContractFacts, received: str, words: str) -> None:
    with pytest.raises(ActionRefused, match=words):
        found(facts, kind, received, None)


@pytest.mark.parametrize(
    "facts",
    [
        replace(FACTS, notice_months=0, unknown=frozenset({UnknownFact.NOTICE})),
        replace(FACTS, extension_months=0, unknown=frozenset({UnknownFact.EXTENSION})),
        replace(FACTS, ends_on=None, unknown=frozenset({UnknownFact.END})),
    ],
)
def test_of_terms_that_nobody_knows_the_day_in_the_letter_counts(facts: ContractFacts) -> None:
    assert found(facts, ORDINARY, "2026-11-30", "2026-12-31") == (date(2026, 12, 31), "")
    for claimed in (None, "2026-11-29"):
        with pytest.raises(ActionRefused, match="lässt sich hier nicht ausrechnen"):
            found(facts, ORDINARY, "2026-11-30", claimed)
    assert coming_ends(facts, date(2026, 11, 30), 3) == []
    assert found(facts, ORDINARY, "2027-06-01", "2027-12-31") == (date(2027, 12, 31), "")
    assert found(facts, EXTRAORDINARY, "2026-11-30", None) == (date(2026, 11, 30), "")


def test_without_extension_an_ordinary_notice_is_not_needed() -> None:
    with pytest.raises(ActionRefused, match=r"endet am 31\.12\.2026 von selbst"):
        found(replace(FACTS, extension_months=0), ORDINARY, "2026-05-01", None)
    assert coming_ends(replace(FACTS, extension_months=0), date(2026, 5, 1), 3) == []


@given(
    st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    st.integers(1, 36),
    st.integers(0, 36),
    st.integers(-2000, 4000),
    st.lists(st.tuples(st.integers(-2500, 4500), st.integers(0, 36)), max_size=3),
)
def test_a_notice_ends_the_agreement_on_the_day_that_a_slow_walk_finds(
    first_end: date, extension: int, notice: int, later: int, changed: list[tuple[int, int]]
) -> None:
    received = first_end + timedelta(days=later)
    changes = tuple((first_end + timedelta(days), months) for days, months in sorted(changed))
    facts = replace(
        FACTS,
        ends_on=first_end,
        extension_months=extension,
        notice_months=notice,
        notice_changes=changes,
        signed_on=min(received, first_end),
    )
    found = possible_end(facts, kind=ORDINARY, received_on=received, claimed=None)
    assert found.ends_on == slow_end_by_notice(first_end, extension, notice, received, changes)
    [(last, end)] = coming_ends(facts, received, 1)
    assert received <= last == slow_last_notice(end, notice, changes)
    assert end == found.ends_on or (changes and end < found.ends_on)  # a later notice may still be in time
    noticed = replace(facts, noticed_end=found.ends_on)
    assert last_day(noticed, found.ends_on + timedelta(days=4000)) == found.ends_on, "it extends no more"
    assert next_extension(noticed, received) is None


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 24))
def test_without_a_term_the_period_counts_from_receipt(received: date, notice: int) -> None:
    facts = replace(FACTS, ends_on=None, notice_months=notice, signed_on=received)
    found = possible_end(facts, kind=ORDINARY, received_on=received, claimed=None)
    assert found.ends_on == slow_period_end(received, notice)


@pytest.mark.parametrize(
    ("ends_on", "extension", "noticed", "last", "state"),
    [
        ("2026-12-31", 12, "2027-12-31", "2027-12-31", AgreementState.NOTICED),  # the extension comes first
        ("2026-06-30", 0, "2026-12-31", "2026-06-30", AgreementState.EXPIRING),  # an amendment ends it before
        ("2026-12-31", 0, "2026-06-30", "2026-06-30", AgreementState.NOTICED),
        ("2026-06-30", 0, None, "2026-06-30", AgreementState.EXPIRING),
        (None, 0, "2026-06-30", "2026-06-30", AgreementState.NOTICED),
    ],
)
def test_of_notice_and_agreed_end_the_earlier_holds(
    ends_on: str | None, extension: int, noticed: str | None, last: str, state: AgreementState
) -> None:
    facts = replace(FACTS, ends_on=day(ends_on), extension_months=extension, noticed_end=day(noticed))
    end = date.fromisoformat(last)
    assert [last_day(facts, one) for one in (date(2026, 5, 1), end, date(2030, 1, 1))] == [end] * 3
    assert agreement_state(facts, date(2026, 5, 1)) == state
    assert agreement_state(facts, end + timedelta(days=1)) == AgreementState.ENDED
    assert outlook_words(facts, date(2026, 5, 1)).startswith("gekündigt") == (state == AgreementState.NOTICED)
    assert ending_words(facts, end + timedelta(days=1)) == f"beendet am {date_words(end)}"
