"""The pages of an agreement: each says its part, old addresses lead on, and none asks for more than it shows."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.utils import timezone

from agreements.choices import Status
from agreements.dossier.agreement_pages.situation_page import situation_page
from agreements.dossier.agreement_pages.subject import page_subject
from agreements.dossier.termination.queries import contract_with_facts
from agreements.models import Obligation, SigningLink
from agreements.parties import ReportingSide
from agreements.tracking.agreement_duties import URGENT
from agreements.tracking.forms import BOTH_SIDES
from agreements.tracking.listing import listing
from agreements.tracking.queries.obligations import newest_terms
from tests import factories
from tests.drafting.comments.conversation import comment_scenario
from tests.page import Page, page_queries, read
from tests.recording.recorded import recorded
from tests.scenario import Scenario
from tests.signing.links.visitor import invited
from tests.tracking.report_factories import DONE, make_report, obligation_of

# of the one page that an agreement once had
FORMER = "ueberblick unterzeichnende dokumente siegel anmerkungen mitzeichnung beschluesse text ende landesarchiv geschichte"
QUERIES = {"coordinator": 11, "staff": 8, "observer": 7}


def first_page(scenario: Scenario, who: str = "coordinator") -> Page:
    return read(scenario.browser(who).get(scenario.signed.page_url("detail")))


def links(page: Page) -> dict[str, str]:
    """Return the attributes „class“ of links by their address."""
    return {said["href"]: said.get("class", "") for tag, said in page.tags if tag == "a" and "href" in said}


def test_a_signed_agreement_opens_on_where_it_stands(scenario: Scenario) -> None:
    page = first_page(scenario)
    assert "überfällig" in page.text
    assert [words for level, words in page.headings if level == 1] == ["Pankow"]
    assert {"Was eilt", "Laufzeit", "Demnächst fällig", "Wen Sie fragen können"} <= {
        words for _, words in page.headings
    }
    pages = [scenario.signed.page_url(name) for name in ("text", "documents", "signing", "history")]
    assert set(pages) <= set(links(page))


def test_every_number_leads_to_the_list_of_just_these(scenario: Scenario) -> None:
    browser, reference = scenario.browser("staff"), scenario.signed.agreement.reference
    html = browser.get(scenario.signed.page_url("detail")).content.decode()
    figures = re.findall(r'<a class="tone-\w+" href="([^"]+)"><strong>(\d+)</strong>', html)
    assert len(figures) > 3
    for address, number in figures:
        assert f"vertrag={reference}&amp;wer={BOTH_SIDES}&amp;stand=" in address
        assert f"({number})" in read(browser.get(unescape(address))).text, address
    assert f"Alle {sum(int(number) for _, number in figures)} Pflichten ansehen" in html


@pytest.mark.parametrize("who", QUERIES)
def test_it_asks_little_once_it_is_known_where_things_stand(who: str, scenario: Scenario) -> None:
    browser, address = scenario.browser(who), scenario.signed.page_url("detail")
    browser.get(address)
    assert page_queries(browser, address) == QUERIES[who]


@pytest.mark.parametrize(("who", "sees"), [("staff", True), ("coordinator", True), ("observer", False)])
def test_who_only_reads_asks_the_coordination_and_not_people_in_the_district(
    who: str, sees: bool, scenario: Scenario
) -> None:
    bogdan, amira = scenario.people["staff"], scenario.amira
    for person in (bogdan, amira):
        person.email, person.office_phone = f"{person.username}@example.org", f"030 9{person.pk}"
        person.save(update_fields=["email", "office_phone"])
    page = scenario.browser(who).get(scenario.signed.page_url("detail")).content.decode()
    assert (bogdan.email in page, bogdan.office_phone in page) == (sees, sees)
    assert amira.email in page


def test_a_report_is_seen_at_once(scenario: Scenario) -> None:
    assert "wartet auf Sie" not in first_page(scenario).text
    make_report(
        obligation_of(scenario.signed, "O-06"),
        DONE,
        scenario.people["staff"],
        factories.SIGNED_AT + timedelta(days=90),
    )
    page = first_page(scenario)
    assert "Eine Meldung wartet auf Sie." in page.text
    [foremost] = [address for address, look in links(page).items() if "btn-primary" in look]
    assert "stand=waiting" in foremost
    assert "wartet auf Sie" not in first_page(scenario, "staff").text


def test_whose_side_has_reported_all_is_not_asked_to_report(scenario: Scenario) -> None:
    amira, now = scenario.amira, timezone.now()
    assert "Sachstand melden" in foremost(scenario)
    for one in listing(newest_terms().filter(instrument=scenario.signed), timezone.localdate()).entries():
        if one.state in URGENT and ReportingSide.COORDINATION in one.whose:
            make_report(Obligation.objects.get(pk=one.obligation_id), DONE, amira, now, key=one.key)
    assert "Zu den Pflichten" in foremost(scenario)
    assert "Meldung" in foremost(scenario, "staff")


def foremost(scenario: Scenario, who: str = "coordinator") -> str:
    html = scenario.browser(who).get(scenario.signed.page_url("detail")).content.decode()
    [words] = re.findall(r'<a class="btn btn-primary" href="[^"]+">([^<]+)</a>', html)
    return str(words)


def test_of_an_unknown_period_of_notice_no_last_day_is_said(scenario: Scenario) -> None:
    contract = recorded(scenario.amira, notice_months=None)
    page = read(scenario.browser("coordinator").get(contract.page_url("detail"))).text
    assert "Kündigungsfrist nicht bekannt" in page
    assert "ündbar bis" not in page


def test_where_a_shorter_period_is_still_to_come_the_first_day_is_said(scenario: Scenario) -> None:
    today = timezone.localdate()
    term = contract_with_facts(scenario.signed.agreement)[1]
    first = today + timedelta(days=10)
    soon = replace(
        term,
        ends_on=today + timedelta(days=80),
        extension_months=12,
        notice_months=3,
        notice_changes=((first, 1),),
    )
    subject = page_subject(scenario.amira, scenario.signed.agreement, None, timezone.now())
    assert situation_page(subject, scenario.signed, soon).notice_from == first
    assert (
        situation_page(subject, scenario.signed, replace(soon, notice_changes=((today, 1),))).notice_from
        is None
    )


def test_what_an_old_address_names_is_found(scenario: Scenario) -> None:
    page = first_page(scenario)
    ids = {said["id"] for _, said in page.tags if "id" in said}
    led = " ".join(said["data-former"] for tag, said in page.tags if tag == "a" and "data-former" in said)
    for name in FORMER.split():
        assert name in ids or name in led.split(), name
    assert {"absatz-", "abschnitt-"} <= set(led.split())


def test_before_the_signature_the_text_is_on_the_first_page(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    for status in (Status.DRAFT, Status.REVIEW, Status.SIGNING):
        contract = scenario.contracts[status]
        assert browser.get(contract.page_url("text")).headers["Location"] == contract.page_url("detail")
        assert 'class="clause-text"' in browser.get(contract.page_url("detail")).content.decode()


def test_before_the_signature_it_says_who_has_seen_the_text(scenario: Scenario) -> None:
    review = scenario.contracts[Status.REVIEW]
    address = review.page_url("detail")
    assert "Bisher hat niemand geantwortet" in read(scenario.browser("staff").get(address)).text
    comment_scenario(scenario)
    page = read(scenario.browser("staff").get(address)).text
    assert "angemerkt" in page.partition("Wer den Text gesehen hat")[2]


def test_whoever_opened_her_link_has_seen_it(scenario: Scenario) -> None:
    contract = scenario.signing
    link = invited(contract, scenario.amira)
    in_berlin_the_next_day = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    SigningLink.objects.filter(pk=link.pk).update(opened_at=in_berlin_the_next_day)
    page = read(scenario.browser("coordinator").get(contract.page_url("detail"))).text
    assert "01.04.2026" in page.partition("Wer den Text gesehen hat")[2]
    assert "Link zum Unterzeichnen geöffnet" in page
    others = read(scenario.browser("staff").get(contract.page_url("detail"))).text
    assert "Link zum Unterzeichnen geöffnet" not in others
