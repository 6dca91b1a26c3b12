"""What one may compare: never a text that one may not read, and never a placeholder as a deviation."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from agreements import transitions
from agreements.choices import Status
from agreements.content import Content
from agreements.drafting.actions.templates import publish_template
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.sources import contents, sources
from agreements.drafting.comparison.summary import summary
from agreements.drafting.model_agreement import read_model_agreement
from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario


def published(version: int, **changes: object) -> None:
    content = replace(read_model_agreement(1), **changes)
    publish_template(
        name="Kooperationsvertrag", version=version, content=content, published_on=date(2024, 1, 2)
    )


def compared(user: User, instrument: Instrument, before: str, after: str) -> str:
    known = sources(user, instrument)
    return summary(compare(*contents(instrument, known[before], known[after])))


def test_a_draft_is_compared_with_its_model_and_placeholders_do_not_show(scenario: Scenario) -> None:
    assert compared(scenario.amira, scenario.draft, "muster", "arbeitsstand") == "Keine Unterschiede"
    Clause.objects.filter(section__instrument=scenario.draft, key="p01-1").update(text="Ganz anders.")
    assert compared(scenario.amira, scenario.draft, "muster", "arbeitsstand") == "1 Absatz geändert"


def test_so_is_a_signed_contract(scenario: Scenario) -> None:
    assert compared(scenario.amira, scenario.signed, "muster", "fassung-1") == "Keine Unterschiede"
    assert compared(scenario.amira, scenario.signed, "unterzeichnet", "fassung-1") == "Keine Unterschiede"


def test_another_published_version_of_the_same_model_can_be_compared(scenario: Scenario) -> None:
    model = read_model_agreement(1)
    published(2, title="Kooperationsvereinbarung", sections=model.sections[:-1])
    assert "muster-2" in sources(scenario.amira, scenario.draft)
    assert "1 Angabe im Kopf geändert" in compared(scenario.amira, scenario.draft, "muster-2", "arbeitsstand")
    assert "1 Angabe im Kopf geändert" in compared(scenario.amira, scenario.draft, "muster", "muster-2")


def test_a_model_of_another_name_is_not_offered(scenario: Scenario) -> None:
    content: Content = read_model_agreement(1)
    publish_template(name="Nachtrag", version=7, content=content, published_on=date(2024, 1, 2))
    assert "muster-7" not in sources(scenario.amira, scenario.draft)


@pytest.mark.parametrize("who", ["coordinator", "staff", "lead", "admin"])
def test_whoever_sees_a_text_in_review_may_compare_its_working_copy(who: str, scenario: Scenario) -> None:
    assert {"arbeitsstand", "muster"} <= set(sources(scenario.people[who], scenario.contracts[Status.REVIEW]))


@pytest.mark.parametrize("who", ["coordinator", "staff", "lead", "observer", "admin"])
def test_a_frozen_version_stands_in_the_place_of_the_working_copy(who: str, scenario: Scenario) -> None:
    found = list(sources(scenario.people[who], scenario.signed))
    assert found == ["fassung-1", "muster", "unterzeichnet", "geltend"]


@pytest.mark.parametrize(
    ("who", "may"), [("coordinator", True), ("admin", True), ("staff", False), ("lead", False)]
)
def test_a_version_that_was_taken_back_is_only_for_those_who_may_read_every_draft(
    who: str, may: bool, scenario: Scenario
) -> None:
    contract = factories.frozen_contract(scenario.place, scenario.amira)
    transitions.apply_transition(
        contract, "unfreeze", by=scenario.amira, at=factories.SIGNED_AT, reason="Ein Wort fehlt."
    )
    contract.refresh_from_db()
    clause = Clause.objects.get(section__instrument=contract, key="p01-2")
    edit_clause(
        contract,
        key=clause.key,
        text="Geld fließt nicht.",
        revision=clause.revision,
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )
    assert ("fassung-1" in sources(scenario.people[who], contract)) == may
    url = reverse("comparison", args=[contract.pk])
    answer = scenario.browser(who).get(url, {"von": "fassung-1", "bis": "arbeitsstand"})
    assert answer.status_code == (200 if may else 404)
    if may:
        assert compared(scenario.people[who], contract, "fassung-1", "arbeitsstand") == "1 Absatz geändert"


def test_the_last_signed_text_is_offered_only_to_those_who_see_it(scenario: Scenario) -> None:
    assert "unterzeichnet" not in sources(scenario.amira, scenario.draft)
    assert "unterzeichnet" not in sources(scenario.people["neighbour"], scenario.signed)


@pytest.mark.parametrize("who", ["coordinator", "staff", "lead", "observer", "admin"])
def test_the_text_in_force_on_a_day_is_compared(who: str, scenario: Scenario) -> None:
    url, browser = reverse("comparison", args=[scenario.signed.pk]), scenario.browser(who)
    asked = {"von": "muster", "bis": "geltend", "bis_tag": "2026-05-04"}
    words = words_of(browser.get(url, asked))
    assert "gegenüber „Geltender Text am 04.05.2026: Kooperationsvertrag“" in words
    assert "Keine Unterschiede" in words
    asked = {"von": "geltend", "von_tag": "2026-05-04", "bis": "geltend", "bis_tag": ""}
    assert "„Geltender Text am 04.05.2026: Kooperationsvertrag“ gegenüber „Geltender Text am " in words_of(
        browser.get(url, asked)
    )
    pdf = browser.get(reverse("comparison_pdf", args=[scenario.signed.pk]), asked)
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "Vorher: Geltender Text am 04.05.2026: Kooperationsvertrag" in page_texts(pdf.content)[0]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2025-03-31", "Am 31.03.2025 ist kein Text dieses Vertrags in Kraft. Wählen Sie einen anderen Tag."),
        ("9999-12-31", "Wählen Sie einen Tag zwischen 01.01.2000 und 31.12.2100."),
        ("1999-12-31", "Wählen Sie einen Tag zwischen 01.01.2000 und 31.12.2100."),
        ("morgen", "Wählen Sie einen Tag zwischen 01.01.2000 und 31.12.2100."),
    ],
)
@pytest.mark.parametrize("side", ["von", "bis"])
def test_a_day_without_a_text_in_force_is_said_plainly(
    day: str, told: str, side: str, scenario: Scenario
) -> None:
    browser = scenario.browser("staff")
    asked = {side: "geltend", f"{side}_tag": day}
    page = browser.get(reverse("comparison", args=[scenario.signed.pk]), asked)
    assert page.status_code == 200
    assert told in words_of(page)
    assert "Zusammenfassung" not in words_of(page)
    assert reverse("comparison_pdf", args=[scenario.signed.pk]) not in page.content.decode()
    pdf = browser.get(reverse("comparison_pdf", args=[scenario.signed.pk]), asked)
    assert (pdf.status_code, pdf.content.decode()) == (422, f"{told}\n")


def test_where_nothing_is_signed_there_is_no_text_in_force(scenario: Scenario) -> None:
    url = reverse("comparison", args=[scenario.draft.pk])
    assert "Tag vorher" not in words_of(scenario.browser("coordinator").get(url))
    assert scenario.browser("coordinator").get(url, {"von": "geltend"}).status_code == 404
    hidden = reverse("comparison", args=[scenario.signed.pk])
    assert scenario.browser("neighbour").get(hidden, {"von": "geltend"}).status_code == 404


def words_of(reply: Any) -> str:
    return read(reply).text
