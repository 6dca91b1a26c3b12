"""Invariant 6: requests and answers of Mitzeichnung cannot change, by any route."""

import pytest
from django.db import models

from agreements.choices import Status
from agreements.drafting.clearance.actions import close_round
from agreements.models import Clearance, ClearanceRequest, ClearanceRound
from tests.drafting.clearance.conftest import ANSWERED_AT, answer, asked, begin
from tests.invariants.attempts import DISGUISES, disguised, refused, sql, table
from tests.scenario import Scenario

CHANGES = [
    (ClearanceRound, "version_id = version_id + 1"),
    (ClearanceRound, "due_on = due_on + 30"),
    (ClearanceRound, "note = 'Etwas anderes.'"),
    (ClearanceRequest, "office_name = 'Personalamt'"),
    (Clearance, "result = 'refused', remark = 'Nein.'"),
    (Clearance, "answered_by = 'Jemand anderes'"),
]


@pytest.fixture
def round_(scenario: Scenario) -> ClearanceRound:
    """A round on the contract in review, answered by one office."""
    contract = scenario.contracts[Status.REVIEW]
    begun = begin(contract, scenario.amira)
    answer(contract, asked(begun), scenario.amira)
    return begun


@disguised
@pytest.mark.parametrize(("model", "change"), CHANGES, ids=str)
def test_no_round_and_no_answer_is_changed(
    model: type[models.Model], change: str, disguise: str, round_: ClearanceRound
) -> None:
    kept = list(model._default_manager.order_by("pk").values())
    with DISGUISES[disguise](), refused():
        sql(f"UPDATE {table(model)} SET {change}")
    assert kept == list(model._default_manager.order_by("pk").values())


@disguised
@pytest.mark.parametrize("model", [ClearanceRound, ClearanceRequest, Clearance])
def test_no_round_and_no_answer_is_taken_back(
    model: type[models.Model], disguise: str, round_: ClearanceRound
) -> None:
    count = model._default_manager.count()
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with DISGUISES[disguise](), refused():
        sql(f"DELETE FROM {table(model)}")
    assert model._default_manager.count() == count > 0


def test_a_closed_round_is_closed(scenario: Scenario, round_: ClearanceRound) -> None:
    close_round(round_.instrument, number=round_.number, by=scenario.amira, at=ANSWERED_AT)
    with refused("wird einmal geschlossen"):
        sql(f"UPDATE {table(ClearanceRound)} SET closed_at = NULL WHERE id = %s", round_.pk)
    with refused("ist geschlossen"):
        sql(
            f"INSERT INTO {table(Clearance)} (request_id, result, remark, answered_by, recorded_at, recorded_by_id) "
            "VALUES (%s, 'unchanged', '', 'Leitung', now(), %s)",
            asked(round_).pk,
            scenario.amira.pk,
        )
