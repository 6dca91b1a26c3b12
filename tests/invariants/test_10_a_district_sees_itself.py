"""Invariant 10: a district sees only itself, the secretariat only what is signed."""

import pytest
from django.urls import reverse

from agreements import policy, transitions
from agreements.choices import Status
from agreements.models import Agreement
from districts.policy import visible_districts
from tests import factories
from tests.scenario import Scenario, version_of

PAGES = ["start", "agreement_list", "obligation_list", "district_list"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_tells_another_district_of_this_one(page: str, scenario: Scenario) -> None:
    shown = scenario.browser("neighbour").get(reverse(page), follow=True).content.decode()
    assert "Pankow" not in shown
    assert "MW-03" not in shown
    assert "Rosa Rathaus" not in shown
    assert not policy.visible_to(scenario.people["neighbour"]).exists()


def test_asking_for_another_district_shows_nothing_of_it(scenario: Scenario) -> None:
    browser = scenario.browser("neighbour")
    for page in ("agreement_list", "obligation_list"):
        shown = browser.get(reverse(page), {"bezirk": "pankow"}).content.decode()
        assert "MW-03" not in shown
        assert "Pankow" not in shown


@pytest.mark.parametrize("asked", ["\0", "pankow\0", "'; --", "unbekannt", "x" * 5000, "ä"])
def test_an_unknown_district_is_no_error(asked: str, scenario: Scenario) -> None:
    for page in ("agreement_list", "obligation_list", "agreement_new", "agreement_import"):
        reply = scenario.browser("coordinator").get(reverse(page), {"bezirk": asked, "page": asked})
        assert reply.status_code == 200, page


def test_a_filter_narrows_and_never_widens(scenario: Scenario) -> None:
    factories.draft(factories.district("09"), scenario.amira)
    browser = scenario.browser("coordinator")
    everything = browser.get(reverse("agreement_list")).content.decode()
    assert "MW-03-01" in everything
    assert "MW-09-01" in everything
    narrowed = browser.get(reverse("agreement_list"), {"bezirk": "treptow-koepenick"}).content.decode()
    assert "MW-09-01" in narrowed
    assert "MW-03-01" not in narrowed
    assert "MW-03-01" not in scenario.browser("neighbour").get(reverse("agreement_list")).content.decode()


def test_a_district_does_not_see_what_is_not_ready_for_it(scenario: Scenario) -> None:
    shown = scenario.browser("staff").get(reverse("agreement_list")).content.decode()
    for status, contract in scenario.contracts.items():
        assert (contract.agreement.reference in shown) == (status in policy.SEEN_BY_DISTRICT), status
    assert scenario.reported.reference in shown


def test_what_goes_back_into_the_draft_is_out_of_sight_again(scenario: Scenario) -> None:
    contract = scenario.contracts[Status.REVIEW]
    address = reverse("agreement_detail", args=[contract.agreement_id])
    assert scenario.browser("staff").get(address).status_code == 200
    transitions.apply_transition(contract, "back_to_draft", by=scenario.amira, at=factories.SIGNED_AT)
    assert scenario.browser("staff").get(address).status_code == 404


def test_the_secretariat_sees_only_what_is_signed(scenario: Scenario) -> None:
    shown = scenario.browser("observer").get(reverse("agreement_list")).content.decode()
    for status, contract in scenario.contracts.items():
        assert (contract.agreement.reference in shown) == (status == Status.SIGNED), status


def test_a_version_that_was_taken_back_is_for_those_who_write(scenario: Scenario) -> None:
    """It was not signed by all: neither the district nor observers may see it."""
    first = version_of(scenario.signing)
    edition, scan = first.editions.get(), first.signatures.get()
    transitions.apply_transition(
        scenario.signing, "unfreeze", by=scenario.amira, at=factories.SIGNED_AT, reason="Fehler im Text"
    )
    for address in (reverse("edition_file", args=[edition.pk]), reverse("signature_scan", args=[scan.pk])):
        got = {who: scenario.browser(who).get(address).status_code for who in scenario.people}
        assert {who for who, status in got.items() if status == 200} == {"coordinator", "admin"}, got
        assert set(got.values()) == {200, 404}


def test_the_strokes_of_a_draft_are_told_only_to_those_who_write(scenario: Scenario) -> None:
    address = reverse("agreement_history", args=[scenario.signed.agreement_id])
    for who, visible in (
        ("coordinator", True),
        ("admin", True),
        ("staff", False),
        ("lead", False),
        ("observer", False),
    ):
        page = scenario.browser(who).get(address).content.decode()
        assert ("Entwurf angelegt aus" in page) == visible, who
        assert "unterzeichnet am" in page, who


def test_people_belong_to_their_districts_only(scenario: Scenario) -> None:
    assert list(visible_districts(scenario.people["neighbour"]).values_list("number", flat=True)) == ["09"]
    assert visible_districts(scenario.people["observer"]).count() == 12
    assert not visible_districts(scenario.people["nobody"]).exists()


def test_a_person_of_two_districts_sees_both_and_no_third(scenario: Scenario) -> None:
    both = scenario.people["neighbour"]
    both.memberships.create(role="district_lead", district=scenario.place)
    both = type(both).objects.get(pk=both.pk)
    assert set(policy.visible_to(both).values_list("district__number", flat=True)) == {"03"}
    other = factories.draft(factories.district("01"), scenario.amira)
    transitions.apply_transition(other, "open_review", by=scenario.amira, at=factories.SIGNED_AT)
    assert not policy.visible_to(both).filter(pk=other.agreement_id).exists()
    assert Agreement.objects.filter(pk=other.agreement_id).exists()
