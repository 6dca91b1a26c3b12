"""The Kurzbericht: two pages, tagged, with every obligation, however much presses."""

from dataclasses import replace
from datetime import date

import page
import pytest
from django.urls import reverse

from agreements.tracking.start.brief import (
    ALL_LETTERS,
    ALL_ROWS,
    OFFICE_LETTERS,
    OFFICE_ROWS,
    PRESSING_LETTERS,
    PRESSING_ROWS,
    RELEASE_LETTERS,
    Brief,
    BriefRow,
    brief_of,
    brief_pdf,
    printed,
)
from agreements.tracking.status import TrackedState
from tests import factories
from tests.rendering.printed import opened, page_texts, struct_types
from tests.scenario import Scenario

AS_OF = date(2027, 6, 1)
LONG = "Vereinbarung zur Verarbeitung personenbezogener Daten mit allen Ämtern schließen " * 3


def of_the_stage(scenario: Scenario) -> Brief:
    brief = brief_of(scenario.people["lead"], scenario.signed.agreement, AS_OF)
    assert brief is not None
    return brief


def test_it_says_what_is_wrong_with_staff_release(scenario: Scenario) -> None:
    assert of_the_stage(scenario).release.startswith(
        "Freistellung nicht gemeldet: 3. Quartal 2025, 4. Quartal 2025"
    )


def fullest(brief: Brief) -> Brief:
    """Return a brief in which every line that has room is taken, by the longest words."""
    row = BriefRow(
        code="O-9999999",
        title=LONG,
        place="Anlage 2",
        owed_by="MitWirkung",
        due_on=AS_OF,
        words="seit 121 Monaten überfällig",
        state=TrackedState.OVERDUE,
    )
    office = (printed(LONG, OFFICE_LETTERS), printed(LONG, PRESSING_LETTERS), "O-99: wartet auf Bestätigung")
    return replace(
        brief,
        pressing=(replace(row, title=printed(LONG, PRESSING_LETTERS)),) * PRESSING_ROWS,
        more_pressing=4_970,
        offices=(office,) * OFFICE_ROWS,
        more_offices=9,
        release=printed(LONG, RELEASE_LETTERS),
        rows=(replace(row, title=printed(LONG, ALL_LETTERS)),) * ALL_ROWS,
        more_rows=12,
    )


def test_all_thirty_obligations_stand_on_two_tagged_pages(scenario: Scenario) -> None:
    pdf = brief_pdf(of_the_stage(scenario), moment=factories.SIGNED_AT)
    first, second = page_texts(pdf)
    assert "Was jetzt ansteht" in first
    assert "Was die Ämter zugesagt haben" in first
    assert "Jugendhilfeplanung, mindestens 0,15 VZÄ" in first.replace("\N{NO-BREAK SPACE}", " ")
    assert all(f"O-{number:02}" in second for number in range(1, 31))
    for profile in ("3a", "ua1"):
        assert not page.validate_pdf_bytes(pdf, profile=profile).failures
    assert {"/Table", "/TH", "/H1", "/H2"} <= set(struct_types(opened(pdf)))


def test_the_fullest_brief_still_has_two_pages(scenario: Scenario) -> None:
    first, second = page_texts(brief_pdf(fullest(of_the_stage(scenario)), moment=factories.SIGNED_AT))
    assert "4.970 weitere" in first
    assert "Und 9 weitere Stellen" in first
    assert "Und 12 weitere" in second


@pytest.mark.parametrize(
    ("text", "letters", "shown"),
    [
        ("Amira", 10, "Amira"),
        ("Jugendhilfeplanung", 8, "Jugendh…"),
        ("\N{CJK UNIFIED IDEOGRAPH-4E2D}x", 20, "[U+4E2D]x"),
    ],
)
def test_words_are_cut_and_letters_without_a_font_named(text: str, letters: int, shown: str) -> None:
    assert printed(text, letters) == shown


def test_the_lead_opens_it_from_the_start_page(scenario: Scenario) -> None:
    browser, address = scenario.browser("lead"), reverse("brief", args=[scenario.signed.agreement_id])
    assert f'href="{address}"' in browser.get(reverse("whats_due")).content.decode()
    sent = browser.get(address)
    assert sent.headers["Content-Type"] == "application/pdf"
    assert "kurzbericht" in sent.headers["Content-Disposition"]
    assert len(page_texts(sent.content)) == 2
