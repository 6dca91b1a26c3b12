"""The list of agreements: what its address filters and sorts."""

from collections.abc import Sequence

import pytest
from django.urls import reverse

from agreements import policy
from agreements.dossier.agreement_list import agreement_rows, agreements_for_list
from agreements.drafting.actions.text import add_clause
from agreements.models import Agreement
from tests import factories
from tests.scenario import Scenario


def listed(scenario: Scenario, who: str, query: str) -> Sequence[Agreement]:
    answer = scenario.browser(who).get(f"{reverse('agreement_list')}?{query}")
    assert answer.status_code == 200
    return [row.agreement for row in answer.context["rows"]]


def test_it_is_filtered_by_district_and_status_of_the_contract(scenario: Scenario) -> None:
    other = factories.draft(factories.district("05"), scenario.amira).agreement
    assert listed(scenario, "coordinator", f"bezirk={other.district.slug}") == [other]
    drafts = listed(scenario, "coordinator", "stand=draft")
    assert set(drafts) == {other, scenario.draft.agreement}
    assert listed(scenario, "coordinator", f"stand=draft&bezirk={scenario.place.slug}") == [
        scenario.draft.agreement
    ]
    assert listed(scenario, "coordinator", f"stand=signed&bezirk={other.district.slug}") == []
    said = scenario.browser("coordinator").get("/vertraege/?stand=signed&bezirk=spandau").content.decode()
    assert "Mit dieser Auswahl gibt es keine Verträge." in said


def test_it_is_sorted_as_its_address_says(scenario: Scenario) -> None:
    factories.draft(factories.district("01"), scenario.amira)
    by_number = [one.reference for one in listed(scenario, "coordinator", "ordnung=nummer")]
    assert by_number == sorted(by_number)
    add_clause(
        scenario.draft,
        section_key="p03",
        text="Neu.",
        by=scenario.amira,
        at=factories.SIGNED_AT.replace(year=2027),
    )
    assert listed(scenario, "coordinator", "ordnung=geaendert")[0] == scenario.draft.agreement
    assert listed(scenario, "coordinator", "")[0].district.number == "01"


@pytest.mark.parametrize(
    "query", ["stand=x", "ordnung=%00", "bezirk=%00", "bezirk=mitte", "stand=&ordnung=&bezirk="]
)
def test_unknown_values_filter_nothing(scenario: Scenario, query: str) -> None:
    staff = scenario.people["staff"]
    assert set(listed(scenario, "staff", query)) == set(policy.visible_to(staff))


def test_a_status_that_the_reader_does_not_see_filters_everything_away(scenario: Scenario) -> None:
    assert listed(scenario, "observer", "stand=draft") == []
    assert listed(scenario, "observer", "stand=signed") == [scenario.signed.agreement]


def test_the_table_to_download_has_the_rows_of_the_page(scenario: Scenario) -> None:
    factories.draft(factories.district("01"), scenario.amira)
    browser = scenario.browser("coordinator")
    answer = browser.get(f"{reverse('list_download', args=['vertraege', 'csv'])}?stand=draft&ordnung=nummer")
    said = b"".join(answer).decode("utf-8-sig")
    wanted = [one.reference for one in listed(scenario, "coordinator", "stand=draft&ordnung=nummer")]
    assert [line for line in said.splitlines()[1:] if line]
    assert all(one in said for one in wanted)
    assert len([line for line in said.splitlines() if "MW-" in line]) == len(wanted)
    assert len(
        agreement_rows(scenario.amira, agreements_for_list(scenario.amira), factories.SIGNED_AT.date())
    ) > len(wanted)
