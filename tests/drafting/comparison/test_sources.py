"""What one may compare: never a text that one may not read, and never a placeholder as a deviation."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from agreements import steps
from agreements.content import Content
from agreements.drafting.actions.templates import publish_template
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.sources import contents, sources
from agreements.drafting.comparison.summary import summary
from agreements.drafting.model_agreement import read_model_agreement
from agreements.models import Clause, Instrument
from agreements.vocabulary import Status
from districts.models import User
from tests import world
from tests.stage import Stage


def published(version: int, **changes: object) -> None:
    content = replace(read_model_agreement(1), **changes)
    publish_template(
        name="Kooperationsvertrag", version=version, content=content, published_on=date(2024, 1, 2)
    )


def compared(user: User, instrument: Instrument, before: str, after: str) -> str:
    known = sources(user, instrument)
    return summary(compare(*contents(instrument, known[before], known[after])))


def test_a_draft_is_compared_with_its_model_and_placeholders_do_not_show(stage: Stage) -> None:
    assert compared(stage.amira, stage.draft, "muster", "arbeitsstand") == "1 Absatz geändert"


def test_so_is_a_signed_contract(stage: Stage) -> None:
    assert compared(stage.amira, stage.signed, "muster", "fassung-1") == "1 Absatz geändert"
    assert compared(stage.amira, stage.signed, "unterzeichnet", "fassung-1") == "Keine Unterschiede"


def test_another_published_version_of_the_same_model_can_be_compared(stage: Stage) -> None:
    model = read_model_agreement(1)
    published(2, title="Kooperationsvereinbarung", sections=model.sections[:-1])
    assert "muster-2" in sources(stage.amira, stage.draft)
    assert "1 Angabe im Kopf geändert" in compared(stage.amira, stage.draft, "muster-2", "arbeitsstand")
    assert "1 Angabe im Kopf geändert" in compared(stage.amira, stage.draft, "muster", "muster-2")


def test_a_model_of_another_name_is_not_offered(stage: Stage) -> None:
    content: Content = read_model_agreement(1)
    publish_template(name="Nachtrag", version=7, content=content, published_on=date(2024, 1, 2))
    assert "muster-7" not in sources(stage.amira, stage.draft)


@pytest.mark.parametrize("who", ["coordinator", "staff", "lead", "admin"])
def test_whoever_sees_a_text_in_review_may_compare_its_working_copy(who: str, stage: Stage) -> None:
    assert {"arbeitsstand", "muster"} <= set(sources(stage.people[who], stage.contracts[Status.REVIEW]))


@pytest.mark.parametrize("who", ["coordinator", "staff", "lead", "observer", "admin"])
def test_a_frozen_version_stands_in_the_place_of_the_working_copy(who: str, stage: Stage) -> None:
    found = list(sources(stage.people[who], stage.signed))
    assert found == ["fassung-1", "muster", "unterzeichnet"]


@pytest.mark.parametrize(
    ("who", "may"), [("coordinator", True), ("admin", True), ("staff", False), ("lead", False)]
)
def test_a_version_that_was_taken_back_is_only_for_those_who_may_read_every_draft(
    who: str, may: bool, stage: Stage
) -> None:
    contract = world.frozen_contract(stage.place, stage.amira)
    steps.perform(contract, "unfreeze", by=stage.amira, at=world.SIGNED_AT, reason="Ein Wort fehlt.")
    contract.refresh_from_db()
    clause = Clause.objects.get(section__instrument=contract, key="p01-3")
    edit_clause(
        contract,
        key=clause.key,
        text="Geld fließt nicht.",
        revision=clause.revision,
        by=stage.amira,
        at=world.SIGNED_AT,
    )
    assert ("fassung-1" in sources(stage.people[who], contract)) == may
    url = reverse("comparison", args=[contract.pk])
    answer = stage.browser(who).get(url, {"von": "fassung-1", "bis": "arbeitsstand"})
    assert answer.status_code == (200 if may else 404)
    if may:
        assert compared(stage.people[who], contract, "fassung-1", "arbeitsstand") == "1 Absatz geändert"


def test_the_last_signed_text_is_offered_only_to_those_who_see_it(stage: Stage) -> None:
    assert "unterzeichnet" not in sources(stage.amira, stage.draft)
    assert "unterzeichnet" not in sources(stage.people["neighbour"], stage.signed)
