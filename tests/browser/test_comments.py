"""A coordinator asks the district about one Absatz, the district suggests other words, and both read what became of it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from agreements import transitions
from agreements.models import Clause, Instrument
from districts.models import User
from districts.roles import Role
from tests import factories
from tests.browser.axe import troubles
from tests.browser.browser import follow

TEXT = (
    "Der Bezirk stellt Beschäftigte im Umfang von mindestens ‹10› Prozent frei. Er berichtet einmal im Jahr."
)
FIRST = TEXT.replace("‹10›", "‹5›")
SECOND = TEXT.replace("einmal im Jahr", "in jedem Halbjahr")


@pytest.fixture
def review(transactional_db: None) -> Instrument:
    """Neukölln's contract in review; we know the text of § 6 (2)."""
    amira = factories.coordinator()
    contract = factories.draft(factories.district("08"), amira)
    Clause.objects.filter(section__instrument=contract, key="p06-2").update(text=TEXT)
    transitions.apply_transition(contract, "open_review", by=amira, at=factories.FROZEN_AT)
    return contract


def test_other_words_are_asked_for_suggested_taken_and_declined(
    page: Page, log_in: Callable[[User], None], review: Instrument
) -> None:
    amira = User.objects.get(first_name="Amira")
    charlotte = factories.person(Role.DISTRICT_STAFF, factories.district("08"), name="Charlotte")

    log_in(amira)
    page.goto(f"/urkunden/{review.pk}/bearbeiten/")
    follow(page.locator("#absatz-p06-2").get_by_role("link", name="Anmerken"))
    assert troubles(page) == [], "new"
    page.get_by_label("MitWirkung und Bezirk").check()
    page.get_by_label("Ihr Beitrag").fill("Passt der Umfang für Sie?")
    page.get_by_label(str(charlotte)).check()
    page.get_by_role("button", name="Anmerkung senden").click()
    expect(page.get_by_role("heading", name="Anmerkung zu § 6 (2)")).to_be_visible()

    log_in(charlotte)
    page.goto("/fuer-sie/")
    assert troubles(page) == [], "asked"
    page.goto("/")
    page.get_by_role("link", name=re.compile(r"^Antworten\s*: Sie sind angesprochen")).click()
    expect(page.get_by_role("heading", name="Anmerkung zu § 6 (2)")).to_be_visible()
    assert troubles(page) == [], "asked-thread"
    for words in (FIRST, SECOND):
        page.get_by_role("link", name="Andere Worte vorschlagen").click()
        text = page.get_by_role("textbox", name="Ihr Wortlaut")
        assert text.input_value() == TEXT
        text.fill(words)
        assert troubles(page) == [], "suggest"
        page.get_by_role("button", name="Vorschlag senden").click()
        expect(page.get_by_text("Vorschlag gesendet.")).to_be_visible()
    thread = page.url
    expect(page.get_by_role("button", name="Vorschlag übernehmen")).to_have_count(0)

    log_in(amira)
    page.goto(thread)
    offers = page.locator(".comment-suggestion")
    expect(offers.nth(0).locator("ins")).to_contain_text("in jedem Halbjahr")
    expect(offers.nth(1).locator("ins")).to_contain_text("5")
    assert troubles(page) == [], "decide"
    offers.nth(0).get_by_role("button", name="Vorschlag übernehmen").click()
    expect(page.get_by_text("Er ist jetzt der Text des Absatzes.")).to_be_visible()
    assert Clause.objects.get(section__instrument=review, key="p06-2").text == SECOND
    assert troubles(page) == [], "changed-meanwhile"
    follow(offers.nth(1).get_by_role("link", name="Ablehnen"))
    assert troubles(page) == [], "decline"
    page.get_by_role("textbox", name="Begründung").fill("Fünf Prozent reichen für das Kernteam nicht.")
    page.get_by_role("button", name="Mit dieser Begründung ablehnen").click()
    expect(page.get_by_text("Vorschlag abgelehnt.")).to_be_visible()

    log_in(charlotte)
    page.goto(f"/vertraege/{review.agreement_id}/")
    expect(page.locator("#absatz-p06-2")).to_contain_text("in jedem Halbjahr")
    page.locator("#absatz-p06-2").get_by_role("link", name="1 offene Anmerkung").click()
    page.get_by_role("link", name="§ 6 (2)").click()
    expect(page.get_by_text("Fünf Prozent reichen für das Kernteam nicht.")).to_be_visible()
    expect(page.get_by_text("übernommen", exact=True)).to_be_visible()
    expect(page.get_by_text("abgelehnt", exact=True)).to_be_visible()
    assert troubles(page) == [], "read"


def test_an_answer_that_was_not_sent_is_offered_again_and_a_sent_one_is_not(
    page: Page, log_in: Callable[[User], None], review: Instrument
) -> None:
    amira = User.objects.get(first_name="Amira")
    log_in(amira)
    page.goto(f"/urkunden/{review.pk}/anmerkungen/neu/absatz/p06-2/")
    page.get_by_label("Ihr Beitrag").fill("Eine Frage.")
    follow(page.get_by_role("button", name="Anmerkung senden"))
    answer = page.get_by_role("textbox", name="Ihr Beitrag")
    answer.fill("Angefangen und")
    page.reload()
    page.get_by_role("button", name="Wieder einsetzen").click()
    expect(answer).to_have_value("Angefangen und")
    answer.fill("Angefangen und fertig.")
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_text("Antwort gespeichert.")).to_be_visible()
    expect(page.get_by_role("button", name="Wieder einsetzen")).to_have_count(0)
    expect(answer).to_have_value("")
    page.goto(f"/urkunden/{review.pk}/anmerkungen/neu/absatz/p06-2/")
    expect(page.get_by_role("button", name="Wieder einsetzen")).to_have_count(0)
