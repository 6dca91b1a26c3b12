"""Resolutions and milestones: planned or done, corrected with their history, and what follows from them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from agreements.choices import MilestoneKind, ResolutionKind
from agreements.content import Content
from agreements.drafting.actions.dated_facts import correct_fact, digest, record_fact, remove_fact
from agreements.errors import ActionRefused, Outdated
from agreements.fact_states import MilestoneState, ResolutionState
from agreements.models import Agreement, Milestone, Resolution
from agreements.rendering.document_view import document_view
from agreements.texts.assembly import working_copy
from agreements.tracking.staff_release.queries import release_of
from agreements.tracking.start.brief import brief_of
from tests import factories
from tests.page import read
from tests.scenario import PNG, Scenario

AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
TAKEN: dict[str, Any] = {
    "kind": ResolutionKind.BA_RESOLUTION,
    "state": ResolutionState.TAKEN,
    "dated": date(2025, 6, 24),
    "number": "BA 7",
    "source": "Protokoll",
}
PLANNED = {**TAKEN, "state": ResolutionState.PLANNED, "dated": None}


def recorded(scenario: Scenario, **values: Any) -> Resolution:
    return record_fact(Resolution, scenario.signed.agreement, **values, by=scenario.amira, at=AT)


def pending(agreement: Agreement) -> set[str]:
    release = release_of(agreement, date(2026, 3, 1))
    assert release is not None
    return {one.reason for one in release.pending}


def test_what_waits_for_a_resolution_follows_its_state(scenario: Scenario) -> None:
    agreement = scenario.signed.agreement
    assert pending(agreement) == {"sobald der BA-Beschluss gefasst ist"}
    row = recorded(scenario, **PLANNED)
    assert pending(agreement) == {"sobald der BA-Beschluss gefasst ist (zurzeit angestrebt)"}
    for state, dated in ((ResolutionState.DEFERRED, None), (ResolutionState.REJECTED, date(2025, 6, 10))):
        values = {"state": state, "dated": dated}
        row = correct_fact(row, seen=digest(row), **values, by=scenario.amira, at=AT)
        assert pending(agreement) == {f"sobald der BA-Beschluss gefasst ist (zurzeit {state.label})"}
    row = correct_fact(row, seen=digest(row), **TAKEN, by=scenario.amira, at=AT)
    assert pending(agreement) == set()
    remove_fact(row, seen=digest(row), by=scenario.amira, at=AT)
    assert pending(agreement) == {"sobald der BA-Beschluss gefasst ist"}


def test_what_happened_is_not_in_the_future(scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match=r"„Datum“: Der 02.07.2025 liegt in der Zukunft.*angestrebt"):
        recorded(scenario, **{**TAKEN, "dated": date(2025, 7, 2)})
    browser = scenario.browser("coordinator")
    address = reverse("resolution_new", args=[scenario.signed.agreement_id])
    for state, dated in (("planned", "24.06.2025"), ("taken", ""), ("rejected", "")):
        sent = {"kind": "ba_resolution", "state": state, "dated": dated, "source": "Protokoll"}
        assert "noch keinen" in read(browser.post(address, sent)).text
    assert not Resolution.objects.filter(agreement=scenario.signed.agreement).exists()


def test_correction_and_removal_stay_in_the_history(scenario: Scenario) -> None:
    browser, agreement = scenario.browser("coordinator"), scenario.signed.agreement
    row = recorded(scenario, **TAKEN, document=PNG)
    address = reverse("resolution_edit", args=[agreement.pk, row.pk])
    form = read(browser.get(address)).fields
    assert browser.post(address, {**form, "number": "BA 8"}).status_code == 302
    corrected = agreement.events.latest("sequence")
    assert (corrected.kind, corrected.data["changes"]) == (
        "resolution_corrected",
        {"number": ["BA 7", "BA 8"]},
    )
    history = reverse("agreement_history", args=[agreement.pk])
    assert "Drucksache oder Nummer von „BA 7“ auf „BA 8“ geändert" in read(browser.get(history)).text
    row.refresh_from_db()
    assert row.document is not None, "a correction without a file keeps the document"
    late = browser.post(address, {**form, "number": "BA 9"})
    assert late.status_code == 422
    page = read(late)
    assert "Drucksache oder Nummer: BA 8." in page.text
    assert page.fields["number"] == "BA 9"
    assert browser.post(address, page.fields).status_code == 302, "who has seen both decides"
    remove = reverse("resolution_remove", args=[agreement.pk, row.pk])
    assert browser.post(remove, read(browser.get(remove)).fields).status_code == 302
    gone = agreement.events.latest("sequence")
    assert (gone.kind, gone.data["number"]) == ("resolution_removed", "BA 9")
    assert browser.get(address).status_code == 404


def test_outdated_removal_removes_nothing(scenario: Scenario) -> None:
    row = recorded(scenario, **TAKEN)
    seen = digest(row)
    correct_fact(row, seen=seen, number="BA 9", by=scenario.amira, at=AT)
    with pytest.raises(Outdated):
        remove_fact(row, seen=seen, by=scenario.amira, at=AT)
    assert Resolution.objects.filter(pk=row.pk).exists()


def plan(agreement: Agreement, scenario: Scenario, **values: Any) -> Milestone:
    facts: dict[str, Any] = {
        "kind": MilestoneKind.EVENT,
        "title": "Fachtag",
        "state": MilestoneState.PLANNED,
        "date_words": "Herbst 2025",
        "office": "Jugendamt",
        "source": "Absprache",
    }
    return record_fact(Milestone, agreement, **{**facts, **values}, by=scenario.amira, at=AT)


def duties_annex(content: Content) -> list[tuple[str, str, str]]:
    view = document_view(content)
    return [
        (row.when, row.title, row.office)
        for section in (*view.sections, *view.annexes)
        for row in section.plans
    ]


def test_plans_stand_in_the_annex_of_duties(scenario: Scenario) -> None:
    draft = scenario.draft
    before = working_copy(draft).fingerprint
    row = plan(draft.agreement, scenario)
    plan(draft.agreement, scenario, title="Auftakt", state=MilestoneState.DROPPED)
    content = working_copy(draft)
    assert duties_annex(content) == [("Herbst 2025", "Fachtag", "Jugendamt")]
    assert content.fingerprint != before
    correct_fact(row, seen=digest(row), state=MilestoneState.DONE, by=scenario.amira, at=AT)
    assert working_copy(draft).fingerprint == before


def test_what_is_signed_keeps_its_plans(scenario: Scenario) -> None:
    draft = scenario.draft
    row = plan(draft.agreement, scenario)
    frozen = factories.freeze_draft(draft, scenario.amira)
    remove_fact(row, seen=digest(row), by=scenario.amira, at=AT)
    assert frozen.frozen_version is not None
    assert duties_annex(frozen.frozen_version.read()) == [("Herbst 2025", "Fachtag", "Jugendamt")]


def test_brief_shows_the_resolution_and_the_plans(scenario: Scenario) -> None:
    agreement = scenario.signed.agreement
    recorded(scenario, **PLANNED)
    plan(agreement, scenario, state=MilestoneState.POSTPONED)
    brief = brief_of(scenario.amira, agreement, date(2025, 10, 1))
    assert brief is not None
    assert ("BA-Beschluss", "angestrebt, BA 7") in brief.facts
    assert brief.plans == (("Herbst 2025", "Fachtag", "Jugendamt", "verschoben"),)
    recorded(scenario, **TAKEN)
    brief = brief_of(scenario.amira, agreement, date(2025, 10, 1))
    assert brief is not None
    assert ("BA-Beschluss", "gefasst am 24.06.2025, BA 7") in brief.facts
