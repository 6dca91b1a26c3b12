"""The page of an obligation quotes its clause as it reads today."""

from datetime import UTC, date, datetime

from django.urls import reverse

from tests.amending import begin, freeze_amendment, reword, sign_amendment
from tests.page import read
from tests.scenario import Scenario
from tests.tracking.report_factories import obligation_of

AT = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)


def test_the_clause_is_the_amended_one_though_its_obligation_stays(scenario: Scenario) -> None:
    address = reverse("obligation_detail", args=[obligation_of(scenario.signed, "O-06").pk])
    staff, old, new = scenario.browser("staff"), "der vorhandenen Angebote", "aller Angebote"
    assert old in read(staff.get(address)).text
    draft = begin(scenario.signed, by=scenario.amira, at=AT, as_of=date(2025, 5, 1))
    reword(draft, old, new, by=scenario.amira, at=AT)
    sign_amendment(freeze_amendment(draft, by=scenario.amira, at=AT), by=scenario.amira, at=AT)
    page = read(staff.get(address)).text
    assert (new in page, old in page) == (True, False)
