"""Two people in two browsers write the same contract at once."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import NARROW, WIDE, Witness

BASE = (
    "Der Bezirk benennt zwei Personen aus dem Jugendamt, die bis zum 1. März die Steuerung übernehmen. "
    "Er berichtet der Bezirksverordnetenversammlung einmal im Jahr."
)
Opens = Callable[[User], Page]


@pytest.fixture
def opens(browser: Browser, live_server: LiveServer, witness: Witness) -> Iterator[Opens]:
    """Open a browser of her own for a person."""
    with ExitStack() as closing:

        def open_for(user: User) -> Page:
            context = browser.new_context(
                base_url=live_server.url, viewport=WIDE, locale="de-DE", timezone_id="Europe/Berlin"
            )
            closing.callback(context.close)
            context.on("page", witness.watch)
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
            page = context.new_page()
            page.set_default_timeout(10_000)
            return page

        yield open_for


@pytest.fixture
def draft(transactional_db: None) -> Instrument:
    """A draft whose first Absatz of § 3 we know."""
    found = factories.draft(factories.district("03"), factories.coordinator())
    Clause.objects.filter(section__instrument=found, key="p03-1").update(text=BASE)
    return found


def clause_of(draft: Instrument) -> Clause:
    return Clause.objects.get(section__instrument=draft, key="p03-1")


def opens_clause(page: Page, draft: Instrument) -> None:
    page.goto(f"/urkunden/{draft.pk}/absaetze/p03-1/")


def saves(page: Page, text: str, button: str = "Speichern") -> None:
    page.get_by_role("textbox", name="Text des Absatzes").fill(text)
    page.get_by_role("button", name=button).click()


@pytest.fixture
def both(opens: Opens, draft: Instrument) -> tuple[Page, Page]:
    """Amira's and Gerda's browsers, both with the same Absatz open."""
    amira = User.objects.get(first_name="Amira")
    gerda = factories.person(factories.Role.COORDINATOR, name="Gerda")
    pages = opens(amira), opens(gerda)
    for page in pages:
        opens_clause(page, draft)
    return pages


def test_the_same_words_are_shown_in_three_columns_and_decided_with_the_keyboard(
    both: tuple[Page, Page], draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(409, 422)
    amira, gerda = both
    saves(gerda, BASE.replace("zwei", "drei"))
    expect(gerda.get_by_text("Absatz gespeichert.")).to_be_visible()
    saves(amira, BASE.replace("zwei", "vier").replace("einmal im Jahr", "zweimal im Jahr"))
    expect(amira.get_by_role("heading", name="Inzwischen gespeichert")).to_be_visible()
    expect(amira.locator(".three-ways ins")).to_have_count(3)
    beside = tops(amira)
    assert len(set(beside)) == 1
    assert violations(amira) == []
    picture(amira, "wide")
    amira.set_viewport_size(NARROW)
    below = tops(amira)
    assert below == sorted(set(below))
    assert amira.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(amira) == []
    picture(amira, "narrow")
    amira.set_viewport_size(WIDE)
    text = amira.get_by_role("textbox", name="Text des Absatzes")
    assert "⟦gespeichert: drei⟧ ⟦Ihr Text: vier⟧" in text.input_value()
    amira.get_by_role("button", name="Diese Fassung speichern").press("Enter")
    expect(amira.get_by_text("Im Text stehen noch beide Fassungen").first).to_be_visible()
    assert clause_of(draft).text == BASE.replace("zwei", "drei")
    saves(amira, BASE.replace("zwei", "drei bis vier").replace("einmal im Jahr", "zweimal im Jahr"))
    expect(amira.get_by_text("Absatz gespeichert.")).to_be_visible()
    expected = BASE.replace("zwei", "drei bis vier").replace("einmal im Jahr", "zweimal im Jahr")
    assert clause_of(draft).text == expected


def test_a_person_with_the_same_field_changed_is_asked_about_field_by_field(
    both: tuple[Page, Page], draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(409)
    amira, gerda = both
    person = draft.signatories.get(name="Rosa Rathaus")
    for page in both:
        page.goto(f"/urkunden/{draft.pk}/unterzeichnende/{person.key}/")
    gerda.get_by_label("Name").fill("Renate Rathaus")
    gerda.get_by_label("Abteilung").fill("Jugend")
    gerda.get_by_role("button", name="Speichern").click()
    expect(gerda.get_by_text("Angaben gespeichert.")).to_be_visible()
    amira.get_by_label("Name").fill("Roswitha Rathaus")
    amira.get_by_role("button", name="Speichern").click()
    expect(amira.get_by_text("schon unten eingearbeitet: Abteilung")).to_be_visible()
    assert violations(amira) == []
    picture(amira, "fields-wide")
    amira.get_by_role("button", name="Ihre Angaben übernehmen").click()
    expect(amira.get_by_text("Angaben gespeichert.")).to_be_visible()
    person.refresh_from_db()
    assert (person.name, person.department) == ("Roswitha Rathaus", "Jugend")


def tops(page: Page) -> list[float]:
    """Return where the three columns begin, measured at one moment: the page may still grow above them."""
    found: list[float] = page.locator(".three-ways-column").evaluate_all(
        "columns => columns.map((column) => column.getBoundingClientRect().top)"
    )
    assert len(found) == 3
    return found


def picture(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"three-ways-{name}.png", full_page=True)
