"""Invariant 6: what somebody asked, answered, suggested, reported or proved is neither changed nor taken back."""

from datetime import UTC, datetime

import pytest
from django.db import models

from agreements.choices import Status
from agreements.drafting.clearance.actions import close_round
from agreements.drafting.comments.actions import answer_thread
from agreements.models import (
    Clearance,
    ClearanceRequest,
    ClearanceRound,
    Comment,
    Evidence,
    Mention,
    ReleaseAnswer,
    ReleaseLine,
    ReleaseReport,
    Suggestion,
    Thread,
    VirusCheck,
)
from tests.drafting.clearance.conftest import ANSWERED_AT, answer, request_of, start_round
from tests.drafting.comments.conversation import AT, comment_scenario
from tests.files.samples import pdf
from tests.invariants.attempts import DISGUISES, disguised, refused, sql, table
from tests.scenario import Scenario
from tests.tracking.evidence.submissions import AT as PROVEN_AT
from tests.tracking.evidence.submissions import add, file
from tests.tracking.report_factories import DONE, make_report, obligation_of
from tests.tracking.staff_release.quarter_reports import Q3, answer_quarter_report, make_quarter_report

CHANGES: dict[type[models.Model], list[str]] = {
    ClearanceRound: ["version_id = version_id + 1", "due_on = due_on + 30", "note = 'Etwas anderes.'"],
    ClearanceRequest: ["office_name = 'Personalamt'"],
    Clearance: ["result = 'refused', remark = 'Nein.'", "answered_by = 'Jemand anderes'"],
    Thread: [
        "addressee = CASE addressee WHEN 'team' THEN 'district' ELSE 'team' END",
        "quote = 'Ein anderer Text.'",
        "opened_at = now()",
    ],
    Comment: ["text = 'Das habe ich nie gesagt.'", "made_by_id = made_by_id + 0, made_at = now()"],
    Mention: ["comment_id = comment_id + 0, person_id = person_id + 1"],
    Suggestion: ["text = 'Andere Worte.'", "base = 'Ein anderer Text.'", "made_at = now()"],
    Evidence: [
        "title = 'anders'",
        "reference = reference || '!'",
        "version = version + 1",
        "added_at = now()",
        "last_valid_on = '2030-01-01'",
    ],
    VirusCheck: ["found = 'Eicar'", "checked_at = now()"],
    ReleaseReport: ["quarter_on = '2025-10-01'", "size = size + 1", "reported_at = now()"],
    ReleaseLine: ["filled = 0.01", "vacated_on = '2025-07-02'", "remark = 'anders'"],
    ReleaseAnswer: ["decision = 'confirmed'", "remark = 'Das habe ich nie gefragt.'"],
}


@pytest.fixture
def said(scenario: Scenario) -> Scenario:
    """The scenario after a round, a conversation, a report with evidence and a quarter that was asked back."""
    amira, bogdan = scenario.amira, scenario.people["staff"]
    answer(
        scenario.contracts[Status.REVIEW],
        request_of(start_round(scenario.contracts[Status.REVIEW], amira)),
        amira,
    )
    comments = comment_scenario(scenario)
    answer_thread(comments.district, text="Ja.", mentioned=[amira.pk], by=bogdan, at=AT)
    comments.suggest()
    report = make_report(obligation_of(scenario.signed, "O-12"), DONE, bogdan, PROVEN_AT, amount=43)
    proof = add(report, file(pdf()), bogdan)
    assert proof.file is not None
    proof.file.virus_checks.create(checked_at=PROVEN_AT, scanner="ClamAV")
    at = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
    quarter = make_quarter_report(scenario.signed.agreement, Q3, bogdan, at)
    answer_quarter_report(quarter, amira, at, question="Seit wann?")
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction would stand in the way
    return scenario


def everything() -> dict[str, list[object]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in CHANGES}


@disguised
def test_no_word_is_changed(disguise: str, said: Scenario) -> None:
    before = everything()
    assert all(before.values())
    with DISGUISES[disguise]():
        for model, changes in CHANGES.items():
            for change in changes:
                with refused():
                    sql(f"UPDATE {table(model)} SET {change}")
    assert everything() == before


@disguised
def test_nothing_is_taken_back(disguise: str, said: Scenario) -> None:
    before = everything()
    with DISGUISES[disguise]():
        for model in CHANGES:
            with refused():
                sql(f"DELETE FROM {table(model)}")
            with refused():
                sql(f"TRUNCATE {table(model)} CASCADE")
    assert everything() == before


def test_a_closed_round_is_closed(scenario: Scenario) -> None:
    round_ = start_round(scenario.contracts[Status.REVIEW], scenario.amira)
    close_round(round_.instrument, number=round_.number, by=scenario.amira, at=ANSWERED_AT)
    with refused("wird einmal geschlossen"):
        sql(f"UPDATE {table(ClearanceRound)} SET closed_at = NULL WHERE id = %s", round_.pk)
    with refused("ist geschlossen"):
        sql(
            f"INSERT INTO {table(Clearance)} (request_id, result, remark, answered_by, recorded_at, recorded_by_id) "
            "VALUES (%s, 'unchanged', '', 'Leitung', now(), %s)",
            request_of(round_).pk,
            scenario.amira.pk,
        )
