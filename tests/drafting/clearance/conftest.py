"""Fixtures and helpers: an instrument in review, rounds and answers."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest

from agreements import transitions
from agreements.choices import ClearanceResult
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.clearance.actions import open_round, record_answer
from agreements.models import Clause, Clearance, ClearanceRequest, ClearanceRound, Instrument
from districts.models import District, User
from tests import factories

OPENED_AT = datetime(2025, 3, 3, 10, 0, tzinfo=UTC)
ANSWERED_AT = datetime(2025, 3, 5, 8, 0, tzinfo=UTC)
DUE_ON = date(2025, 3, 17)
IN_TIME = date(2025, 3, 10)


@pytest.fixture
def place(db: None) -> District:
    """Pankow."""
    return factories.district("03")


@pytest.fixture
def amira(place: District) -> User:
    """The coordinator."""
    return factories.coordinator()


@pytest.fixture
def bogdan(place: District) -> User:
    """A member of the district's staff."""
    return factories.staff(place)


@pytest.fixture
def contract(place: District, amira: User) -> Instrument:
    """An instrument in review."""
    found = factories.draft(place, amira)
    transitions.apply_transition(found, "open_review", by=amira, at=factories.FROZEN_AT)
    return Instrument.objects.select_related("agreement__district").get(pk=found.pk)


OpenRound = Callable[..., ClearanceRound]


def start_round(
    contract: Instrument,
    by: User,
    codes: Sequence[str] = ("ra", "jug"),
    names: Sequence[str] = (),
    *,
    due_on: date = DUE_ON,
    at: datetime = OPENED_AT,
    note: str = "",
) -> ClearanceRound:
    """Open a round for the offices with these codes."""
    district = contract.agreement.district
    assert district is not None
    offices = list(district.offices.filter(code__in=codes))
    return open_round(contract, offices=offices, names=names, due_on=due_on, note=note, by=by, at=at)


def request_of(round_: ClearanceRound, name: str = "Rechtsamt") -> ClearanceRequest:
    return ClearanceRequest.objects.select_related("round").get(round=round_, office_name=name)


def answer(
    contract: Instrument,
    request: ClearanceRequest,
    by: User,
    result: ClearanceResult = ClearanceResult.UNCHANGED,
    remark: str = "",
    *,
    answered_by: str = "Leitung",
    at: datetime = ANSWERED_AT,
) -> Clearance:
    """Record an answer, knowing the last one."""
    last = request.answers.first()
    return record_answer(
        contract,
        request=request,
        result=result,
        remark=remark,
        answered_by=answered_by,
        seen=last.pk if last else None,
        by=by,
        at=at,
    )


def rewrite(contract: Instrument, by: User, key: str = "p06-2", text: str = "Ein anderer Text.") -> None:
    clause = Clause.objects.get(section__instrument=contract, key=key)
    edit_clause(contract, key=key, text=text, revision=clause.revision, by=by, at=ANSWERED_AT)
