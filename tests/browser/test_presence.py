"""Two people in two browsers see each other in the same draft, and where the other one writes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Instrument, Presence
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import working_copy
from districts.models import User
from tests import factories
from tests.amending import begin, freeze_amendment, reword, sign_amendment
from tests.browser.axe import violations
from tests.browser.browser import NARROW, WIDE, Witness, picture

Opens = Callable[[User], Page]


@pytest.fixture
def opens(opens: Opens) -> Opens:
    """Open a browser of her own for a person; its clock goes on only when the test says so."""

    def open_for(user: User) -> Page:
        page = opens(user)
        page.clock.install()
        return page

    return open_for


@pytest.fixture
def draft(transactional_db: None) -> Instrument:
    return factories.draft(factories.district("03"), factories.coordinator())


@pytest.fixture
def amira(draft: Instrument) -> User:
    return User.objects.get(first_name="Amira")


@pytest.fixture
def gerda(draft: Instrument) -> User:
    return factories.person(factories.Role.COORDINATOR, name="Gerda")


def editor(page: Page, draft: Instrument) -> None:
    with page.expect_response("**/anwesenheit/"):
        page.goto(f"/urkunden/{draft.pk}/bearbeiten/")


def clause(page: Page, draft: Instrument, key: str) -> None:
    with page.expect_response("**/anwesenheit/"):
        page.goto(f"/urkunden/{draft.pk}/absaetze/{key}/")


def twenty_seconds_later(page: Page) -> None:
    with page.expect_response("**/anwesenheit/"):
        page.clock.fast_forward(20_000)


def told(page: Page, words: str) -> None:
    expect(page.locator(".presence").get_by_text(words)).to_be_visible()


def test_both_see_each_other_and_the_place_until_one_leaves(
    opens: Opens, draft: Instrument, amira: User, gerda: User
) -> None:
    first, second = opens(amira), opens(gerda)
    editor(first, draft)
    expect(first.locator(".presence p")).to_have_count(0)
    clause(second, draft, "p06-2")
    told(second, f"{amira} hat diesen Vertrag auch geöffnet.")
    twenty_seconds_later(first)
    told(first, f"{gerda} bearbeitet § 6 (2).")
    expect(first.locator("#absatz-p06-2 .presence-note")).to_have_text(f"{gerda} bearbeitet § 6 (2).")
    assert violations(first) == []
    assert violations(second) == []
    pictures(first, "presence-editor")
    pictures(second, "presence-form")

    second.goto("/vertraege/")
    for _ in range(50):  # the browser sends its farewell when it likes, long before the minute is over
        twenty_seconds_later(first)
        if not Presence.objects.filter(person=gerda).exists():
            break
    twenty_seconds_later(first)
    expect(first.locator(".presence p, .presence-note")).to_have_count(0)


def test_a_change_is_told_at_its_place_and_in_the_form_of_the_same_clause(
    opens: Opens, draft: Instrument, amira: User, gerda: User
) -> None:
    first, second, third = opens(amira), opens(gerda), opens(factories.person(factories.Role.COORDINATOR))
    editor(first, draft)
    clause(third, draft, "p03-1")
    clause(second, draft, "p03-1")
    first.evaluate(
        "document.addEventListener('presence:changed', (event) => { window.heard = event.detail; })"
    )
    second.get_by_role("textbox", name="Text des Absatzes").fill("Gerdas neuer Text.")
    second.get_by_role("button", name="Speichern").click()
    expect(second.get_by_text("Absatz gespeichert.")).to_be_visible()
    expect(second.locator(".presence-note", has_text="geändert")).to_have_count(0)  # her own change

    twenty_seconds_later(first)
    note = first.locator("#absatz-p03-1 .presence-note", has_text=f"von {gerda} geändert.")
    expect(note).to_be_visible()
    assert [change["place"] for change in first.evaluate("window.heard").get("changes")] == ["p03-1"]
    twenty_seconds_later(third)
    told(third, "Ihr Text bleibt hier stehen.")
    pictures(third, "presence-changed-form")

    pictures(first, "presence-changed")
    note.get_by_role("button", name="Neu laden").click()
    expect(first.locator("#absatz-p03-1").get_by_text("Gerdas neuer Text.")).to_be_visible()
    expect(first.locator(".presence-note", has_text="geändert")).to_have_count(0)


def test_who_writes_in_the_page_is_seen_there_and_not_told_of_her_own_saves(
    opens: Opens, draft: Instrument, amira: User, gerda: User
) -> None:
    first, second = opens(amira), opens(gerda)
    editor(first, draft)
    editor(second, draft)
    with first.expect_response("**/anwesenheit/"):
        first.locator("#absatz-p06-2 .clause-text").click()
        first.clock.fast_forward(2_000)
    with first.expect_response("**/absaetze/p06-2/"):
        first.locator("#absatz-p06-2 [role=textbox]").fill("Amiras neuer Text.")
        first.clock.fast_forward(2_000)
    twenty_seconds_later(first)
    twenty_seconds_later(second)
    told(second, f"{amira} bearbeitet § 6 (2).")
    told(second, f"von {amira} geändert.")
    expect(first.locator(".presence-note", has_text="geändert")).to_have_count(0)
    second.locator("#absatz-p06-2").get_by_role("button", name="Neu laden").click()
    expect(second.locator("#absatz-p06-2").get_by_text("Amiras neuer Text.")).to_be_visible()
    twenty_seconds_later(second)
    expect(second.locator(".presence-note", has_text="geändert")).to_have_count(0)


def test_that_another_amendment_is_signed_is_told_to_who_writes_one(
    opens: Opens, transactional_db: None, amira: User
) -> None:
    at = timezone.now()
    contract = factories.signed_contract(factories.district("03"), amira)
    mine, other = (begin(contract, by=amira, at=at) for _ in range(2))
    reword(other, "0,75", "1,0", by=amira, at=at)
    page = opens(amira)
    editor(page, mine)
    sign_amendment(freeze_amendment(other, by=amira, at=at), by=amira, at=at)
    twenty_seconds_later(page)
    expect(
        page.get_by_text("Seit dieser Entwurf begonnen wurde, ist unterzeichnet: 2. Nachtrag.")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Auf den geltenden Text bringen")).to_be_visible()


def test_two_windows_of_one_person_know_of_each_other(opens: Opens, draft: Instrument, amira: User) -> None:
    first = opens(amira)
    editor(first, draft)
    second = first.context.new_page()
    clause(second, draft, "p06-2")
    told(second, "Sie haben diesen Vertrag noch in einem anderen Fenster offen.")


def test_who_went_silent_is_gone_after_a_minute(
    opens: Opens, draft: Instrument, amira: User, gerda: User
) -> None:
    Presence.objects.create(
        instrument=draft, person=gerda, window="fenster-zwei", clause_key="p06-2", seen_at=timezone.now()
    )
    page = opens(amira)
    editor(page, draft)
    told(page, f"{gerda} bearbeitet § 6 (2).")
    Presence.objects.filter(person=gerda).update(seen_at=timezone.now() - timedelta(seconds=61))
    twenty_seconds_later(page)
    expect(page.locator(".presence p, .presence-note")).to_have_count(0)


def test_a_draft_frozen_meanwhile_is_told_calmly_and_the_script_rests(
    opens: Opens, draft: Instrument, amira: User, witness: Witness
) -> None:
    witness.expect_status(403)
    page = opens(amira)
    clause(page, draft, "p06-2")
    page.get_by_role("textbox", name="Text des Absatzes").evaluate("field => { field.value = 'Mein Satz.' }")
    freeze(draft, fingerprint=working_copy(draft).fingerprint, by=amira, at=timezone.now())
    twenty_seconds_later(page)
    told(page, "Jetzt ist der Stand „zur Zeichnung“.")
    expect(page.get_by_role("textbox", name="Text des Absatzes")).to_have_value("Mein Satz.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.fast_forward(120_000)
    assert page.evaluate("fetch('/gesund/').then((answer) => answer.status)") == 200
    assert [url for url in asked if "anwesenheit" in url] == []


def test_without_the_script_nothing_is_missing(
    browser: Browser, live_server: LiveServer, draft: Instrument, amira: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    client = Client()
    client.force_login(amira)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/urkunden/{draft.pk}/absaetze/p06-2/")
    expect(page.locator(".presence")).to_be_hidden()
    expect(page.get_by_role("button", name="Speichern")).to_be_visible()
    context.close()


def pictures(page: Page, name: str) -> None:
    """Keep pictures of both sizes."""
    for size, shape in (("narrow", NARROW), ("wide", WIDE)):
        page.set_viewport_size(shape)
        picture(page, f"{name}-{size}")
