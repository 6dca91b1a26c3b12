"""Lists as tables: what the page shows, with its filters, and no more."""

import csv
import io
from collections.abc import Mapping

import pytest
from django.urls import reverse

from agreements.spreadsheets.lists import LISTS
from agreements.spreadsheets.reading import read_sheet
from tests import factories
from tests.page import read
from tests.scenario import Scenario

PAGES = {
    "vertraege": "agreement_list",
    "pflichten": "obligation_list",
    "freistellung": "release_list",
    "bezirke": "district_list",
}


def rows_of(
    scenario: Scenario, who: str, name: str, sent: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    data = scenario.browser(who).get(reverse("list_download", args=[name, "csv"]), sent or {}).content
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_what_its_page_says_in_both_kinds_of_file(name: str, scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    page = browser.get(reverse(PAGES[name]))
    address = reverse("list_download", args=[name, "excel"])
    assert address in page.content.decode()
    rows = rows_of(scenario, "coordinator", name)
    assert rows
    shown = read(page).text
    first = LISTS[name].columns[1].heading
    assert all(row[first] in shown for row in rows)
    sheet = read_sheet(browser.get(address).content, LISTS[name].columns)
    assert [list(row.values.values()) for row in sheet.rows()] == [list(row.values()) for row in rows]


def test_the_filters_of_the_page_hold(scenario: Scenario) -> None:
    factories.draft(factories.district("09"), scenario.amira)
    assert {row["Bezirk"] for row in rows_of(scenario, "coordinator", "vertraege")} == {
        "Pankow",
        "Treptow-Köpenick",
    }
    of_one = rows_of(scenario, "coordinator", "vertraege", {"bezirk": "treptow-koepenick"})
    assert {row["Bezirk"] for row in of_one} == {"Treptow-Köpenick"}
    everything = rows_of(scenario, "coordinator", "pflichten")
    reports = rows_of(scenario, "coordinator", "pflichten", {"art": "report"})
    assert 0 < len(reports) < len(everything)
    assert {row["Art"] for row in reports} == {"Bericht"}


def test_a_district_downloads_only_what_it_sees(scenario: Scenario) -> None:
    for name in ("vertraege", "pflichten", "freistellung"):
        assert rows_of(scenario, "staff", name), name
        assert rows_of(scenario, "neighbour", name) == [], name
    assert [row["Bezirk"] for row in rows_of(scenario, "neighbour", "bezirke")] == ["Treptow-Köpenick"]


def test_a_list_or_a_kind_of_file_that_there_is_not_is_not_found(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    for parts in (["konten", "csv"], ["pflichten", "pdf"]):
        assert browser.get(reverse("list_download", args=parts)).status_code == 404
