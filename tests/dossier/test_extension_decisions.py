"""Decisions before a term is extended: when they are asked for, what they settle, where they stand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from agreements.choices import Status
from agreements.dossier.termination.presenters import end_view
from agreements.dossier.termination.queries import contract_with_facts
from agreements.errors import ActionRefused
from agreements.models import ExtensionDecision
from agreements.recording_choices import UnknownFact
from agreements.state import ContractFacts, DecidedExtension, pending_extension, stoppable_extension
from agreements.termination_choices import ExtensionChoice
from agreements.texts.term import pending_words
from agreements.tracking.overview.presenters import overview
from agreements.tracking.start.district import district_start
from tests.dossier.termination_notices import ENDS_ON, LAST_NOTICE_ON, decided, noticed
from tests.page import read
from tests.scenario import Scenario

DAY = timedelta(days=1)
DECIDE_FROM = date(2027, 6, 30)  # six months before the last day for a notice
FACTS = ContractFacts(
    status=Status.SIGNED,
    begins_on=date(2025, 4, 1),
    ends_on=date(2027, 5, 31),
    extension_months=12,
    notice_months=3,
    signed_on=date(2025, 3, 10),
)


@pytest.mark.parametrize(
    ("choice", "ends_on", "pending"),
    [
        (None, None, True),
        (ExtensionChoice.EXTEND, "2027-05-31", False),
        (ExtensionChoice.RENEGOTIATE, "2027-05-31", False),
        (ExtensionChoice.TERMINATE, "2027-05-31", True),  # until the notice is received
        (ExtensionChoice.EXTEND, "2026-05-31", False),
    ],
)
def test_what_is_decided_is_not_asked_again(
    choice: ExtensionChoice, ends_on: str | None, pending: bool
) -> None:
    about = DecidedExtension(date.fromisoformat(ends_on), choice) if ends_on else None
    if about and about.ends_on != FACTS.ends_on:
        pending = True  # that was another extension
    assert (pending_extension(FACTS, about, date(2027, 2, 1)) is not None) == pending


@pytest.mark.parametrize(
    ("choice", "reminded"),
    [
        (None, True),
        (ExtensionChoice.EXTEND, False),
        (ExtensionChoice.TERMINATE, True),
        (ExtensionChoice.RENEGOTIATE, True),
    ],
)
def test_only_who_lets_it_extend_is_not_reminded(choice: ExtensionChoice | None, reminded: bool) -> None:
    assert FACTS.ends_on is not None
    about = DecidedExtension(FACTS.ends_on, choice) if choice else None
    assert (stoppable_extension(FACTS, about, date(2027, 2, 1)) is not None) == reminded
    earlier = DecidedExtension(FACTS.ends_on - 365 * DAY, ExtensionChoice.EXTEND)
    assert stoppable_extension(FACTS, earlier, date(2027, 2, 1)) is not None


def test_of_an_unknown_period_of_notice_no_decision_is_asked() -> None:
    unknown = replace(FACTS, unknown=frozenset({UnknownFact.NOTICE}))
    assert pending_extension(FACTS, None, date(2027, 2, 1)) is not None
    assert pending_extension(unknown, None, date(2027, 2, 1)) is None


def test_the_last_working_day_is_named() -> None:
    """The last day for the notice is a Sunday; it does not move, but no post comes."""
    extension = pending_extension(FACTS, None, date(2027, 2, 1))
    assert extension is not None
    words = pending_words(extension, None)
    assert "28.02.2027 (letzter Arbeitstag davor: 26.02.2027)" in words
    assert "sonst Verlängerung bis 31.05.2028" in words
    to_terminate = DecidedExtension(date(2027, 5, 31), ExtensionChoice.TERMINATE)
    assert "Entschieden ist: kündigen. Die Kündigung muss bis zum 28.02.2027" in pending_words(
        extension, to_terminate
    )


@pytest.mark.parametrize(
    ("day", "pending"),
    [
        (DECIDE_FROM - DAY, False),
        (DECIDE_FROM, True),
        (LAST_NOTICE_ON, True),
        (LAST_NOTICE_ON + DAY, False),
        (ENDS_ON + DAY, False),
    ],
)
def test_the_page_and_the_overview_ask_in_time(day: date, pending: bool, scenario: Scenario) -> None:
    agreement, amira = scenario.signed.agreement, scenario.amira
    contract, facts = contract_with_facts(agreement)
    assert bool(end_view(amira, contract, facts, day).pending) == pending
    assert [one.agreement for one in overview(amira, "", day).decisions] == ([agreement] if pending else [])
    for who in ("staff", "observer"):
        assert overview(scenario.people[who], "", day).decisions == ()
        assert end_view(scenario.people[who], contract, facts, day).pending == ""


@pytest.mark.parametrize(("day", "shown"), [(DECIDE_FROM - DAY, False), (DECIDE_FROM, True)])
def test_the_start_page_of_the_district_says_it_too(day: date, shown: bool, scenario: Scenario) -> None:
    staff, agreement = scenario.people["staff"], scenario.signed.agreement
    words = [(one.agreement.pk, one.words) for one in district_start(staff, day).outlooks]
    expected = "kündbar bis 31.12.2027 (Zugang), sonst Verlängerung bis 31.03.2029"
    assert words == ([(agreement.pk, expected)] if shown else [])
    noticed(agreement, scenario.amira)
    words = [(one.agreement.pk, one.words) for one in district_start(staff, day).outlooks]
    assert words == [(agreement.pk, "gekündigt zum 31.03.2028")]


def test_a_decision_stands_until_the_extension_begins(scenario: Scenario) -> None:
    agreement, amira = scenario.signed.agreement, scenario.amira
    row = decided(agreement, amira)
    assert row.ends_on == ENDS_ON
    for who, day, shown in (
        ("coordinator", ENDS_ON, True),
        ("admin", ENDS_ON, True),
        ("coordinator", ENDS_ON + DAY, False),
        ("lead", ENDS_ON, False),
    ):
        view = end_view(scenario.people[who], *contract_with_facts(agreement), day)
        assert (view.decisions == (row,)) == shown
    assert overview(amira, "", LAST_NOTICE_ON).decisions == ()
    decided(agreement, amira, ExtensionChoice.TERMINATE)
    [pending] = overview(amira, "", LAST_NOTICE_ON).decisions
    assert pending.words.startswith("Entschieden ist: kündigen.")
    noticed(agreement, amira, side="association")
    assert overview(amira, "", LAST_NOTICE_ON).decisions == ()


def test_what_cannot_be_decided_is_refused(scenario: Scenario) -> None:
    agreement, amira = scenario.signed.agreement, scenario.amira
    late = datetime(2028, 1, 3, 10, 0, tzinfo=UTC)
    with pytest.raises(ActionRefused, match="lässt sich nicht mehr kündigen"):
        decided(agreement, amira, ExtensionChoice.TERMINATE, at=late)
    with pytest.raises(ActionRefused, match="vorbehalten"):
        decided(agreement, scenario.people["lead"])
    with pytest.raises(ActionRefused, match="bei einem unterzeichneten Vertrag"):
        decided(scenario.signing.agreement, amira)
    noticed(agreement, amira)
    with pytest.raises(ActionRefused, match="verlängert sich nicht von selbst"):
        decided(agreement, amira)
    assert not ExtensionDecision.objects.exists()


def test_a_decision_is_recorded_on_its_page(scenario: Scenario) -> None:
    agreement, browser = scenario.signed.agreement, scenario.browser("coordinator")
    address = reverse("extension_decide", args=[agreement.pk])
    sent = {
        "choice": "terminate",
        "decided_on": "02.06.2026",
        "decided_by": "Vorstand",
        "reason": "Kein Geld.",
    }
    assert browser.post(address, {**sent, "decided_on": "02.06.2199"}).status_code == 422
    page = read(browser.post(address, sent, follow=True)).text
    assert "Gekündigt ist damit noch nicht" in page
    assert "Kündigen, entschieden am 02.06.2026: Vorstand." in page
    assert (
        "Kein Geld."
        not in read(scenario.browser("staff").get(reverse("agreement_detail", args=[agreement.pk]))).text
    )
