"""Two concurrent reports on a quarter: one is accepted, the other refused."""

from datetime import UTC, datetime

import pytest

from agreements.errors import Outdated
from agreements.history import verify
from agreements.models import ReleaseReport
from tests import factories
from tests.invariants.test_concurrency import both
from tests.tracking.staff_release.quarter_reports import Q3, make_quarter_report

AT = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_concurrent_reports() -> None:
    place = factories.district("03")
    agreement = factories.signed_contract(place, factories.coordinator()).agreement
    people = [factories.staff(place), factories.lead(place)]
    answers = both(*[lambda by=by: make_quarter_report(agreement, Q3, by, AT, seen=0) for by in people])
    [made] = ReleaseReport.objects.all()
    assert {type(answer) for answer in answers} == {ReleaseReport, Outdated}
    [told] = [answer for answer in answers if isinstance(answer, Outdated)]
    assert told.current == made
    assert made.lines.count() == made.size == 4
    assert verify(agreement) == []
