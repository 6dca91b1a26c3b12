"""Sources of a comparison: permissions, filled placeholders, text in force."""

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
from agreements.drafting.actions.versions import name_version
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.sources import available_sources, read_contents
from agreements.drafting.comparison.summary import summary
from agreements.drafting.model_agreement import read_model_agreement
from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.amending import begin, freeze_amendment, reword, sign_amendment
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario


def publish_version(version: int, **changes: object) -> None:
    content = replace(read_model_agreement(1), **changes)
    publish_template(
        name="Kooperationsvertrag", version=version, content=content, published_on=date(2024, 1, 2)
    )


def compared(user: User, instrument: Instrument, before: str, after: str) -> str:
    available = available_sources(user, instrument)
    return summary(compare(*read_contents(instrument, available[before], available[after])))


def test_placeholders_of_the_model_text_are_filled(scenario: Scenario) -> None:
    assert compared(scenario.amira, scenario.draft, "muster", "arbeitsstand") == "Keine Unterschiede"
    Clause.objects.filter(section__instrument=scenario.draft, key="p01-1").update(text="Ganz anders.")
    assert compared(scenario.amira, scenario.draft, "muster", "arbeitsstand") == "1 Absatz geändert"


def test_a_signed_contract_is_compared_with_its_model_text(scenario: Scenario) -> None:
    assert compared(scenario.amira, scenario.signed, "muster", "fassung-1") == "Keine Unterschiede"
    assert compared(scenario.amira, scenario.signed, "unterzeichnet", "fassung-1") == "Keine Unterschiede"


def test_other_versions_of_the_model_text_are_available(scenario: Scenario) -> None:
    model = read_model_agreement(1)
    publish_version(2, title="Kooperationsvereinbarung", sections=model.sections[:-1])
    assert "muster-2" in available_sources(scenario.amira, scenario.draft)
    assert "1 Angabe im Kopf geändert" in compared(scenario.amira, scenario.draft, "muster-2", "arbeitsstand")
    assert "1 Angabe im Kopf geändert" in compared(scenario.amira, scenario.draft, "muster", "muster-2")


def test_other_model_texts_are_not_available(scenario: Scenario) -> None:
    content: Content = read_model_agreement(1)
    publish_template(name="Nachtrag", version=7, content=content, published_on=date(2024, 1, 2))
    assert "muster-7" not in available_sources(scenario.amira, scenario.draft)


def test_readers_of_a_text_in_review_may_compare_its_working_copy(scenario: Scenario) -> None:
    for who in ("coordinator", "staff", "lead", "admin"):
        available = available_sources(scenario.people[who], scenario.contracts[Status.REVIEW])
        assert {"arbeitsstand", "muster"} <= set(available), who


def test_a_frozen_version_replaces_the_working_copy(scenario: Scenario) -> None:
    for who in ("coordinator", "staff", "lead", "observer", "admin"):
        keys = list(available_sources(scenario.people[who], scenario.signed))
        assert keys == ["fassung-1", "muster", "unterzeichnet", "geltend"], who


def test_a_version_taken_back_is_only_for_readers_of_drafts(scenario: Scenario) -> None:
    contract = scenario.signing
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
    url = reverse("comparison", args=[contract.pk])
    for who, may in (("coordinator", True), ("admin", True), ("staff", False), ("lead", False)):
        assert ("fassung-1" in available_sources(scenario.people[who], contract)) == may, who
        answer = scenario.browser(who).get(url, {"von": "fassung-1", "bis": "arbeitsstand"})
        assert answer.status_code == (200 if may else 404), who
    assert compared(scenario.amira, contract, "fassung-1", "arbeitsstand") == "1 Absatz geändert"


def test_the_signed_text_is_only_for_its_readers(scenario: Scenario) -> None:
    assert "unterzeichnet" not in available_sources(scenario.amira, scenario.draft)
    assert "unterzeichnet" not in available_sources(scenario.people["neighbour"], scenario.signed)


def test_of_an_amendment_the_whole_text_is_compared(scenario: Scenario) -> None:
    amira, at = scenario.amira, factories.SIGNED_AT
    draft = begin(scenario.signed, by=amira, at=at)
    reword(draft, "0,75", "1,0", by=amira, at=at)
    name_version(draft, name="Erster Stand", by=amira, at=at)
    assert compared(amira, draft, "unterzeichnet", "fassung-1") == "1 Absatz geändert"
    assert compared(amira, draft, "fassung-1", "arbeitsstand") == "Keine Unterschiede"
    frozen = sign_amendment(freeze_amendment(draft, by=amira, at=at), by=amira, at=at)
    assert compared(amira, frozen, "unterzeichnet", "fassung-2") == "Keine Unterschiede"
    assert compared(amira, scenario.signed, "fassung-1", "unterzeichnet") == "1 Absatz geändert"


def test_the_text_in_force_on_a_day_is_compared(scenario: Scenario) -> None:
    url, browser = reverse("comparison", args=[scenario.signed.pk]), scenario.browser("observer")
    query = {"von": "muster", "bis": "geltend", "bis_tag": "2026-05-04"}
    words = words_of(browser.get(url, query))
    assert "gegenüber „Geltender Text am 04.05.2026: Kooperationsvertrag“" in words
    assert "Keine Unterschiede" in words
    query = {"von": "geltend", "von_tag": "2026-05-04", "bis": "geltend", "bis_tag": ""}
    assert "„Geltender Text am 04.05.2026: Kooperationsvertrag“ gegenüber „Geltender Text am " in words_of(
        browser.get(url, query)
    )
    pdf = browser.get(reverse("comparison_pdf", args=[scenario.signed.pk]), query)
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "Vorher: Geltender Text am 04.05.2026: Kooperationsvertrag" in page_texts(pdf.content)[0]


@pytest.mark.parametrize(
    ("side", "day", "message"),
    [
        (
            "von",
            "2025-03-31",
            "Am 31.03.2025 ist kein Text dieses Vertrags in Kraft. Wählen Sie einen anderen Tag.",
        ),
        ("bis", "9999-12-31", "Wählen Sie einen Tag zwischen 01.01.2000 und 31.12.2100."),
        ("von", "1999-12-31", "Wählen Sie einen Tag zwischen 01.01.2000 und 31.12.2100."),
        ("bis", "morgen", "Wählen Sie einen Tag zwischen 01.01.2000 und 31.12.2100."),
    ],
)
def test_a_day_without_a_text_in_force_is_an_error(
    side: str, day: str, message: str, scenario: Scenario
) -> None:
    browser = scenario.browser("staff")
    query = {side: "geltend", f"{side}_tag": day}
    page = browser.get(reverse("comparison", args=[scenario.signed.pk]), query)
    assert page.status_code == 200
    assert message in words_of(page)
    assert "Zusammenfassung" not in words_of(page)
    assert reverse("comparison_pdf", args=[scenario.signed.pk]) not in page.content.decode()
    pdf = browser.get(reverse("comparison_pdf", args=[scenario.signed.pk]), query)
    assert (pdf.status_code, pdf.content.decode()) == (422, f"{message}\n")


def test_without_a_signed_text_there_is_no_text_in_force(scenario: Scenario) -> None:
    url = reverse("comparison", args=[scenario.draft.pk])
    assert "Tag vorher" not in words_of(scenario.browser("coordinator").get(url))
    assert scenario.browser("coordinator").get(url, {"von": "geltend"}).status_code == 404
    hidden = reverse("comparison", args=[scenario.signed.pk])
    assert scenario.browser("neighbour").get(hidden, {"von": "geltend"}).status_code == 404


def words_of(reply: Any) -> str:
    return read(reply).text
