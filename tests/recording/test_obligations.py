"""Obligations of a contract signed elsewhere: typed beside the scan, tracked from the day of recording."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from agreements import history
from agreements.choices import DueShape, OwedBy, Progress
from agreements.drafting.actions.obligations import Particulars
from agreements.drafting.model_texts.queries import latest_templates
from agreements.due_rule import Anchor, DueRule, Offset, OffsetUnit
from agreements.errors import ActionRefused, Outdated
from agreements.models import Instrument
from agreements.recording.obligations import (
    PickedObligation,
    correct_obligation,
    drop_obligation,
    record_picked,
)
from agreements.texts.assembly import content_of
from agreements.tracking.queries.obligations import all_occurrences, newest_terms, tracked_obligations
from agreements.tracking.start.brief import brief_of
from agreements.tracking.status import TrackedState
from tests.page import read
from tests.recording.recorded import RECORDED_AT, duty, known, recorded
from tests.scenario import Scenario
from tests.tracking.report_factories import make_report

TODAY = date(2026, 11, 30)


def states(contract: Instrument, as_of: date = TODAY) -> dict[str, TrackedState]:
    terms = newest_terms().filter(instrument__agreement=contract.agreement_id)
    return {one.key: one.status.state for one in all_occurrences(terms, as_of)}


@pytest.fixture
def contract(scenario: Scenario) -> Instrument:
    return recorded(scenario.amira)


def test_they_are_part_of_the_transcript_with_their_place(contract: Instrument, scenario: Scenario) -> None:
    duty(contract, scenario.amira)
    read_again = Instrument.objects.get(pk=contract.pk)
    [said] = content_of(read_again).obligations
    assert (said.code, said.source) == ("O-01", "§ 10 (1), Seite 6")
    assert read_again.versions.count() == 2
    assert history.verify(contract.agreement) == []


def test_dates_before_the_recording_are_neither_open_nor_overdue(
    contract: Instrument, scenario: Scenario
) -> None:
    duty(contract, scenario.amira)
    assert states(contract) == {
        "2024-01-31": TrackedState.BEFORE,
        "2025-01-31": TrackedState.BEFORE,
        "2026-01-31": TrackedState.BEFORE,
        "2027-01-31": TrackedState.UPCOMING,
    }
    later = states(contract, date(2027, 2, 15))
    assert (later["2026-01-31"], later["2027-01-31"]) == (TrackedState.BEFORE, TrackedState.OVERDUE)
    terms = newest_terms().filter(instrument__agreement=contract.agreement_id)
    assert [one.key for one in tracked_obligations(terms, TODAY)] == ["2027-01-31"]


def test_what_was_due_on_the_day_of_recording_is_asked_about(scenario: Scenario) -> None:
    contract = recorded(scenario.amira, at=datetime(2026, 1, 31, 10, 0, tzinfo=UTC))
    duty(contract, scenario.amira)
    assert states(contract)["2026-01-31"] == TrackedState.OVERDUE


def test_what_somebody_reports_on_counts(contract: Instrument, scenario: Scenario) -> None:
    row = duty(contract, scenario.amira, owed_by=OwedBy.ASSOCIATION)
    at = RECORDED_AT + timedelta(days=1)
    make_report(
        row.obligation, Progress.FULFILLED, scenario.amira, at, key="2026-01-31", done_on=date(2026, 1, 30)
    )
    assert states(contract)["2026-01-31"] == TrackedState.WAITING
    assert states(contract)["2025-01-31"] == TrackedState.BEFORE


def test_a_count_begins_with_the_first_whole_period(scenario: Scenario) -> None:
    contract = recorded(scenario.amira, ends=None, unlimited=True)
    duty(
        contract,
        scenario.amira,
        shape=DueShape.COUNT,
        due_month=None,
        due_day=None,
        quantity=10,
        unit="Sitzungen",
    )
    assert states(contract, date(2027, 1, 10)) == {
        "2023-12-31": TrackedState.BEFORE,
        "2024-12-31": TrackedState.BEFORE,
        "2025-12-31": TrackedState.BEFORE,
        "2026-12-31": TrackedState.BEFORE,
        "2027-12-31": TrackedState.UPCOMING,
    }


def test_one_is_corrected_and_removed_until_somebody_reports(
    contract: Instrument, scenario: Scenario
) -> None:
    row = duty(contract, scenario.amira, owed_by=OwedBy.ASSOCIATION)
    said: dict[str, Any] = {
        "terms": {"title": "Sachstandsbericht"},
        "clause_key": "",
        "particulars": Particulars(),
    }
    correct_obligation(contract, code="O-01", **said, revision=1, by=scenario.amira, at=RECORDED_AT)
    with pytest.raises(Outdated):
        correct_obligation(contract, code="O-01", **said, revision=1, by=scenario.amira, at=RECORDED_AT)
    other = duty(contract, scenario.amira, title="Bilanzgespräch")
    drop_obligation(contract, code="O-02", revision=other.revision, by=scenario.amira, at=RECORDED_AT)
    make_report(row.obligation, Progress.FULFILLED, scenario.amira, RECORDED_AT, key="2026-01-31")
    with pytest.raises(ActionRefused, match="schon gemeldet"):
        drop_obligation(contract, code="O-01", revision=2, by=scenario.amira, at=RECORDED_AT)
    [left] = content_of(Instrument.objects.get(pk=contract.pk)).obligations
    assert left.title == "Sachstandsbericht"
    assert history.verify(contract.agreement) == []


def test_two_who_correct_one_write_no_rule_that_neither_meant(
    contract: Instrument, scenario: Scenario
) -> None:
    duty(contract, scenario.amira, due_month=3)
    browser = scenario.browser("coordinator")
    address = reverse("recorded_obligation_edit", args=[contract.pk, "O-01"])
    fields = read(browser.get(address)).fields
    said: dict[str, Any] = {"clause_key": "", "particulars": Particulars()}
    correct_obligation(
        contract,
        code="O-01",
        terms={"due_day": 15},
        **said,
        revision=1,
        by=scenario.amira,
        at=RECORDED_AT,
    )
    assert browser.post(address, {**fields, "due_month": "5"}).status_code == 409
    drop_obligation(contract, code="O-01", revision=2, by=scenario.amira, at=RECORDED_AT)
    gone = browser.post(address, {**fields, "due_month": "5"})
    assert gone.status_code == 409
    assert "Als neue Pflicht anlegen" in read(gone).text


def test_a_button_without_its_fields_leads_back(contract: Instrument, scenario: Scenario) -> None:
    duty(contract, scenario.amira)
    reply = scenario.browser("coordinator").post(
        reverse("recorded_obligation_remove", args=[contract.pk, "O-01"])
    )
    assert reply.headers["Location"] == reverse("recorded_obligations", args=[contract.pk])


def test_they_are_typed_on_a_page_of_their_own(contract: Instrument, scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    address = reverse("recorded_obligation_new", args=[contract.pk, "report"])
    fields = read(browser.get(address)).fields
    sent = {
        **fields,
        "title": "Bericht vorlegen",
        "owed_by": "district",
        "owed_by_sides": ["district"],
        "shape": "period",
        "period_months": "12",
        "due_day": "31",
        "due_month": "1",
        "source_place": "§ 10 (1)",
        "source_page": "6",
        "sense": "at_least",
    }
    assert browser.post(address, {**sent, "source_page": "0"}).status_code == 422
    assert browser.post(address, sent).status_code == 302
    page = read(browser.get(reverse("recorded_obligations", args=[contract.pk])))
    assert "§ 10 (1), Seite 6 · Bezirk" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    picture = browser.get(reverse("original_page", args=[contract.pk, contract.originals.get().pk, 1]))
    assert picture.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("who", ["coordinator", "observer"])
def test_their_pages_say_what_they_rest_on(who: str, contract: Instrument, scenario: Scenario) -> None:
    row = duty(contract, scenario.amira)
    page = read(scenario.browser(who).get(reverse("obligation_detail", args=[row.obligation_id])))
    assert "Unterzeichnet ist das Original" in page.text
    assert "vor der Aufnahme" in page.text


def test_the_short_report_says_what_it_rests_on(scenario: Scenario) -> None:
    contract = recorded(scenario.amira, signed=known(date(2024, 5, 3), latest=True), begins=None)
    duty(contract, scenario.amira)
    brief = brief_of(scenario.amira, contract.agreement, TODAY)
    assert brief is not None
    facts = dict(brief.facts)
    assert facts["Unterzeichnet spätestens am"] == "03.05.2024"
    assert (
        facts["Grundlage"] == "nacherfasst am 30.11.2026; unterzeichnet ist das Original, nicht diese Angaben"
    )


def test_obligations_of_a_model_text_are_picked_with_their_place(
    contract: Instrument, scenario: Scenario
) -> None:
    template = latest_templates()[0]
    browser = scenario.browser("coordinator")
    address = reverse("recorded_obligations_pick", args=[contract.pk, template.pk])
    fields = read(browser.get(address)).fields
    assert browser.post(address, fields).status_code == 422
    ticked = {"pflichten-0-picked": "on", "pflichten-22-picked": "on", "pflichten-22-page": "6"}
    assert browser.post(address, {**fields, **ticked, "pflichten-22-page": "keine"}).status_code == 422
    assert browser.post(address, {**fields, **ticked, "pflichten-22-place": "§ 9 (4)"}).status_code == 302
    said = content_of(Instrument.objects.get(pk=contract.pk)).obligations
    model = template.read().obligations
    assert [(one.title, one.due, one.posts, one.source) for one in said] == [
        (model[0].title, model[0].due, model[0].posts, "§ 6 (1)"),
        (model[22].title, model[22].due, model[22].posts, "§ 9 (4), Seite 6"),
    ]
    assert contract.versions.count() == 2
    assert "schon erfasst als O-01" in read(browser.get(address)).text
    assert history.verify(contract.agreement) == []


def test_what_counts_from_another_obligation_is_picked_with_it(
    contract: Instrument, scenario: Scenario
) -> None:
    duty(contract, scenario.amira)
    first, second = latest_templates()[0].read().obligations[:2]
    due = DueRule(
        shape=DueShape.OFFSET,
        anchor=Anchor.FULFILMENT,
        anchor_code=first.code,
        offset=Offset(amount=1, unit=OffsetUnit.MONTHS),
    )
    later = PickedObligation(value=replace(second, due=due), place="§ 6 (2)")
    said: dict[str, Any] = {"by": scenario.amira, "at": RECORDED_AT}
    with pytest.raises(ActionRefused, match="wird ab der Erfüllung von O-01 gezählt"):
        record_picked(contract, [later], **said)
    made = record_picked(contract, [later, PickedObligation(value=first, place="§ 6 (1)")], **said)
    assert [(row.obligation.code, row.anchor_code) for row in made] == [("O-02", "O-03"), ("O-03", "")]
