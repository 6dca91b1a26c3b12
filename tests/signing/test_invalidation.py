"""Every row of the table of invalidation, by its real action with one signature recorded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements.choices import Addressee, EditionKind, LegalForm, MilestoneKind, ResolutionKind, Side, Status
from agreements.drafting.actions.dated_facts import record_fact
from agreements.drafting.actions.head import HEAD_FIELDS, edit_head
from agreements.drafting.actions.obligations import remove_obligation
from agreements.drafting.actions.parties import edit_party
from agreements.drafting.actions.people import SIGNATORY_FIELDS, add_signatory, edit_signatory
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.comments.actions import answer_thread
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.models import Clause, Instrument, Milestone, Resolution, Thread
from agreements.signing.ceremony.actions import record_ceremony
from agreements.signing.invalidation import EFFECT_OF, Effect, InvalidatingChange, invalidation_rows
from agreements.signing.transition_actions import take_step
from agreements.texts.assembly import working_copy
from tests import factories
from tests.page import read
from tests.scenario import Scenario, version_of
from tests.signing.ceremonies import held, photo_of
from tests.signing.delegates import declined, granted
from tests.signing.links.visitor import addressed, invited

WHEN = factories.SIGNED_AT


def head(scenario: Scenario, contract: Instrument, **changed: Any) -> None:
    current = {name: getattr(contract, name) for name in (*HEAD_FIELDS, "revision")}
    edit_head(contract, **(current | changed), by=scenario.amira, at=WHEN)


def person(scenario: Scenario, contract: Instrument, **changed: Any) -> None:
    row = contract.signatories.get(side=Side.ASSOCIATION)  # who has signed already
    current = {name: getattr(row, name) for name in ("key", "revision", *SIGNATORY_FIELDS)}
    edit_signatory(contract, **(current | changed), by=scenario.amira, at=WHEN)


def text(scenario: Scenario, contract: Instrument) -> None:
    clause = Clause.objects.get(section__instrument=contract, key="p03-1")
    edit_clause(contract, key="p03-1", text="Anders.", revision=clause.revision, by=scenario.amira, at=WHEN)


def duty(scenario: Scenario, contract: Instrument) -> None:
    row = contract.terms.get(obligation__code="O-06")
    remove_obligation(contract, code="O-06", revision=row.revision, by=scenario.amira, at=WHEN)


def party(scenario: Scenario, contract: Instrument) -> None:
    row = contract.parties.get(side=Side.DISTRICT)
    edit_party(
        contract,
        side=Side.DISTRICT,
        line=row.line,
        short=row.short,
        address="Neue Straße 1",
        revision=row.revision,
        by=scenario.amira,
        at=WHEN,
    )


def legal_form(scenario: Scenario, contract: Instrument) -> None:
    """Changed only in the admin; only the trigger refuses it."""
    contract.agreement.legal_form = LegalForm.SIMPLE
    try:
        with transaction.atomic():
            contract.agreement.save()
    except IntegrityError as error:
        raise ActionRefused(str(error)) from error


def another(scenario: Scenario, contract: Instrument) -> None:
    add_signatory(contract, side=Side.DISTRICT, name="Olaf", function="Amt", by=scenario.amira, at=WHEN)


def comment(scenario: Scenario, contract: Instrument) -> None:
    """Existing comments stay readable; a new one is refused and invalidates nothing."""
    thread = Thread.objects.create(
        instrument=contract,
        clause_key="p03-1",
        addressee=Addressee.DISTRICT,
        quote="Wie es war.",
        opened_at=factories.FROZEN_AT,
        opened_by=scenario.amira,
    )
    with pytest.raises(
        ActionRefused, match="Anmerkungen lassen sich nur im Entwurf und in der Abstimmung schreiben"
    ):
        answer_thread(thread, text="Doch nicht.", by=scenario.amira, at=WHEN)


def account(scenario: Scenario, contract: Instrument) -> None:
    scenario.amira.email, scenario.amira.last_name = "amira@example.org", "Anders"
    scenario.amira.save()


def ceremony(scenario: Scenario, contract: Instrument) -> None:
    record_ceremony(
        contract, held_on=date(2025, 3, 10), place="Rathaus", participants=[], by=scenario.amira, at=WHEN
    )


def resolution(scenario: Scenario, contract: Instrument) -> None:
    record_fact(
        Resolution,
        contract.agreement,
        kind=ResolutionKind.BA_RESOLUTION,
        dated=date(2025, 3, 1),
        number="BA 12",
        source="Protokoll",
        by=scenario.amira,
        at=WHEN,
    )


def milestone(scenario: Scenario, contract: Instrument) -> None:
    record_fact(
        Milestone,
        contract.agreement,
        kind=MilestoneKind.PUBLISHED,
        title="Meldung",
        source="Presse",
        dated=date(2025, 3, 4),
        by=scenario.amira,
        at=WHEN,
    )


DONE: dict[InvalidatingChange, Callable[[Scenario, Instrument], object]] = {
    InvalidatingChange.TEXT: text,
    InvalidatingChange.HEAD: lambda scenario, contract: head(scenario, contract, title="Anders"),
    InvalidatingChange.OBLIGATIONS: duty,
    InvalidatingChange.TERM: lambda scenario, contract: head(scenario, contract, ends_on=date(2029, 3, 31)),
    InvalidatingChange.LEGAL_FORM: legal_form,
    InvalidatingChange.PARTIES: party,
    InvalidatingChange.SIGNATORY: lambda scenario, contract: person(
        scenario, contract, function="Vorsitzender"
    ),
    InvalidatingChange.SIGNATORIES: another,
    InvalidatingChange.OTHER_SIGNATURE: lambda scenario, contract: factories.sign(
        contract, Side.DISTRICT, scenario.amira
    ),
    InvalidatingChange.DELEGATION: lambda scenario, contract: granted(contract, scenario.amira),
    InvalidatingChange.DECLINING: lambda scenario, contract: declined(contract, scenario.amira),
    InvalidatingChange.CEREMONY: ceremony,
    InvalidatingChange.MILESTONE: milestone,
    InvalidatingChange.RESOLUTION: resolution,
    InvalidatingChange.COMMENT: comment,
    InvalidatingChange.INVITATION: lambda scenario, contract: invited(contract, scenario.amira),
    InvalidatingChange.PHOTO: lambda scenario, contract: photo_of(
        held(contract, scenario.amira), scenario.amira, "Rosa Rathaus"
    ),
    InvalidatingChange.ADDRESS: lambda scenario, contract: addressed(contract, scenario.amira),
    InvalidatingChange.ACCOUNT: account,
}


def having(effect: Effect) -> list[InvalidatingChange]:
    return [change for change in InvalidatingChange if EFFECT_OF[change] == effect]


def test_the_table_is_complete_and_every_row_is_tested() -> None:
    assert set(EFFECT_OF) == set(InvalidatingChange) == set(DONE)


@pytest.mark.parametrize("change", having(Effect.ALL), ids=lambda change: change.value)
def test_signed_content_changes_only_after_withdrawal_from_signing(
    change: InvalidatingChange, scenario: Scenario
) -> None:
    contract, version = scenario.signing, version_of(scenario.signing)
    with pytest.raises(ActionRefused):
        DONE[change](scenario, contract)
    contract = scenario.fresh().signing
    assert (contract.status, contract.frozen_version) == (Status.SIGNING, version)
    assert version.signatures.count() == 1, "it counts as before"
    with pytest.raises(ActionRefused):
        take_step(contract, "unfreeze", by=scenario.amira, at=WHEN, reason=" ")
    take_step(contract, "unfreeze", by=scenario.amira, at=WHEN, reason="Es ändert sich etwas")
    contract = scenario.fresh().signing
    before = working_copy(contract).fingerprint
    DONE[change](scenario, contract)
    assert working_copy(scenario.fresh().signing).fingerprint != before, (
        "so nobody's old signature can count for it"
    )


@pytest.mark.parametrize("change", having(Effect.NONE), ids=lambda change: change.value)
def test_other_changes_keep_the_signature(change: InvalidatingChange, scenario: Scenario) -> None:
    contract, version = scenario.signing, version_of(scenario.signing)
    signed = version.signatures.get()
    DONE[change](scenario, contract)
    contract = scenario.fresh().signing
    assert contract.frozen_version == version
    assert signed in version.signatures.all()
    if change != InvalidatingChange.OTHER_SIGNATURE:
        assert contract.status == Status.SIGNING
        factories.sign(contract, Side.DISTRICT, scenario.amira)
    assert scenario.fresh().signing.status == Status.SIGNED, "the signature from before counts"


def test_after_a_change_the_old_signature_is_kept_without_effect(
    scenario: Scenario,
) -> None:
    first = version_of(scenario.signing)
    scan, issued = first.signatures.get().scan, first.editions.get(kind=EditionKind.EXECUTION).file
    granted(scenario.signing, scenario.amira)
    take_step(scenario.signing, "unfreeze", by=scenario.amira, at=WHEN, reason="Falscher Absatz")
    text(scenario, scenario.fresh().signing)
    contract = factories.freeze_draft(scenario.fresh().signing, scenario.amira)
    second = version_of(contract)
    assert second.number > first.number
    factories.sign(contract, Side.DISTRICT, scenario.amira)
    contract = scenario.fresh().signing
    assert contract.status == Status.SIGNING, "who signed the first version has not signed this one"
    assert (first.signatures.count(), first.delegations.count()) == (1, 1)
    assert (second.signatures.count(), second.delegations.count()) == (1, 0)
    assert scan is not None
    assert store.read(scan)
    assert store.read(issued).startswith(b"%PDF-")


def test_a_signatory_with_records_of_an_earlier_version_is_not_removed(scenario: Scenario) -> None:
    declined(scenario.signing, scenario.amira)
    take_step(scenario.signing, "unfreeze", by=scenario.amira, at=WHEN, reason="Stellenanteil")
    row = scenario.signing.signatories.get(side=Side.DISTRICT)
    address = reverse("signatory_remove", args=[scenario.signing.pk, row.key])
    reply = scenario.browser("coordinator").post(address, {"revision": row.revision}, follow=True)
    assert "abgelehnt" in read(reply).text
    assert scenario.signing.signatories.filter(pk=row.pk).exists()


def test_the_page_shows_the_table_and_the_signatures(scenario: Scenario) -> None:
    page = read(
        scenario.browser("coordinator").get(reverse("take_step", args=[scenario.signing.pk, "unfreeze"]))
    ).text
    for row in invalidation_rows():
        assert row.change in page
        assert row.condition in page
    assert "Neu unterzeichnen müssen: Viktor Verein." in page
