"""Amendments of contracts that were signed elsewhere."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from agreements.changes import ObligationSet
from agreements.choices import SectionKind
from agreements.dossier.termination.queries import contract_with_facts
from agreements.drafting.actions.obligations import Particulars, edit_obligation
from agreements.drafting.amending.actions import begin_amendment
from agreements.drafting.amending.permissions import NO_TEXT
from agreements.errors import ActionRefused
from agreements.models import Clause, Instrument
from agreements.recording.actions import open_record
from agreements.state import next_extension
from agreements.texts.assembly import draft_text
from tests.amending import amend, begin, freeze_amendment, reword, sign_amendment
from tests.page import read
from tests.recording.recorded import ENDS_ON, RECORDED_AT, corrected, duty, recorded, typed_text
from tests.scenario import Scenario

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def typed(scenario: Scenario, **given: Any) -> Instrument:
    """Return a contract made elsewhere with its text."""
    contract = recorded(scenario.amira, **given)
    with open_record(contract, reason="Text erfasst", by=scenario.amira, at=RECORDED_AT) as record:
        record.what = "Text"
        section = record.instrument.sections.create(
            key="p01", position=1, kind=SectionKind.SECTION, heading="Stellen"
        )
        Clause.objects.create(
            section=section, key="p01-1", position=1, text="Der Bezirk stellt 0,75 Stellen."
        )
    return Instrument.objects.select_related("agreement__district", "frozen_version").get(pk=contract.pk)


@pytest.mark.parametrize("with_duty", [False, True])
def test_without_its_text_there_is_nothing_to_amend(with_duty: bool, scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    if with_duty:
        duty(contract, scenario.amira)
    with pytest.raises(ActionRefused) as refused:
        begin_amendment(contract.agreement, by=scenario.amira, at=AT)
    assert str(refused.value) == NO_TEXT
    page = read(scenario.browser("coordinator").get(contract.get_absolute_url()))
    assert NO_TEXT in page.text
    address = reverse("amendment_new", args=[contract.agreement_id])
    assert scenario.browser("coordinator").get(address).status_code == 403


@pytest.mark.parametrize("signed", [False, True])
def test_what_an_amendment_rests_on_is_not_corrected(signed: bool, scenario: Scenario) -> None:
    contract = typed(scenario)
    draft = begin(contract, by=scenario.amira, at=AT)
    reword(draft, "0,75", "1,0", by=scenario.amira, at=AT)
    Instrument.objects.filter(pk=draft.pk).update(file_reference="Jug 1-2026")
    frozen = freeze_amendment(draft, by=scenario.amira, at=AT)
    if signed:
        sign_amendment(frozen, by=scenario.amira, at=AT)
    with pytest.raises(ActionRefused, match="beruht schon ein Nachtrag"):
        corrected(contract, scenario.amira, title="Anders")


def test_of_an_unknown_period_of_notice_the_agreed_one_is_taken(scenario: Scenario) -> None:
    """Not none at all, by which a notice would be in time until the first day of the amendment."""
    contract = typed(scenario, notice_months=None)
    term: dict[str, Any] = {"notice_months": 3, "file_reference": "Jug 1-2026"}
    amend(contract, {}, begins_on=date(2027, 10, 1), by=scenario.amira, at=AT, **term)
    extension = next_extension(contract_with_facts(contract.agreement)[1], AT.date())
    assert extension
    assert (extension.ends_on, extension.last_notice_on) == (ENDS_ON, date(2027, 8, 31))


def test_the_places_of_its_obligations_are_no_changes(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    duty(contract, scenario.amira, source_place="§ 2 (1)")
    duty(contract, scenario.amira, title="Bilanzgespräch")
    draft = begin(typed_text(contract, scenario.amira), by=scenario.amira, at=AT)
    derivation = draft_text(draft).derivation
    assert derivation is not None
    assert derivation.changes == ()
    row = draft.terms.get(obligation__code="O-02")
    said: dict[str, Any] = {"clause_key": "", "particulars": Particulars(), "revision": row.revision}
    edit_obligation(draft, code="O-02", terms={"due_month": 3}, **said, by=scenario.amira, at=AT)
    derivation = draft_text(draft).derivation
    assert derivation is not None
    [change] = derivation.changes
    assert isinstance(change, ObligationSet)
    assert change.after.source == "§ 10 (1), Seite 6"
