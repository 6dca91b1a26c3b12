"""The pages about people, for the sweeps over all pages."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from districts.models import User
from tests.scenario import Scenario


def bogdan(scenario: Scenario) -> User:
    return scenario.people["staff"]


PEOPLE_ARGUMENTS: dict[str, Callable[[Scenario, str], list[Any]]] = {
    **dict.fromkeys(
        (
            *("people_detail", "people_edit", "people_access", "people_absence", "people_back"),
            *("role_new", "people_leave", "departure_withdraw"),
        ),
        lambda scenario, _: [bogdan(scenario).pk],
    ),
    "role_end": lambda scenario, _: [bogdan(scenario).pk, bogdan(scenario).memberships.get().pk],
    "address_confirm": lambda scenario, _: ["no-such-token"],
}

# the answers to C, S, L, N, O, A, X, and to what C sends; about Bogdan, who works in the district of L
PEOPLE_TABLE = """\
people_list        -          200 403 200 403 403 200 403   405
people_new         -          403 403 200 403 403 200 403   403
role_review        -          403 403 200 403 403 200 403   403
people_detail      -          200 404 200 404 404 200 404   405
people_edit        -          403 404 200 404 404 200 404   403
people_access      -          403 404 405 404 404 405 404   403
people_absence     -          403 404 200 404 404 200 404   403
people_back        -          403 404 405 404 404 405 404   403
role_new           -          403 404 200 404 404 200 404   403
role_end           -          403 404 405 404 404 405 404   403
people_leave       -          403 404 200 404 404 200 404   403
departure_withdraw -          403 404 405 404 404 405 404   403
address_confirm    -          404 404 404 404 404 404 404   404
"""


def people_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield who opens which page, and its address."""
    for who in ("admin", "coordinator", "lead"):
        yield who, reverse("people_list")
        yield who, f"{reverse('people_list')}?stand=ohne&rolle=observer"
        yield who, reverse("people_detail", args=[bogdan(scenario).pk])
    for who in ("admin", "lead"):
        for name in ("people_new", "role_review"):
            yield who, reverse(name)
        yield who, f"{reverse('role_review')}?alle=1"
        for name in ("people_edit", "people_absence", "role_new", "people_leave"):
            yield who, reverse(name, args=[bogdan(scenario).pk])
    for name in ("people_detail", "people_leave"):
        yield "admin", reverse(name, args=[scenario.amira.pk])
        yield "admin", reverse(name, args=[scenario.people["admin"].pk])
