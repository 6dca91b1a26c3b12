"""Concurrent additions and renewals of evidence: all are accepted or one is refused."""

import pytest

from agreements.errors import Outdated
from agreements.history import verify
from agreements.models import Evidence
from agreements.tracking.evidence.actions import renew_evidence
from tests import factories
from tests.invariants.test_concurrency import both
from tests.tracking.evidence.submissions import add, reference
from tests.tracking.report_factories import DONE, make_report, obligation_of


@pytest.mark.django_db(transaction=True)
def test_concurrent_additions_and_renewals() -> None:
    place, at = factories.district("03"), factories.SIGNED_AT
    contract = factories.signed_contract(place, factories.coordinator())
    people = [factories.staff(place), factories.lead(place)]
    report = make_report(obligation_of(contract, "O-06"), DONE, people[0], at)
    added = both(*[lambda by=by: add(report, reference(), by, at) for by in people])
    assert {one.number for one in added} == {1, 2}
    first = Evidence.objects.get(number=1)
    answers = both(
        *[lambda by=by: renew_evidence(first, piece=reference("neu"), seen=1, by=by, at=at) for by in people]
    )
    assert {type(answer) for answer in answers} == {Evidence, Outdated}
    assert list(report.evidence.filter(number=1).values_list("version", flat=True)) == [1, 2]
    assert verify(contract.agreement) == []
