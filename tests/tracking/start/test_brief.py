"""The Kurzbericht: always two tagged pages with every obligation."""

from dataclasses import replace
from datetime import date

import page
import pytest
from django.urls import reverse

from agreements.fact_states import MilestoneState
from agreements.tracking.start.brief import (
    ALL_LENGTH,
    ALL_ROWS,
    OFFICE_LENGTH,
    OFFICE_ROWS,
    OWING_LENGTH,
    PLAN_LENGTH,
    PLAN_ROWS,
    PRESSING_LENGTH,
    PRESSING_ROWS,
    RELEASE_LENGTH,
    Brief,
    brief_of,
    brief_pdf,
    printable,
)
from agreements.tracking.status import TrackedState
from tests import factories
from tests.rendering.printed import opened, page_texts, struct_types
from tests.scenario import Scenario

AS_OF = date(2027, 6, 1)
LONG = "Vereinbarung zur Verarbeitung personenbezogener Daten mit allen Ämtern schließen " * 3


def brief_of_scenario(scenario: Scenario) -> Brief:
    brief = brief_of(scenario.people["lead"], scenario.signed.agreement, AS_OF)
    assert brief is not None
    return brief


def test_brief_lists_problems_with_staff_release(scenario: Scenario) -> None:
    assert brief_of_scenario(scenario).release.startswith(
        "Freistellung nicht gemeldet: 3. Quartal 2025, 4. Quartal 2025"
    )


def longest_brief(brief: Brief) -> Brief:
    """Return a brief with all rows and the longest texts."""
    row = replace(
        brief.rows[0],
        code="O-9999999",
        place="Anlage 2",
        owed_by=printable(LONG, OWING_LENGTH),
        due_on=AS_OF,
        state_words="seit 121 Monaten überfällig",
        state=TrackedState.OVERDUE,
    )
    office = (
        printable(LONG, OFFICE_LENGTH),
        printable(LONG, PRESSING_LENGTH),
        "O-99: wartet auf Bestätigung",
    )
    return replace(
        brief,
        pressing=(replace(row, title=printable(LONG, PRESSING_LENGTH)),) * PRESSING_ROWS,
        more_pressing=4_970,
        offices=(office,) * OFFICE_ROWS,
        more_offices=9,
        release=printable(LONG, RELEASE_LENGTH),
        rows=(replace(row, title=printable(LONG, ALL_LENGTH)),) * ALL_ROWS,
        more_rows=12,
        plans=(
            (
                printable(LONG, PLAN_LENGTH),
                printable(LONG, ALL_LENGTH),
                printable(LONG, PLAN_LENGTH),
                MilestoneState.POSTPONED.label,
            ),
        )
        * PLAN_ROWS,
        more_plans=3,
    )


def test_all_obligations_fit_on_two_tagged_pages(scenario: Scenario) -> None:
    pdf = brief_pdf(brief_of_scenario(scenario), moment=factories.SIGNED_AT)
    first, second = page_texts(pdf)
    assert "Was jetzt ansteht" in first
    assert "Was die Ämter zugesagt haben" in first
    assert "Jugendhilfeplanung, mindestens 0,15 VZÄ" in first.replace("\N{NO-BREAK SPACE}", " ")
    assert all(f"O-{number:02}" in second for number in range(1, 31))
    for profile in ("3a", "ua1"):
        assert not page.validate_pdf_bytes(pdf, profile=profile).failures
    assert {"/Table", "/TH", "/H1", "/H2"} <= set(struct_types(opened(pdf)))


def test_the_fullest_brief_still_has_two_pages(scenario: Scenario) -> None:
    first, second = page_texts(
        brief_pdf(longest_brief(brief_of_scenario(scenario)), moment=factories.SIGNED_AT)
    )
    assert "4.970 weitere" in first
    assert "Und 9 weitere Stellen" in first
    assert "Und 12 weitere" in second


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("Amira", 10, "Amira"),
        ("Jugendhilfeplanung", 8, "Jugendh…"),
        ("\N{CJK UNIFIED IDEOGRAPH-4E2D}x", 20, "[U+4E2D]x"),
    ],
)
def test_long_texts_and_missing_glyphs(text: str, length: int, shown: str) -> None:
    assert printable(text, length) == shown


def test_lead_opens_the_brief_from_the_start_page(scenario: Scenario) -> None:
    browser, address = scenario.browser("lead"), reverse("brief", args=[scenario.signed.agreement_id])
    assert f'href="{address}"' in browser.get(reverse("whats_due")).content.decode()
    sent = browser.get(address)
    assert sent.headers["Content-Type"] == "application/pdf"
    assert "kurzbericht" in sent.headers["Content-Disposition"]
    assert len(page_texts(sent.content)) == 2
