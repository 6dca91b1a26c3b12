"""Two people report the same quarter at the same moment: one is taken, the other told, and nothing is mixed."""

from datetime import UTC, datetime

import pytest

from agreements.history import verify
from agreements.models import ReleaseReport
from agreements.refusals import Outdated
from tests import world
from tests.invariants.test_at_once import both
from tests.tracking.staff_release.saying import Q3, say_quarter

AT = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_one_report_counts_and_the_other_person_is_told() -> None:
    place = world.district("03")
    agreement = world.signed_contract(place, world.coordinator()).agreement
    people = [world.staff(place), world.lead(place)]
    answers = both(*[lambda by=by: say_quarter(agreement, Q3, by, AT, seen=0) for by in people])
    [made] = ReleaseReport.objects.all()
    assert {type(answer) for answer in answers} == {ReleaseReport, Outdated}
    [told] = [answer for answer in answers if isinstance(answer, Outdated)]
    assert told.current == made
    assert made.lines.count() == made.size == 4
    assert verify(agreement) == []
