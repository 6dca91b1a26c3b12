"""A row that is asked about all its constraints at once is refused as Django refuses it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from pytest_django import DjangoAssertNumQueries

from agreements.models.constraints import CheckedAtOnce
from tests.scenario import Scenario


def broken(
    row: CheckedAtOnce, exclude: set[str], how: type[models.Model]
) -> dict[str, list[tuple[str, str]]]:
    """Return code and message of what is broken, as `how` finds it."""
    try:
        how.validate_constraints(row, exclude)
    except ValidationError as error:
        return {
            name: [(str(one.code), str(one.message)) for one in found]
            for name, found in error.error_dict.items()
        }
    return {}


@pytest.mark.parametrize(
    ("values", "exclude", "count"),
    [
        ({}, set(), 0),
        ({"side": "nobody"}, set(), 1),
        ({"side": "nobody", "name": ""}, set(), 2),
        ({"side": "nobody", "name": ""}, {"side"}, 1),
        ({"side": "nobody", "name": ""}, {"side", "name"}, 0),
        ({"office_begins_on": date(2026, 5, 1), "office_ends_on": date(2026, 4, 30)}, set(), 1),
        ({"office_begins_on": date(2026, 5, 1), "office_ends_on": None}, set(), 0),
        ({"pk": None}, set(), 1),
    ],
)
def test_a_person_is_refused_for_the_same_reasons(
    values: dict[str, Any], exclude: set[str], count: int, scenario: Scenario
) -> None:
    """The last one stands on the list twice: a constraint that is no check."""
    person = scenario.draft.signatories.all()[0]
    for name, value in values.items():
        setattr(person, name, value)
    person._state.adding = person.pk is None
    found = broken(person, exclude, type(person))
    assert found == broken(person, exclude, models.Model)
    assert sum(map(len, found.values())) == count


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, 0),
        ({"kind": "wish", "quantity": Decimal(-1), "owed_by": "named"}, 3),
        ({"shape": "fixed", "due_on": None}, 1),
    ],
)
def test_an_obligation_is_refused_for_the_same_reasons(
    values: dict[str, Any], count: int, scenario: Scenario
) -> None:
    row = scenario.draft.terms.all()[0]
    for name, value in values.items():
        setattr(row, name, value)
    exclude = {"instrument", "obligation", "position"}
    found = broken(row, exclude, type(row))
    assert found == broken(row, exclude, models.Model)
    assert sum(map(len, found.values())) == count


def test_what_is_right_costs_one_statement(
    scenario: Scenario, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = scenario.draft.terms.all()[0]
    with django_assert_num_queries(3):  # with the savepoint around it
        row.validate_constraints({"instrument", "obligation", "position"})
