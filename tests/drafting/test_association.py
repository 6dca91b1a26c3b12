"""The record of the association: offered in new contracts, followed by drafts, copied at freezing, kept with its history."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from agreements.choices import Side
from agreements.content import Content
from agreements.models import Association, Instrument
from agreements.rendering.completeness import gaps
from agreements.texts.assembly import content_of, working_copy
from agreements.texts.association import current_association
from agreements.texts.placeholders import placeholder_labels
from tests import factories
from tests.admin.page import filled_form
from tests.page import read
from tests.scenario import Scenario

NEW: dict[str, Any] = {"name": "Neuer Verein e. V.", "address": "Neue Straße 2, 10117 Berlin"}


def moved(scenario: Scenario) -> Association:
    return Association.objects.create(
        **NEW, recorded_at=factories.SIGNED_AT + timedelta(days=30), recorded_by=scenario.people["admin"]
    )


def said_of(content: Content) -> tuple[str, str]:
    party = content.party(Side.ASSOCIATION)
    return party.line, party.address


def test_drafts_follow_the_record_and_frozen_texts_keep_it(scenario: Scenario) -> None:
    before = said_of(working_copy(scenario.draft))
    assert before[1] == "Musterstraße 1, 10115 Berlin"
    moved(scenario)
    assert said_of(working_copy(scenario.draft)) == (NEW["name"], NEW["address"])
    assert said_of(content_of(scenario.signing)) == before


def test_admin_records_anew_and_sees_what_was(scenario: Scenario) -> None:
    admin = scenario.browser("admin")
    address = reverse("admin:agreements_association_add")
    form = filled_form(admin.get(address), "association")
    assert form["address"] == "Musterstraße 1, 10115 Berlin"
    sent = {
        **form,
        "address": NEW["address"],
        "telephone": "030 1",
        "representatives-0-name": "Vera Verein",
        "representatives-0-function": "Vorstand",
        "representatives-0-authority": "§ 26 BGB",
    }
    assert admin.post(address, sent).status_code == 302
    made = current_association()
    assert made is not None
    assert (made.address, made.recorded_by) == (NEW["address"], scenario.people["admin"])
    listed = read(admin.get(reverse("admin:agreements_association_changelist"))).text
    assert "Musterstraße 1" in listed
    assert NEW["address"] in listed
    again = filled_form(admin.get(address), "association")
    assert again["representatives-0-name"] == "Vera Verein"


def test_all_who_may_sign_are_offered_and_the_ticked_ones_sign(scenario: Scenario) -> None:
    made = current_association()
    assert made is not None
    first = made.representatives.get()
    second = made.representatives.create(name="Vera Verein", function="Geschäftsführung")
    address, browser = reverse("agreement_new"), scenario.browser("coordinator")
    page = read(browser.get(address))
    assert page.fields["representatives"] == str(first.pk)
    assert "Vera Verein, Geschäftsführung" in page.text
    sent = {
        **page.fields,
        "district": factories.district("08").pk,
        "representatives": [first.pk, second.pk],
        "association_name": "Ute Unbekannt",
        "association_function": "Prokura",
    }
    assert browser.post(address, sent).status_code == 302
    signing = Instrument.objects.latest("pk").signatories.filter(side=Side.ASSOCIATION)
    assert set(signing.values_list("name", "function")) == {
        ("Viktor Verein", "Vorstand"),
        ("Vera Verein", "Geschäftsführung"),
        ("Ute Unbekannt", "Prokura"),
    }
    twice = {**read(browser.get(address)).fields, "district": factories.district("09").pk}
    twice |= {"association_name": "Viktor Verein", "association_function": "Vorstand"}
    assert browser.post(address, twice).status_code == 302
    signing = Instrument.objects.latest("pk").signatories.filter(side=Side.ASSOCIATION)
    assert [person.name for person in signing] == ["Viktor Verein"], "ticked and entered, somebody signs once"
    opened = {**read(browser.get(address)).fields, "district": sent["district"]}
    moved(scenario)
    late = browser.post(address, opened)
    assert late.status_code == 422
    assert "Die Angaben zum Verein haben sich geändert." in read(late).text


def test_missing_address_leads_to_the_record(db: None) -> None:
    amira, place = factories.coordinator(), factories.district()
    draft = factories.draft(place, amira)
    parties = draft.parties.filter(side=Side.ASSOCIATION)
    parties.update(address="[TRAEGER_KONTAKT]")
    [gap] = gaps(working_copy(Instrument.objects.get(pk=draft.pk)), placeholder_labels(draft))
    assert gap.words.startswith("Kontakt des Vereins fehlt: Vertragspartei")


@pytest.mark.parametrize(("who", "change"), [("admin", True), ("coordinator", False)])
def test_page_says_who_can_change_it(scenario: Scenario, who: str, change: bool) -> None:
    scenario.draft.parties.filter(side=Side.ASSOCIATION).update(address="[TRAEGER_TELEFON]")
    address = reverse("association")
    detail = scenario.browser("coordinator").get(
        reverse("agreement_detail", args=[scenario.draft.agreement_id])
    )
    assert f'<a href="{address}">Telefonnummer des Vereins fehlt' in detail.content.decode()
    page = read(scenario.browser(who).get(address))
    add = reverse("admin:agreements_association_add")
    assert (add in {tag.get("href") for _, tag in page.tags}) == change
    assert ("Ändern kann das die Administration: Dana" in page.text) != change
