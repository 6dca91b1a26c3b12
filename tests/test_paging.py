"""Lists in pages: whatever stands in the address, a page answers."""

import pytest
from django.test import Client
from django.urls import reverse

from districts.models import District
from tests.page import read
from tests.scenario import Scenario

LISTS = (
    "agreement_list",
    "district_list",
    "overview",
    "work",
    "obligation_list",
    "pending_comments",
    "seal_list",
    "mail_list",
)


@pytest.mark.parametrize("name", LISTS)
def test_no_number_of_a_page_breaks_a_list(scenario: Scenario, name: str) -> None:
    """Django reads the number; a list that asked it in another way would stumble over this one."""
    reply = scenario.browser("coordinator").get(reverse(name), {"page": "9" * 5000})
    assert reply.status_code == 200


def many_districts(number: int) -> None:
    District.objects.bulk_create(
        District(
            number=f"{place:02}",
            key=f"110{place:05}",
            slug=f"ort-{place}",
            name=f"Ort {place}",
            authority="Bezirksamt",
            town_hall="Rathaus",
            street="Weg 1",
            postcode="10115",
        )
        for place in range(13, 13 + number)
    )


def test_districts_stand_on_pages(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    assert names(browser) == names(browser, page="2") == list(District.objects.values_list("name", flat=True))
    many_districts(60)
    first, second = names(browser), names(browser, page="2")
    assert (len(first), len(second)) == (50, 22)
    assert not set(first) & set(second)
    tags = read(browser.get(reverse("district_list"))).tags
    assert [said["href"] for tag, said in tags if tag == "a" and said.get("rel") == "next"] == ["?page=2"]
    assert ("nav", {"class": "pages", "aria-label": "Seiten der Liste"}) in tags


def names(browser: Client, **chosen: str) -> list[str]:
    page = browser.get(reverse("district_list"), chosen).context["page"]
    return [district.name for district in page]
