"""Rosa, who has no account, in a browser: from the link in her e-mail to her confirmation, at every width."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from agreements.choices import LegalForm
from agreements.models import Agreement, Signature
from agreements.texts.assembly import content_of
from districts.models import User
from tests import factories
from tests.browser.axe import troubles
from tests.browser.browser import Witness
from tests.signing.links.visitor import Visitor, waiting


@pytest.fixture(autouse=True)
def nobody_asked_before(transactional_db: None) -> Iterator[None]:
    """Empty the buckets: the cache's table belongs to no model."""
    cache.clear()
    yield
    cache.clear()


def insist(page: Page) -> None:
    """Hold a page against axe at every width, and see that its address goes to nobody."""
    assert troubles(page) == [], page.url.split("/zeichnen/")[0]
    page.set_viewport_size({"width": 390, "height": 844})


def test_rosa_reads_and_confirms_on_her_phone(
    page: Page, log_in: Callable[[User], None], witness: Witness
) -> None:
    witness.expected_statuses.add(422)  # a wrong code, a missing tick
    amira, rosa = factories.coordinator(), Visitor()
    draft = factories.draft(factories.district("03"), amira)
    Agreement.objects.filter(pk=draft.agreement_id).update(legal_form=LegalForm.SIMPLE)
    draft.agreement.refresh_from_db()
    contract = factories.freeze_draft(draft, amira)
    log_in(amira)
    page.goto(reverse("link_list", args=[contract.pk]))
    page.get_by_role("link", name=re.compile(f"Adresse eintragen.*{waiting(contract).name}")).click()
    page.get_by_label("E-Mail-Adresse").fill("rosa.rathaus@bezirk.example")
    insist(page)
    page.get_by_role("button", name="Adresse speichern").click()
    page.get_by_role("button", name=re.compile("Einladen.*Rosa Rathaus")).click()
    expect(page.get_by_text("noch nicht gesendet")).to_be_visible()
    insist(page)
    page.context.clear_cookies()

    page.goto(rosa.link())
    insist(page)
    page.get_by_role("button", name="Code an diese Adresse senden").click()
    page.get_by_label("Code aus der E-Mail").fill("12")
    page.get_by_role("button", name="Vertrag öffnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Code eingeben")
    insist(page)
    code = rosa.code()
    page.get_by_label("Code aus der E-Mail").fill(f"{code[:3]} {code[3:]}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lesen und unterzeichnen")
    expect(page.get_by_text(content_of(contract).fingerprint)).to_be_visible()
    insist(page)
    for name, button in (
        ("Unterzeichnung ablehnen", "Ablehnen"),
        ("Signierte Datei hochladen", "Hochladen und prüfen"),
    ):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
        insist(page)
        page.get_by_role("link", name="Zurück zum Vertrag").click()
    page.get_by_role("link", name="Zur Bestätigung").click()
    page.get_by_role("button", name="Verbindlich bestätigen").click()
    expect(page.get_by_role("link", name="Bitte setzen Sie das Häkchen")).to_be_visible()
    insist(page)
    page.get_by_label("Ich habe den Wortlaut gelesen").check()
    page.get_by_role("button", name="Verbindlich bestätigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank")
    insist(page)
    assert Signature.objects.get().method == "confirmation"
    page.goto(reverse("link_recover"))
    insist(page)
