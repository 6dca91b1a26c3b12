"""An amendment that only extends, two that are out for signing at once, and days that there are not."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from agreements.amendment_choices import EffectKind
from agreements.changes import ClauseTextSet, TermSet
from agreements.choices import Status
from agreements.models import Instrument
from agreements.state import last_day
from agreements.texts.assembly import draft_text
from agreements.texts.in_force import contract_facts, text_in_force, with_term_facts
from tests.amending import begin, freeze_amendment, reword, sign_amendment
from tests.page import read
from tests.scenario import Scenario
from tests.tracking.report_factories import obligation_of, states

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 10, 9, 9, 0, tzinfo=UTC)
IN_2028, NEW_END = date(2028, 6, 1), date(2030, 3, 31)


def test_one_that_only_extends_moves_the_end_and_nothing_else(scenario: Scenario) -> None:
    contract, amira = scenario.signed, scenario.amira
    codes = [row.obligation.code for row in contract.terms.select_related("obligation")]
    before = {code: states(obligation_of(contract, code), IN_2028) for code in codes}
    draft = begin(contract, by=amira, at=AT)
    reword(draft, "31.03.2028", "31.03.2030", by=amira, at=AT)
    Instrument.objects.filter(pk=draft.pk).update(ends_on=NEW_END)
    derivation = draft_text(Instrument.objects.get(pk=draft.pk)).derivation
    assert derivation is not None
    assert {type(change) for change in derivation.changes} == {TermSet, ClauseTextSet}
    sign_amendment(freeze_amendment(draft, by=amira, at=AT), by=amira, at=AT)
    facts = contract_facts(with_term_facts(Instrument.objects.all()).get(pk=contract.pk))
    assert last_day(facts, IN_2028) == NEW_END
    assert {code: states(obligation_of(contract, code), IN_2028) for code in codes} == before


@pytest.mark.parametrize("first_signed", [0, 1])
def test_two_that_are_out_at_once_are_signed_in_either_order(first_signed: int, scenario: Scenario) -> None:
    amira, agreement = scenario.amira, scenario.signed.agreement
    drafts = [begin(scenario.signed, by=amira, at=AT) for _ in range(2)]
    reword(drafts[0], "0,75", "1,0", by=amira, at=AT)
    reword(drafts[1], "drei Monate unbesetzt", "zwei Monate unbesetzt", by=amira, at=AT)
    out = [freeze_amendment(draft, by=amira, at=AT) for draft in drafts]
    for frozen, at in ((out[first_signed], AT), (out[1 - first_signed], LATER)):
        assert sign_amendment(frozen, by=amira, at=at).status == Status.SIGNED
    known = [text_in_force(agreement, at.date()) for at in (AT, LATER)]
    words = [text.content.canonical().decode() if text else "" for text in known]
    assert ["0,75" not in one for one in words] == [first_signed == 0, True]
    assert ["zwei Monate unbesetzt" in one for one in words] == [first_signed == 1, True]


@pytest.mark.parametrize("typed", ["29.02.2027", "31.04.2027", "00.00.0000"])
def test_a_day_that_there_is_not_is_refused_and_stays_in_the_field(typed: str, scenario: Scenario) -> None:
    draft = begin(scenario.signed, by=scenario.amira, at=AT)
    browser, address = scenario.browser("coordinator"), reverse("amendment_effect", args=[draft.pk])
    fields = read(browser.get(address)).fields | {"effect": EffectKind.NOT_BEFORE.value, "effect_on": typed}
    reply = browser.post(address, fields)
    assert reply.status_code == 422
    assert read(reply).fields["effect_on"] == typed
    draft.amendment.refresh_from_db()
    assert draft.amendment.effect == EffectKind.WITH_SIGNING
