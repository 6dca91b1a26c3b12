"""Choosing a district: a list while there are few, else by typing; with and without JavaScript."""

from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from agreements.drafting.forms.people import NewContractForm
from districts.forms import MOST_IN_A_LIST, DistrictField, district_field
from districts.models import District
from tests.page import read
from tests.scenario import Scenario
from tests.test_paging import many_districts

NEW, SEARCH = "/vertraege/neu/", "/bezirke/suche/"


def choose(typed: str, pressed: object = "") -> Any:
    """Return what the form makes of it: the district, or what it says."""
    form = NewContractForm(QueryDict(mutable=True))
    form.data = form.data.copy()
    form.data.update({"bezirk_suche": typed, "district": str(pressed)})
    form.full_clean()
    return form.cleaned_data.get("district") or form.errors["district"][0]


def named(name: str) -> District:
    return District.objects.get(name=name)


def test_twelve_districts_are_a_list(scenario: Scenario) -> None:
    page = read(scenario.browser("coordinator").get(NEW))
    options = [said for tag, said in page.tags if tag == "option" and said.get("value")]
    assert (
        len([said for said in options if said["value"] in {str(one.pk) for one in District.objects.all()}])
        >= 12
    )
    assert "bezirk_suche" not in page.fields


def test_many_are_found_by_typing(scenario: Scenario) -> None:
    many_districts(MOST_IN_A_LIST)
    assert isinstance(district_field(District.objects.all(), "Bezirk"), DistrictField)
    reply = scenario.browser("coordinator").get(NEW)
    page = read(reply)
    assert page.fields["bezirk_suche"] == ""
    assert "Ort 13" not in page.text
    assert [said for said in page.unlabelled if said["id"] not in page.labelled] == []
    ort = named("Ort 13")
    for typed in ("Ort 13", " ort 13 ", "13"):
        assert choose(typed) == ort
    assert choose("pank") == named("Pankow")
    assert choose("", ort.pk) == choose("ort", ort.pk) == ort
    assert choose("Ort 14", ort.pk) == named("Ort 14"), "what was typed later counts"
    assert choose("") == "Bitte „Bezirk“ angeben."
    assert choose("Ort") == "Zu „Ort“ passt mehr als ein Bezirk. Wählen Sie unter dem Feld."
    for nonsense in ("Atlantis", "x" * 5000, "%", "<script>"):
        assert "passt kein Bezirk" in choose(nonsense)
    for nonsense in ("0", "-1", "abc", "9" * 50, "²", "\0"):
        assert choose("", nonsense) == "Bitte „Bezirk“ angeben."


def test_without_javascript_a_second_step_offers_what_fits_and_keeps_what_was_typed(
    scenario: Scenario,
) -> None:
    many_districts(MOST_IN_A_LIST)
    browser = scenario.browser("coordinator")
    sent = {**read(browser.get(NEW)).fields, "bezirk_suche": "ort 2", "file_reference": "Jug 7"}
    reply = browser.post(NEW, sent)
    page = read(reply)
    assert reply.status_code == 422
    assert (page.fields["bezirk_suche"], page.fields["file_reference"]) == ("ort 2", "Jug 7")
    buttons = [said["value"] for tag, said in page.tags if tag == "input" and said.get("name") == "district"]
    assert buttons == [str(one.pk) for one in District.objects.filter(name__startswith="Ort 2")][:10]
    field = next(said for tag, said in page.tags if said.get("id") == "id_district")
    assert field["aria-invalid"] == "true"
    assert ("a", {"href": "#id_district"}) in page.tags, "the summary of errors leads to the field"
    made = browser.post(NEW, {**page.fields, "district": buttons[1]})
    assert made.status_code == 302


def test_suggestions_show_only_what_the_reader_may_see(scenario: Scenario) -> None:
    many_districts(MOST_IN_A_LIST)

    def suggested(who: str, typed: str) -> str:
        reply = scenario.browser(who).get(SEARCH, {"bezirk_suche": typed})
        assert reply.status_code == 200
        return read(reply).text.strip()

    assert suggested("coordinator", "pankow") == "Ein Bezirk passt. Passende Bezirke 03 Pankow"
    assert "Mehr als 10 Bezirke passen" in suggested("coordinator", "ort")
    assert suggested("coordinator", "") == ""
    assert suggested("coordinator", "\0") == ""
    assert suggested("staff", "pankow") == "Ein Bezirk passt. Passende Bezirke 03 Pankow"
    assert suggested("neighbour", "pankow") == "Kein Bezirk passt."
    assert scenario.browser("nobody").get(SEARCH, {"bezirk_suche": "pankow"}).status_code == 403


def test_an_address_can_name_the_district(scenario: Scenario) -> None:
    ort = named("Pankow")
    many_districts(MOST_IN_A_LIST)
    page = read(scenario.browser("coordinator").get(NEW, {"bezirk": ort.pk}))
    assert (page.fields["bezirk_suche"], page.fields["district"]) == ("Pankow", str(ort.pk))
    assert reverse("district_search") == SEARCH


@pytest.mark.parametrize("nonsense", ["x", "0", "\0", "9" * 99])
def test_an_address_that_names_none_is_no_fault(scenario: Scenario, nonsense: str) -> None:
    many_districts(MOST_IN_A_LIST)
    assert scenario.browser("coordinator").get(NEW, {"bezirk": nonsense}).status_code == 200
