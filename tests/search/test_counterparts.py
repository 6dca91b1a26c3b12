"""From a clause to those of the other agreements that correspond to it."""

from django.urls import reverse
from django.utils import timezone

from agreements.choices import Status
from agreements.drafting.actions.text import add_clause, edit_clause
from agreements.models import Instrument, SearchRow
from agreements.search.counterpart_presenters import ElsewherePage, counterpart_page
from agreements.search.counterparts import counterparts, own_clause
from districts.models import User
from tests import factories
from tests.page import page_queries
from tests.scenario import Scenario
from tests.search.indexed import index_all, index_what_is_due, page

AT = factories.FROZEN_AT


def agreements_found(user: User, contract: Instrument, key: str) -> dict[int, set[str]]:
    """Return the agreements with a corresponding clause, each with the keys of it."""
    today = timezone.localdate()
    own = own_clause(user, contract, key, today)
    assert own is not None
    found: dict[int, set[str]] = {}
    for one in counterparts(user, own, today):
        for row in SearchRow.objects.filter(pk__in=one.rows):
            assert row.agreement_id is not None
            found.setdefault(row.agreement_id, set()).add(row.key)
    return found


def shown(user: User, contract: Instrument, key: str) -> ElsewherePage:
    return counterpart_page(user, contract, key, timezone.localdate(), page="")


def change(contract: Instrument, key: str, text: str, by: User) -> None:
    clause = contract.sections.get(clauses__key=key).clauses.get(key=key)
    edit_clause(contract, key=key, revision=clause.revision, text=text, by=by, at=AT)


def test_the_same_clause_is_found_with_its_differences(scenario: Scenario) -> None:
    amira, draft = scenario.amira, scenario.draft
    other = factories.draft(factories.district("05"), amira)
    before = draft.sections.get(key="p15").clauses.get(key="p15-1").text
    change(other, "p15-1", before.replace("Lösung", "gute Lösung"), amira)
    index_all()
    wordings = shown(amira, draft, "p15-1").wordings
    assert wordings[0].html is None
    assert wordings[0].heading.startswith("Wortgleich: ")
    different = [one for one in wordings if one.html]
    assert [place.about for one in different for place in one.places] == [f"{other.agreement} · Entwurf"]
    assert "<ins>" in str(different[0].html)
    assert "gute" in str(different[0].html)


def test_a_clause_that_was_moved_is_found_and_another_one_under_its_key_is_not(scenario: Scenario) -> None:
    amira, draft = scenario.amira, scenario.draft
    other = factories.draft(factories.district("05"), amira)
    text = "Die Xylofongruppe probt wöchentlich mit den Kindern der Grundschule im Nachbarschaftshaus."
    ours = add_clause(draft, section_key="p03", text=text, by=amira, at=AT)
    theirs = add_clause(
        other, section_key="p12", text=text.replace("wöchentlich", "täglich"), by=amira, at=AT
    )
    change(other, "p15-1", "Völlig anderes steht nun hier.", amira)
    index_all()
    assert agreements_found(amira, draft, ours.key) == {other.agreement_id: {theirs.key}}
    assert other.agreement_id not in agreements_found(amira, draft, "p15-1")


def test_only_what_the_reader_may_see_corresponds(scenario: Scenario) -> None:
    elsewhere = factories.signed_contract(factories.district("09"), scenario.amira)
    factories.draft(factories.district("09"), scenario.amira)
    index_all()
    signed = scenario.signed
    others = {one.agreement_id for one in scenario.contracts.values()} - {signed.agreement_id}
    withdrawn = scenario.contracts[Status.WITHDRAWN].agreement_id
    drafted = scenario.draft.agreement_id
    assert set(agreements_found(scenario.people["staff"], signed, "p15-1")) == others - {withdrawn, drafted}
    assert set(agreements_found(scenario.people["observer"], signed, "p15-1")) == {elsewhere.agreement_id}
    assert withdrawn not in agreements_found(scenario.amira, signed, "p15-1")


def test_the_page_asks_as_often_with_many_as_with_few_and_tells_what_is_gone(scenario: Scenario) -> None:
    amira, draft = scenario.amira, scenario.draft
    index_all()
    browser, address = scenario.browser("coordinator"), reverse("clause_elsewhere", args=[draft.pk, "p15-1"])
    assert "/absaetze/p15-1/andere/" in page(browser, "§ 15 (1)", art="absaetze")
    few = page_queries(browser, address)
    for number in ("01", "02", "05"):
        factories.draft(factories.district(number), amira)
    index_what_is_due()
    assert (few, page_queries(browser, address)) == (10, 10)
    clause = add_clause(draft, section_key="p03", text="Noch nicht eingelesen.", by=amira, at=AT)
    said = browser.get(reverse("clause_elsewhere", args=[draft.pk, clause.key])).content.decode()
    assert "Dieser Absatz ist nicht eingelesen" in said
