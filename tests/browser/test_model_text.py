"""A model text in the browser: written, locked and published; a draft notices nothing until it takes a change over."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from agreements.models import AgreementTemplate, Clause, Instrument
from agreements.texts.assembly import working_copy
from districts.models import User
from tests import factories
from tests.browser.axe import troubles, violations
from tests.browser.browser import Witness, follow

LogIn = Callable[[User], None]
NEW = "Die Vertragsparteien arbeiten verlässlich und über Ressortgrenzen hinweg zusammen."
ROOMS = "Er sorgt für barrierefreie Räume und die übliche technische Ausstattung bei bezirklichen Terminen."


def test_a_coordinator_publishes_and_a_draft_takes_one_change_over(
    page: Page, log_in: LogIn, witness: Witness, transactional_db: None
) -> None:
    witness.expect_status(422)
    draft, model = given_a_draft_and_a_model_text_in_the_making(page, log_in)
    before = working_copy(draft).fingerprint
    when_she_writes(page, model, "p03-1", NEW)
    when_she_locks(page, model, "p03-1")
    when_she_writes(page, model, "p05-4", ROOMS)
    when_she_publishes(page, model)
    then_the_draft_is_as_before(draft, before)
    when_she_takes_one_change_over(page, draft)
    then_it_stands_there_locked(page, draft)


def given_a_draft_and_a_model_text_in_the_making(page: Page, log_in: LogIn) -> tuple[Instrument, Instrument]:
    amira = factories.coordinator()
    draft = factories.draft(factories.district("03"), amira)
    log_in(amira)
    page.goto("/")
    page.get_by_role("link", name="Mustertexte").click()
    page.get_by_role("button", name="Neue Version beginnen").click()
    expect(page.get_by_text("Seit der letzten Version hat sich nichts geändert.")).to_be_visible()
    return draft, Instrument.objects.get(agreement__origin="model")


def when_she_writes(page: Page, model: Instrument, key: str, words: str) -> None:
    page.goto(reverse("clause_edit", args=[model.pk, key]))
    page.get_by_label("Text des Absatzes").fill(words)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Absatz gespeichert.")).to_be_visible()


def when_she_locks(page: Page, model: Instrument, key: str) -> None:
    page.goto(reverse("model_detail", args=[model.pk]))
    page.get_by_role("link", name=re.compile(r"^Regeln\s*für §\s3\s\(1\)")).click()
    page.get_by_label("gesperrt").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(f"#absatz-{key}").get_by_text("gesperrt")).to_be_visible()


def when_she_publishes(page: Page, model: Instrument) -> None:
    page.goto(reverse("model_detail", args=[model.pk]))
    assert violations(page) == []
    page.get_by_role("link", name="Als neue Version veröffentlichen").click()
    page.get_by_label("Was ist neu?").fill("Verlässlichkeit und barrierefreie Räume")
    assert violations(page) == []
    page.get_by_role("button", name="Version 2 veröffentlichen").click()
    expect(page.get_by_text("Kooperationsvertrag, Version 2 ist veröffentlicht.")).to_be_visible()
    assert violations(page) == []
    assert AgreementTemplate.objects.count() == 2


def then_the_draft_is_as_before(draft: Instrument, before: str) -> None:
    draft.refresh_from_db()
    assert working_copy(draft).fingerprint == before
    assert draft.template.version == 1


def when_she_takes_one_change_over(page: Page, draft: Instrument) -> None:
    page.goto(reverse("draft_edit", args=[draft.pk]))
    follow(page.get_by_role("link", name="Version 2 mit diesem Entwurf vergleichen"))
    assert violations(page) == []
    page.get_by_role("button", name=re.compile(r"^Übernehmen\s*: §\s3\s\(1\)")).click()
    expect(page.get_by_text("Übernommen.", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Nicht übernehmen\s*: §\s5\s\(4\)")).click()
    page.get_by_role("button", name="Auf Version 2 umstellen").click()
    expect(page.get_by_text("Der Entwurf beruht jetzt auf der neuen Version.")).to_be_visible()


def then_it_stands_there_locked(page: Page, draft: Instrument) -> None:
    texts = dict(Clause.objects.filter(section__instrument=draft).values_list("key", "text"))
    assert texts["p03-1"] == NEW
    assert texts["p05-4"] != ROOMS
    page.goto(reverse("clause_edit", args=[draft.pk, "p03-1"]))
    page.get_by_label("Text des Absatzes").fill("Nach Belieben.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Dieser Absatz ist im Mustertext gesperrt").first).to_be_visible()
    expect(page.get_by_label("Text des Absatzes")).to_have_value("Nach Belieben.")
    assert Clause.objects.get(section__instrument=draft, key="p03-1").text == NEW


def test_the_pages_fit_every_screen_and_are_accessible(
    page: Page, log_in: LogIn, transactional_db: None
) -> None:
    amira = factories.coordinator()
    draft = factories.draft(factories.district("03"), amira)
    log_in(amira)
    for address in (
        reverse("template_list"),
        reverse("template_detail", args=[factories.template().pk]),
        reverse("block_list", args=[draft.pk]),
        reverse("deviation_new", args=[draft.pk, "p11-1"]),
        reverse("agreement_new"),
    ):
        page.goto(address)
        assert troubles(page) == [], address
