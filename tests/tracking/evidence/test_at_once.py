"""Two people add and renew evidence at the same moment: both are taken or one is told, and nothing is mixed."""

import pytest

from agreements.history import verify
from agreements.models import Evidence
from agreements.refusals import Outdated
from agreements.tracking.evidence.actions import renew_evidence
from tests import world
from tests.invariants.test_at_once import both
from tests.tracking.evidence.pieces import add, reference
from tests.tracking.telling import DONE, owed, say


@pytest.mark.django_db(transaction=True)
def test_both_add_and_one_renews() -> None:
    place, at = world.district("03"), world.SIGNED_AT
    contract = world.signed_contract(place, world.coordinator())
    people = [world.staff(place), world.lead(place)]
    report = say(owed(contract, "O-06"), DONE, people[0], at)
    added = both(*[lambda by=by: add(report, reference(), by, at) for by in people])
    assert {one.number for one in added} == {1, 2}
    first = Evidence.objects.get(number=1)
    answers = both(
        *[lambda by=by: renew_evidence(first, piece=reference("neu"), seen=1, by=by, at=at) for by in people]
    )
    assert {type(answer) for answer in answers} == {Evidence, Outdated}
    assert list(report.evidence.filter(number=1).values_list("version", flat=True)) == [1, 2]
    assert verify(contract.agreement) == []
