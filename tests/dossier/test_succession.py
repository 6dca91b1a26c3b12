"""A successor: begun from the page of an agreement, linked on both pages, and how the two join."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements.dossier.succession import SuccessionView, succession_view
from agreements.dossier.termination.queries import contract_with_facts
from agreements.drafting.actions.beginnings import from_agreement
from agreements.drafting.actions.contract import ContractHead, begin_contract
from agreements.errors import ActionRefused
from agreements.models import Agreement, Event, Instrument, StaffRelease, Thread
from agreements.signing.transition_actions import take_step
from agreements.state import AgreementState, agreement_state
from agreements.texts.assembly import raw_copy, working_copy
from agreements.verification.status import version_status
from tests import factories
from tests.amending import amend, begin, freeze_amendment, reword, set_terms, sign_amendment
from tests.dossier.termination_notices import noticed
from tests.page import read
from tests.scenario import Scenario, version_of

AS_OF = date(2027, 1, 15)
AT = factories.SIGNED_AT


def successor(scenario: Scenario, **head: object) -> Instrument:
    source = scenario.signed
    values = {
        "district": scenario.place,
        "coordinator": scenario.amira,
        "predecessor": source.agreement,
        "begins_on": date(2028, 4, 1),
        "overlap_confirmed": True,
    }
    return begin_contract(
        from_agreement(source, follows=True),
        ContractHead(**{**values, **head}),  # type: ignore[arg-type]
        by=scenario.amira,
        at=AT,
    )


def shown(scenario: Scenario, agreement: Agreement, who: str = "coordinator") -> SuccessionView:
    agreement.refresh_from_db()
    _, facts = contract_with_facts(agreement)
    return succession_view(scenario.people[who], agreement, facts, AS_OF)


def test_it_is_begun_from_the_page_and_begins_on_the_day_after(scenario: Scenario) -> None:
    former, browser = scenario.signed.agreement, scenario.browser("coordinator")
    noticed(former, scenario.amira)
    [link] = [
        tag["href"]
        for name, tag in read(browser.get(reverse("agreement_detail", args=[former.pk]))).tags
        if name == "a" and "nachfolge=" in tag.get("href", "")
    ]
    page = read(browser.get(link))
    assert f"{former} (gekündigt zum 31.03.2028)" in page.text
    assert page.title.startswith("Folgevertrag")
    sent = page.fields
    assert (sent["begins_on"], sent["district"]) == ("2028-04-01", str(scenario.place.pk))
    reply = browser.post(reverse("agreement_new"), sent | {"ends_on": "31.03.2031"})
    assert reply.status_code == 302, read(reply).text
    draft = Instrument.objects.order_by("pk").last()
    assert draft is not None
    assert draft.agreement.predecessor == former
    assert draft.begins_on == date(2028, 4, 1)
    source = scenario.signed
    assert (draft.extension_months, draft.notice_months) == (source.extension_months, source.notice_months)
    assert raw_copy(draft).obligations == raw_copy(source).obligations
    assert draft.placeholders == source.placeholders


def test_it_can_begin_with_a_pasted_text_too(scenario: Scenario) -> None:
    browser, former = scenario.browser("coordinator"), scenario.signed.agreement
    address = f"{reverse('agreement_import')}?nachfolge={former.pk}"
    assert str(former) in read(browser.get(address)).text
    preview = read(
        browser.post(address, {"text": "§ 1 Ziel\n(1) Wir helfen Familien.\n", "nachfolge": former.pk})
    )
    sent = preview.fields
    assert sent["district"] == str(scenario.place.pk)
    reply = browser.post(
        reverse("agreement_import"),
        sent | {"anlegen": "1", "ends_on": "31.03.2090", "overlap_confirmed": "on"},
    )
    assert reply.status_code == 302, read(reply).text
    draft = Instrument.objects.order_by("pk").last()
    assert draft is not None
    assert draft.agreement.predecessor == former


def test_both_pages_link_each_other(scenario: Scenario) -> None:
    former = scenario.signed.agreement
    draft = successor(scenario)
    browser = scenario.browser("coordinator")
    for here, there in ((former, draft.agreement), (draft.agreement, former)):
        page = read(browser.get(reverse("agreement_detail", args=[here.pk])))
        assert reverse("agreement_detail", args=[there.pk]) in {
            tag.get("href") for name, tag in page.tags if name == "a"
        }
        assert "schließt am 01.04.2028 ohne Lücke an" in page.text
        assert "Folgevertrag beginnen" not in page.text


def test_a_notice_or_another_begin_shows_the_gap_on_both_pages(scenario: Scenario) -> None:
    draft = successor(scenario, begins_on=date(2028, 4, 15))
    words = "Lücke von 14\N{NO-BREAK SPACE}Tagen: 01.04.2028 bis 14.04.2028"
    [row] = shown(scenario, scenario.signed.agreement).rows
    assert (row.label, row.contract) == ("Folgevertrag", draft)
    assert row.joint.startswith(words)
    noticed(scenario.signed.agreement, scenario.amira)
    [row] = shown(scenario, draft.agreement).rows
    assert (row.label, row.joint) == ("Folgt auf", words)


def test_a_withdrawn_successor_makes_room_for_another(scenario: Scenario) -> None:
    draft, former = successor(scenario), scenario.signed.agreement
    assert not shown(scenario, former).may_begin
    take_step(draft, "withdraw", reason="Kein Geld", by=scenario.amira, at=AT)
    view = shown(scenario, former)
    assert (view.rows, view.may_begin) == ((), True)
    [row] = shown(scenario, draft.agreement).rows
    assert (row.contract.agreement, row.joint) == (former, "")


def test_the_draft_of_a_successor_is_not_told_to_the_district(scenario: Scenario) -> None:
    successor(scenario)
    assert shown(scenario, scenario.signed.agreement, "staff") == SuccessionView(rows=(), may_begin=False)


def test_its_own_district_is_no_foreign_name(scenario: Scenario) -> None:
    draft = successor(scenario)
    texts = [
        comment.text
        for thread in Thread.objects.filter(instrument=draft)
        for comment in thread.comments.all()
    ]
    assert not [text for text in texts if "Pankow" in text]


def test_the_history_says_whom_it_follows(scenario: Scenario) -> None:
    draft = successor(scenario)
    event = Event.objects.get(agreement=draft.agreement, kind="contract_created")
    reference = scenario.signed.agreement.reference
    assert event.data["predecessor"] == reference
    assert f"als Folgevertrag von {reference}" in event.data["template"]


def test_it_takes_over_what_the_amendments_made_of_the_text(scenario: Scenario) -> None:
    draft = begin(scenario.signed, by=scenario.amira, at=AT)
    reword(draft, "0,75", "1,0", by=scenario.amira, at=AT)
    set_terms(draft, "O-01", quantity=Decimal(1))
    StaffRelease.objects.filter(terms__instrument=draft, terms__obligation__code="O-01").update(share=1)
    sign_amendment(freeze_amendment(draft, by=scenario.amira, at=AT), by=scenario.amira, at=AT)
    content = working_copy(successor(scenario))
    text = "\n".join(clause.text for section in content.sections for clause in section.clauses)
    assert "0,75" not in text
    [release] = [duty for duty in content.obligations if duty.code == "O-01"]
    assert (release.quantity, [post.share for post in release.posts]) == (Decimal(1), [Decimal(1)])


def test_an_amendment_that_ends_the_contract_by_agreement_is_followed_everywhere(scenario: Scenario) -> None:
    agreed_end = date(2027, 6, 30)
    amend(
        scenario.signed,
        {},
        begins_on=date(2025, 5, 1),
        by=scenario.amira,
        at=AT,
        ends_on=agreed_end,
        extension_months=0,
    )
    _, facts = contract_with_facts(scenario.signed.agreement)
    assert agreement_state(facts, agreed_end) == AgreementState.EXPIRING
    assert agreement_state(facts, agreed_end + timedelta(days=1)) == AgreementState.ENDED
    following = successor(scenario, begins_on=date(2027, 7, 1))
    [row] = shown(scenario, following.agreement).rows
    assert row.joint == "schließt am 01.07.2027 ohne Lücke an"
    assert version_status(version_of(scenario.signed), date(2027, 7, 1)).label == "beendet am 30.06.2027"


def test_another_district_is_refused(scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="zu demselben Bezirk"):
        successor(scenario, district=factories.district("09"))


@pytest.mark.parametrize("key", ["0", "x", "-1", "99999999999", "²"])
def test_a_wrong_key_of_the_former_agreement_is_passed_over(scenario: Scenario, key: str) -> None:
    page = read(
        scenario.browser("coordinator").get(reverse("agreement_new"), {"leer": "1", "nachfolge": key})
    )
    assert page.title.startswith("Neuer Vertrag")


def test_the_database_holds_the_link(scenario: Scenario) -> None:
    draft = successor(scenario)
    for values in ({"predecessor": scenario.draft.agreement}, {"predecessor": None}):
        with pytest.raises(IntegrityError, match="Vorgänger"), transaction.atomic():
            Agreement.objects.filter(pk=draft.agreement_id).update(**values)
    for former in (scenario.draft.agreement, scenario.reported):
        with pytest.raises(IntegrityError, match="unterzeichneten Vertrag desselben"), transaction.atomic():
            Agreement.objects.create(
                district=scenario.place, reference="MW-03-99", coordinator=scenario.amira, predecessor=former
            )
