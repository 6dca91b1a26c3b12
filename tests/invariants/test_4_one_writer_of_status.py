"""Invariant 4: the status changes by transitions of the lifecycle, through one function, with an event."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from agreements import transitions
from agreements.choices import Side, Status
from agreements.errors import ActionRefused
from agreements.history import Job
from agreements.lifecycle import TRANSITIONS
from agreements.models import Instrument, Signature
from tests import factories
from tests.invariants.attempts import DISGUISES, disguised, refused, sql
from tests.scenario import Scenario, version_of

PERMITTED = {
    (source, step.target)
    for step in TRANSITIONS.values()
    for source in step.sources
    if not step.made_elsewhere
}
FORBIDDEN = [pair for pair in product(Status, Status) if pair[0] != pair[1] and pair not in PERMITTED]


def test_nobody_else_writes_the_status() -> None:
    writes = re.compile(
        r"\.status\s*=(?!=)|(?:update|create|Instrument)\([^)]*\bstatus=|SET status", re.DOTALL
    )
    only_compares = {
        "agreements/triggers/agreement.py",
        "agreements/triggers/instrument.py",
        "agreements/triggers/draft.py",
        "agreements/triggers/signature.py",
        "agreements/triggers/version.py",
        "agreements/triggers/release.py",
        "agreements/triggers/report.py",
        "agreements/triggers/termination.py",
        "agreements/triggers/original.py",
        "agreements/reminders/statements.py",
    }
    packages = [Path(settings.BASE_DIR) / name for name in ("agreements", "districts", "mitwirkung", "bench")]
    writers = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for package in packages
        for path in package.rglob("*.py")
        if "migrations" not in path.parts and writes.search(path.read_text())
    }
    assert writers - only_compares == {"agreements/transitions.py"}


@pytest.mark.parametrize(("source", "target"), FORBIDDEN)
def test_no_step_is_skipped_by_sql(source: Status, target: Status, scenario: Scenario) -> None:
    contract = scenario.contracts[source]
    for version in ("frozen_version_id", "NULL", str(version_of(scenario.signing).pk)):
        with refused():
            sql(
                f"UPDATE agreements_instrument SET status = %s, frozen_version_id = {version} WHERE id = %s",
                target.value,
                contract.pk,
            )


@disguised
def test_nothing_is_signed_before_everybody_has_signed(disguise: str, scenario: Scenario) -> None:
    conclude = "UPDATE public.agreements_instrument SET status = 'signed' WHERE id = %s"
    with DISGUISES[disguise](), refused("Es fehlen noch erforderliche Unterschriften"):
        sql(conclude, scenario.signing.pk)


def test_the_house_itself_does_not_conclude_too_early_either(scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="geht die Anwendung von selbst"):
        transitions.apply_transition(scenario.signing, "conclude", by=scenario.amira, at=factories.SIGNED_AT)
    with refused("Es fehlen noch erforderliche Unterschriften"):
        transitions.apply_transition(
            scenario.signing, "conclude", by=Job("Abschluss"), at=factories.SIGNED_AT
        )


def test_the_last_required_signature_concludes(scenario: Scenario) -> None:
    factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    scenario.signing.refresh_from_db()
    assert scenario.signing.status == Status.SIGNED
    assert scenario.signing.agreement.events.order_by("-sequence")[0].kind == "concluded"


def test_a_person_who_need_not_sign_does_not_hold_it_up_nor_make_it_complete(scenario: Scenario) -> None:
    draft = scenario.draft
    draft.signatories.create(
        side=Side.DISTRICT, name="Zeugin", function="Amtsleitung", required=False, order=2
    )
    contract = factories.freeze_draft(draft, scenario.amira)
    witness = contract.signatories.get(required=False)
    factories.sign_for(contract, witness, scenario.amira)
    factories.sign(contract, Side.ASSOCIATION, scenario.amira)
    contract.refresh_from_db()
    assert contract.status == Status.SIGNING
    factories.sign_for(contract, contract.signatories.get(side=Side.DISTRICT, required=True), scenario.amira)
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DRAFT}))
def test_an_instrument_is_born_as_a_draft(status: Status, scenario: Scenario) -> None:
    with refused("beginnt als Entwurf"):
        Instrument.objects.create(
            agreement=scenario.reported,
            template=scenario.draft.template,
            status=status,
            frozen_version=scenario.signing.frozen_version,
            title="x",
            subject="x",
        )


@pytest.mark.parametrize("name", TRANSITIONS)
def test_a_step_leads_away_only_from_where_it_says(name: str, scenario: Scenario) -> None:
    for status, contract in scenario.contracts.items():
        if status in TRANSITIONS[name].sources:
            continue
        with pytest.raises(ActionRefused, match="ist aus dem Stand"):
            transitions.apply_transition(
                contract, name, by=scenario.amira, at=factories.SIGNED_AT, reason="Grund"
            )
        contract.refresh_from_db()
        assert contract.status == status


def test_a_page_that_is_out_of_date_takes_no_step(scenario: Scenario) -> None:
    """The second of two users with the same page is told that the first was faster."""
    stale = Instrument.objects.get(pk=scenario.draft.pk)
    transitions.apply_transition(scenario.draft, "open_review", by=scenario.amira, at=factories.FROZEN_AT)
    with pytest.raises(ActionRefused, match="Laden Sie die Seite neu"):
        transitions.apply_transition(stale, "open_review", by=scenario.amira, at=factories.FROZEN_AT)


@pytest.mark.parametrize("who", ["staff", "lead", "neighbour", "observer", "admin", "nobody"])
def test_the_action_judges_again_whoever_calls_it(who: str, scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match=r"vorbehalten|noch keine Rolle"):
        transitions.apply_transition(
            scenario.draft, "open_review", by=scenario.people[who], at=factories.FROZEN_AT
        )


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_step_back_needs_a_reason(reason: str, scenario: Scenario) -> None:
    for contract, name in ((scenario.signing, "unfreeze"), (scenario.draft, "withdraw")):
        with pytest.raises(ActionRefused, match="begründen"):
            transitions.apply_transition(
                contract, name, by=scenario.amira, at=factories.SIGNED_AT, reason=reason
            )


def test_a_step_that_fails_leaves_no_entry(scenario: Scenario) -> None:
    before = scenario.draft.agreement.events.count()
    with pytest.raises(ActionRefused):
        transitions.apply_transition(
            scenario.draft, "unfreeze", by=scenario.amira, at=factories.SIGNED_AT, reason="Grund"
        )
    assert scenario.draft.agreement.events.count() == before


def test_what_was_signed_before_a_step_back_does_not_count_afterwards(scenario: Scenario) -> None:
    transitions.apply_transition(
        scenario.signing, "unfreeze", by=scenario.amira, at=factories.SIGNED_AT, reason="Fehler im Text"
    )
    assert Signature.objects.filter(signatory__instrument=scenario.signing).count() == 1
    scenario.signing.refresh_from_db()
    contract = factories.freeze_draft(scenario.signing, scenario.amira)
    factories.sign(contract, Side.DISTRICT, scenario.amira)
    contract.refresh_from_db()
    assert contract.status == Status.SIGNING, "the association has to sign the new version too"
    assert version_of(contract).number == 2
