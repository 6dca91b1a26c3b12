"""Invariant 1: a correction of a signature adds a record and changes none, whatever is written past the actions."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements.choices import Side, Status
from agreements.models import Edition, Instrument, Signature, Version
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import working_copy
from tests import factories
from tests.invariants.attempts import DISGUISES, disguised, refused, sql, table
from tests.scenario import Scenario, version_of
from tests.signing.corrections import corrected, signature_of
from tests.verification.issued import take_back

KEYS = ("signatory_id", "version_id", "fingerprint", "recorded_by_id", "recorded_at")
FACTS = ("method", "signed_on", "date_source", "source_note", "place")


def insert(wrong: Signature, **changed: Any) -> None:
    """Insert a correction of a signature into the real table even if it is shadowed."""
    row = {name: getattr(wrong, name) for name in (*KEYS, *FACTS)}
    row |= {"place": "Potsdam", "corrects_id": wrong.pk, "reason": "Verlesen", **changed}
    places = ", ".join(["%s"] * len(row))
    sql(f"INSERT INTO {table(Signature)} ({', '.join(row)}) VALUES ({places})", *row.values())


@disguised
def test_the_database_takes_a_correction_only_of_what_holds_here(disguise: str, scenario: Scenario) -> None:
    signed, signing = scenario.signed, scenario.signing
    wrong, elsewhere = signature_of(signed), signature_of(signing, Side.ASSOCIATION)
    stranger = signing.signatories.get(side=Side.DISTRICT)
    first = corrected(signed, scenario.amira, side=Side.ASSOCIATION, place="Potsdam").corrects
    assert first is not None
    attempts = {
        "of another agreement's signature": (wrong, {"corrects_id": elsewhere.pk}),
        "under another version": (wrong, {"version_id": elsewhere.version_id}),
        "with another fingerprint": (wrong, {"fingerprint": elsewhere.fingerprint}),
        "for somebody of another instrument": (wrong, {"signatory_id": stranger.pk}),
        "a second one of the same row": (first, {}),
        "by another method": (wrong, {"method": "confirmation"}),
    }
    with DISGUISES[disguise]():
        for name, (row, changed) in attempts.items():
            with refused("Berichtigt wird eine handschriftliche Unterschrift"):
                insert(row, **changed)
                pytest.fail(name)
        insert(wrong)
        assert sql(f"SELECT 1 FROM {table(Signature)} WHERE corrects_id = {wrong.pk}") == 1


@disguised
def test_no_signature_takes_the_place_of_another(disguise: str, scenario: Scenario) -> None:
    wrong, other = signature_of(scenario.signed), signature_of(scenario.signed, Side.ASSOCIATION)
    with DISGUISES[disguise](), refused("darf keine erforderliche Unterschrift fehlen"):
        insert(wrong, signatory_id=other.signatory_id)


@disguised
def test_before_conclusion_nobody_has_two_signatures(disguise: str, scenario: Scenario) -> None:
    contract = factories.draft(factories.district("05"), scenario.amira)
    guest = contract.signatories.create(
        key="gast", side=Side.DISTRICT, name="Gero Gast", function="Amtsleitung", required=False, order=2
    )
    contract = factories.freeze_draft(contract, scenario.amira)
    factories.sign(contract, Side.ASSOCIATION, scenario.amira)
    factories.sign_for(contract, guest, scenario.amira)
    wrong = signature_of(contract, Side.ASSOCIATION)
    with DISGUISES[disguise]():
        with refused("schon festgehalten"):
            insert(wrong, signatory_id=guest.pk)
        with refused("schon festgehalten"):
            insert(wrong, corrects_id=None, reason="")


@disguised
def test_a_signature_by_certificate_is_not_corrected(disguise: str, scenario: Scenario) -> None:
    wrong = signature_of(scenario.signed)
    sql("ALTER TABLE agreements_signature DROP CONSTRAINT signature_proof_unless_ink")
    sql("SET LOCAL session_replication_role = replica")
    sql("UPDATE agreements_signature SET method = 'qualified' WHERE id = %s", wrong.pk)
    sql("SET LOCAL session_replication_role = origin")
    with DISGUISES[disguise]():
        for method in ("ink", "qualified"):
            with refused("Berichtigt wird eine handschriftliche Unterschrift"):
                insert(wrong, method=method)


@disguised
def test_neither_record_is_changed_or_deleted(disguise: str, scenario: Scenario) -> None:
    made = corrected(scenario.signed, scenario.amira, place="Potsdam")
    assert made.corrects is not None
    with DISGUISES[disguise]():
        for pk in (made.pk, made.corrects.pk):
            with refused("weder geändert noch gelöscht"):
                sql(f"UPDATE {table(Signature)} SET place = 'Nauen' WHERE id = {pk}")
            with refused("weder geändert noch gelöscht"):
                sql(f"DELETE FROM {table(Signature)} WHERE id = {pk}")


def test_an_instrument_is_not_signed_by_what_was_corrected(scenario: Scenario) -> None:
    """The trigger counts what holds: Viktor's signature turned out to be Rosa's."""
    contract = scenario.signing
    rosa = contract.signatories.get(side=Side.DISTRICT)
    corrected(contract, scenario.amira, side=Side.ASSOCIATION, signatory_key=rosa.key)
    with refused("Es fehlen noch erforderliche Unterschriften"):
        sql(f"UPDATE {table(Instrument)} SET status = 'signed' WHERE id = {contract.pk}")


def test_what_was_taken_back_is_not_corrected(scenario: Scenario) -> None:
    contract = scenario.signing
    wrong = signature_of(contract, Side.ASSOCIATION)
    take_back(contract, scenario.amira)
    with refused("Berichtigt wird eine handschriftliche Unterschrift"):
        insert(wrong)
    freeze(
        contract,
        fingerprint=working_copy(contract).fingerprint,
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )
    with refused("Berichtigt wird eine handschriftliche Unterschrift"):
        insert(wrong)


@pytest.mark.parametrize("changed", [{"reason": ""}, {"reason": "  "}, {"corrects_id": None}])
def test_a_correction_has_its_reason_and_nothing_else_has_one(
    scenario: Scenario, changed: dict[str, Any]
) -> None:
    if "corrects_id" in changed:
        changed |= {"signatory_id": scenario.signing.signatories.get(side=Side.DISTRICT).pk}
    with (
        pytest.raises(IntegrityError, match="signature_correction_has_reason"),
        transaction.atomic(),
    ):
        insert(signature_of(scenario.signing, Side.ASSOCIATION), **changed)


def test_status_fingerprint_and_editions_stay(scenario: Scenario) -> None:
    contract, version = scenario.signed, version_of(scenario.signed)
    before = list(Edition.objects.filter(version=version).values())
    content = Version.objects.values_list("content", "fingerprint").get(pk=version.pk)
    corrected(contract, scenario.amira, place="Potsdam")
    contract.refresh_from_db()
    assert (contract.status, contract.frozen_version_id) == (Status.SIGNED, version.pk)
    assert Version.objects.values_list("content", "fingerprint").get(pk=version.pk) == content
    assert list(Edition.objects.filter(version=version).values()) == before
