"""The main menu by role, and its queries."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from districts.models import User
from districts.roles import Role
from mitwirkung.navigation import entries, navigation, roles
from tests.page import read
from tests.permissions.arguments import ARGUMENTS
from tests.scenario import Scenario

WAYS = {"Verträge": "agreement_list", "Mustertexte": "template_list", "Pflichten": "obligation_list"}
MENU = {
    Role.COORDINATOR: [
        "Meine Arbeit",
        "Verträge",
        "Bezirke",
        "Pflichten",
        "Freistellung",
        "Mitzeichnungen",
        "Mustertexte",
    ],
    Role.DISTRICT_STAFF: ["Was steht an", "Verträge", "Bezirke", "Unsere Pflichten", "Freistellung"],
    Role.DISTRICT_LEAD: ["Was steht an", "Verträge", "Bezirke", "Unsere Pflichten", "Freistellung"],
    Role.OBSERVER: ["Stand der Bezirke", "Verträge", "Bezirke", "Pflichten", "Freistellung"],
    Role.ADMIN: ["Verträge", "Bezirke", "Pflichten", "Freistellung", "Mustertexte", "Verwaltung"],
}


@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_menu(rf: RequestFactory, person: Callable[..., User], role: Role) -> None:
    request = rf.get("/impressum/")
    request.user = person(role)
    assert [entry.label for entry in entries(request)] == MENU[role]
    assert roles(request) == [role.label]
    assert not any(entry.current for entry in entries(request))


@pytest.mark.parametrize(("path", "current"), [("", "page"), ("anything/below/", "true")])
def test_the_menu_shows_where_the_reader_is(
    rf: RequestFactory, person: Callable[..., User], path: str, current: str
) -> None:
    request = rf.get(reverse("district_list") + path)
    request.user = person(Role.COORDINATOR)
    assert {entry.label: entry.current for entry in entries(request)} == {
        "Meine Arbeit": "",
        "Verträge": "",
        "Bezirke": current,
        "Pflichten": "",
        "Freistellung": "",
        "Mitzeichnungen": "",
        "Mustertexte": "",
    }


@pytest.mark.parametrize(
    ("name", "of", "label"),
    [
        ("take_step", "draft", "Verträge"),
        ("draft_edit", "draft", "Verträge"),
        ("model_detail", "model", "Mustertexte"),
        ("placeholder_new", "model", "Mustertexte"),
        ("obligation_detail", "signed", "Pflichten"),
    ],
)
def test_pages_below_an_instrument_are_marked_by_what_they_are_about(
    name: str, of: str, label: str, scenario: Scenario
) -> None:
    page = read(scenario.browser("coordinator").get(reverse(name, args=ARGUMENTS[name](scenario, of))))
    marked = [said["href"] for tag, said in page.tags if said.get("aria-current") and tag == "a"]
    assert marked == [reverse(WAYS[label])]


def test_menu_and_roles_cost_one_query_and_nothing_where_they_are_not_drawn(
    rf: RequestFactory, person: Callable[..., User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = rf.get("/")
    request.user = User.objects.get(pk=person(Role.COORDINATOR, Role.DISTRICT_STAFF).pk)
    with django_assert_num_queries(0):
        drawn = navigation(request)
    with django_assert_num_queries(1):
        assert len(drawn["navigation"]) == 8
        assert len(drawn["reader_roles"]) == 2


def test_a_stranger_has_no_menu_and_costs_nothing(
    rf: RequestFactory, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert not navigation(request)["navigation"]
