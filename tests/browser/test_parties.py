"""A third party in the browser: taken up in the draft, owing, and signing over a link."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from agreements.choices import OwedBy, Side
from agreements.drafting.actions.parties import add_party
from agreements.drafting.actions.people import add_signatory
from agreements.models import Instrument, ObligationTerms
from agreements.signing.links.invitations import send_link, set_address
from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.browser.browser import Witness
from tests.signing.links.visitor import ADDRESS, Visitor

PHONE = ViewportSize(width=390, height=844)


@pytest.fixture
def draft(transactional_db: None) -> Instrument:
    cache.clear()  # of the limits for codes
    return factories.draft(factories.district("08"), factories.coordinator())


def test_a_third_party_is_taken_up_and_owes(
    page: Page, log_in: Callable[[User], None], witness: Witness, draft: Instrument
) -> None:
    witness.expected_statuses.add(422)  # a name that another party has
    page.set_viewport_size(PHONE)
    log_in(draft.agreement.coordinator)
    page.goto(f"/urkunden/{draft.pk}/bearbeiten/#parteien")
    page.get_by_role("link", name="Vertragspartei hinzufügen").click()
    page.get_by_label("Bezeichnung").fill("Grundschule am Lindenhof")
    page.get_by_label("Vertretung").fill("vertreten durch die Schulleitung")
    page.get_by_label("Kurzname im Text").fill("Bezirk")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("heißt schon eine andere Vertragspartei").first).to_be_visible()
    look(page, "party-refused")
    page.get_by_label("Kurzname im Text").fill("die Schule")
    page.get_by_role("button", name="Speichern").click()
    parties = page.locator("#parteien")
    expect(parties).to_contain_text("im Text „die Schule“")
    page.get_by_role("button", name=re.compile("Nach vorn.*die Schule")).click()
    expect(parties.locator(".edit-row").nth(1)).to_contain_text("die Schule")
    look(page, "party-editor")
    page.goto(f"/urkunden/{draft.pk}/unterzeichnende/neu/")
    page.get_by_label("Seite").select_option("Schule")
    look(page, "party-signatory")
    page.goto(f"/urkunden/{draft.pk}/pflichten/neu/report/#frage-who")
    page.get_by_role("checkbox", name="MitWirkung").check()
    page.get_by_role("checkbox", name="Schule").check()
    expect(page.locator(".printed")).to_contain_text("Die Schule und MitWirkung")
    look(page, "party-owing")


def test_the_page_of_the_agreement_names_three_parties(
    page: Page, log_in: Callable[[User], None], draft: Instrument
) -> None:
    by, at = draft.agreement.coordinator, factories.FROZEN_AT
    add_party(
        draft,
        line="Grundschule am Lindenhof",
        represented_by="vertreten durch die Schulleitung",
        short="die Schule",
        by=by,
        at=at,
    )
    add_signatory(draft, side=Side.THIRD, name="Bo Lindqvist", function="Schulleiter", by=by, at=at)
    ObligationTerms.objects.filter(instrument=draft, obligation__code="O-19").update(
        owed_by=OwedBy.NAMED, owed_by_sides=[Side.THIRD]
    )
    contract = factories.freeze_draft(draft, by)
    page.set_viewport_size(PHONE)
    log_in(by)
    page.goto(f"/vertraege/{contract.agreement_id}/")
    expect(page.locator("#text")).to_contain_text(
        "Grundschule am Lindenhof, vertreten durch die Schulleitung"
    )
    expect(page.get_by_role("table", name="Pflichten: Schule")).to_be_visible()
    look(page, "party-agreement")
    person = contract.signatories.get(side=Side.THIRD)
    page.goto(f"/urkunden/{contract.pk}/unterschriften/{person.key}/")
    expect(page.locator("main")).to_contain_text("Schule")
    look(page, "party-signature")
    visitor, now = Visitor(), timezone.now()
    set_address(contract, signatory_key=person.key, email=ADDRESS, reminds=False, revision=0, by=by, at=now)
    send_link(contract, signatory_key=person.key, by=by, at=now)
    page.context.clear_cookies()
    page.goto(visitor.link())
    page.get_by_role("button", name="Code an diese Adresse senden").click()
    page.get_by_label("Code aus der E-Mail").fill(visitor.code())
    page.get_by_role("button", name="Vertrag öffnen").click()
    expect(page.get_by_text("nachfolgend „die Schule“").first).to_be_visible()
    look(page, "party-link")
