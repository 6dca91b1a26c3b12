"""Invariant 4: the status changes by the steps of the lifecycle, through one function, and the story says so."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from agreements import steps
from agreements.history import Job
from agreements.lifecycle import STEPS
from agreements.models import Instrument, Signature
from agreements.refusals import Refused
from agreements.vocabulary import Side, Status
from tests import world
from tests.invariants.attempts import DISGUISES, refused, sql
from tests.stage import Stage, version_of

PERMITTED = {(source, step.target) for step in STEPS.values() for source in step.sources}
FORBIDDEN = [pair for pair in product(Status, Status) if pair[0] != pair[1] and pair not in PERMITTED]


def test_nobody_else_writes_the_status() -> None:
    writes = re.compile(
        r"\.status\s*=(?!=)|(?:update|create|Instrument)\([^)]*\bstatus=|SET status", re.DOTALL
    )
    only_compares = {
        "agreements/guards/life.py",
        "agreements/guards/draft.py",
        "agreements/guards/proof.py",
        "agreements/guards/releases.py",
        "agreements/guards/reports.py",
    }
    packages = [Path(settings.BASE_DIR) / name for name in ("agreements", "districts", "mitwirkung", "bench")]
    writers = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for package in packages
        for path in package.rglob("*.py")
        if "migrations" not in path.parts and writes.search(path.read_text())
    }
    assert writers - only_compares == {"agreements/steps.py"}


@pytest.mark.parametrize(("source", "target"), FORBIDDEN)
def test_no_step_is_skipped_by_sql(source: Status, target: Status, stage: Stage) -> None:
    contract = stage.contracts[source]
    for version in ("frozen_version_id", "NULL", str(version_of(stage.signing).pk)):
        with refused():
            sql(
                f"UPDATE agreements_instrument SET status = %s, frozen_version_id = {version} WHERE id = %s",
                target.value,
                contract.pk,
            )


@pytest.mark.parametrize("disguise", DISGUISES)
def test_nothing_is_signed_before_everybody_has_signed(disguise: str, stage: Stage) -> None:
    conclude = "UPDATE public.agreements_instrument SET status = 'signed' WHERE id = %s"
    with DISGUISES[disguise](), refused("Es fehlen noch erforderliche Unterschriften"):
        sql(conclude, stage.signing.pk)


def test_the_house_itself_does_not_conclude_too_early_either(stage: Stage) -> None:
    with pytest.raises(Refused, match="geht das System selbst"):
        steps.perform(stage.signing, "conclude", by=stage.amira, at=world.SIGNED_AT)
    with refused("Es fehlen noch erforderliche Unterschriften"):
        steps.perform(stage.signing, "conclude", by=Job("Abschluss"), at=world.SIGNED_AT)


def test_the_last_required_signature_concludes(stage: Stage) -> None:
    world.sign(stage.signing, Side.DISTRICT, stage.amira)
    stage.signing.refresh_from_db()
    assert stage.signing.status == Status.SIGNED
    assert stage.signing.agreement.events.order_by("-sequence")[0].kind == "concluded"


def test_a_person_who_need_not_sign_does_not_hold_it_up_nor_make_it_complete(stage: Stage) -> None:
    draft = stage.draft
    draft.signatories.create(
        side=Side.DISTRICT, name="Zeugin", function="Amtsleitung", required=False, order=2
    )
    contract = world.freeze_draft(draft, stage.amira)
    witness = contract.signatories.get(required=False)
    world.sign_for(contract, witness, stage.amira)
    world.sign(contract, Side.ASSOCIATION, stage.amira)
    contract.refresh_from_db()
    assert contract.status == Status.SIGNING
    world.sign_for(contract, contract.signatories.get(side=Side.DISTRICT, required=True), stage.amira)
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DRAFT}))
def test_an_instrument_is_born_as_a_draft(status: Status, stage: Stage) -> None:
    with refused("beginnt als Entwurf"):
        Instrument.objects.create(
            agreement=stage.reported,
            template=stage.draft.template,
            status=status,
            frozen_version=stage.signing.frozen_version,
            title="x",
            subject="x",
        )


@pytest.mark.parametrize("name", STEPS)
def test_a_step_leads_away_only_from_where_it_says(name: str, stage: Stage) -> None:
    for status, contract in stage.contracts.items():
        if status in STEPS[name].sources:
            continue
        with pytest.raises(Refused, match="ist aus dem Stand"):
            steps.perform(contract, name, by=stage.amira, at=world.SIGNED_AT, reason="Grund")
        contract.refresh_from_db()
        assert contract.status == status


def test_a_page_that_is_out_of_date_takes_no_step(stage: Stage) -> None:
    """Two people with the same page: the second one learns that the first was quicker."""
    stale = Instrument.objects.get(pk=stage.draft.pk)
    steps.perform(stage.draft, "open_review", by=stage.amira, at=world.FROZEN_AT)
    with pytest.raises(Refused, match="Laden Sie die Seite neu"):
        steps.perform(stale, "open_review", by=stage.amira, at=world.FROZEN_AT)


@pytest.mark.parametrize("who", ["staff", "lead", "neighbour", "observer", "admin", "nobody"])
def test_the_action_judges_again_whoever_calls_it(who: str, stage: Stage) -> None:
    with pytest.raises(Refused, match="Rolle vorbehalten"):
        steps.perform(stage.draft, "open_review", by=stage.people[who], at=world.FROZEN_AT)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_step_back_needs_a_reason(reason: str, stage: Stage) -> None:
    for contract, name in ((stage.signing, "unfreeze"), (stage.draft, "withdraw")):
        with pytest.raises(Refused, match="Begründung"):
            steps.perform(contract, name, by=stage.amira, at=world.SIGNED_AT, reason=reason)


def test_a_step_that_fails_leaves_no_entry(stage: Stage) -> None:
    before = stage.draft.agreement.events.count()
    with pytest.raises(Refused):
        steps.perform(stage.draft, "unfreeze", by=stage.amira, at=world.SIGNED_AT, reason="Grund")
    assert stage.draft.agreement.events.count() == before


def test_what_was_signed_before_a_step_back_does_not_count_afterwards(stage: Stage) -> None:
    steps.perform(stage.signing, "unfreeze", by=stage.amira, at=world.SIGNED_AT, reason="Fehler im Text")
    assert Signature.objects.filter(signatory__instrument=stage.signing).count() == 1
    stage.signing.refresh_from_db()
    contract = world.freeze_draft(stage.signing, stage.amira)
    world.sign(contract, Side.DISTRICT, stage.amira)
    contract.refresh_from_db()
    assert contract.status == Status.SIGNING, "the association has to sign the new version too"
    assert version_of(contract).number == 2
