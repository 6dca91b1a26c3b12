"""A first amendment, from its beginning to tracking."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agreements.amendment_choices import TermsChange
from agreements.choices import Status
from agreements.drafting.amending.actions import begin_amendment
from agreements.errors import ActionRefused
from agreements.models import StaffRelease
from agreements.texts.assembly import draft_text
from agreements.texts.in_force import text_in_force
from agreements.tracking.staff_release.queries import release_of
from tests.amending import begin, freeze_amendment, reword, set_terms, sign_amendment
from tests.scenario import Scenario

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
FEBRUARY = date(2027, 2, 1)


def test_the_share_of_the_coordination_is_raised_by_an_amendment(scenario: Scenario) -> None:
    contract, amira = scenario.signed, scenario.amira
    draft = begin(contract, by=amira, at=AT, not_before=FEBRUARY)
    assert (draft.number, draft.name, draft.status) == (1, "1. Nachtrag", Status.DRAFT)
    text = draft_text(draft)
    assert text.derivation is not None
    assert text.derivation.changes == ()

    reword(draft, "0,75", "1,0", by=amira, at=AT)
    set_terms(draft, "O-01", quantity=Decimal(1))
    StaffRelease.objects.filter(terms__instrument=draft, terms__obligation__code="O-01").update(share=1)
    frozen = freeze_amendment(draft, by=amira, at=AT)
    assert {row.obligation.code for row in frozen.terms.filter(change=TermsChange.SET)} == {"O-01"}
    signed = sign_amendment(frozen, by=amira, at=AT)
    assert signed.status == Status.SIGNED

    before, after = (text_in_force(contract.agreement, day) for day in (date(2027, 1, 31), FEBRUARY))
    assert before is not None
    assert after is not None
    assert "0,75" in before.content.canonical().decode()
    assert "0,75" not in after.content.canonical().decode()
    release = release_of(contract.agreement, FEBRUARY)
    assert release is not None
    assert {share.starts_on: share.share for share in release.agreed if share.place.code == "O-01"} == {
        date(2025, 7, 1): Decimal("0.75"),
        FEBRUARY: Decimal(1),
    }


@pytest.mark.parametrize("status", [one for one in Status if one != Status.SIGNED])
def test_there_is_none_before_the_contract_is_signed(status: Status, scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="unterzeichnet"):
        begin_amendment(scenario.contracts[status].agreement, by=scenario.amira, at=AT)
