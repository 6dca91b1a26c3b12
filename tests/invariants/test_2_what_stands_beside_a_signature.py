"""Invariant 2: who declined, and who may sign in somebody's place, belongs to exactly the text that was shown."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from agreements.models import Declining, Delegation, Instrument, Signatory, Signature, Version
from agreements.refusals import Refused
from agreements.signing.signatures import InkSignature, record_ink_signature
from agreements.vocabulary import DateSource, Side
from tests import world
from tests.invariants.attempts import DISGUISES, refused, sql, table
from tests.signing.deputies import declined, granted
from tests.stage import PNG, Stage, version_of

DAY = date(2025, 3, 10)
SCAN = hashlib.sha256(PNG).hexdigest()  # a file that the stage has stored
disguised = pytest.mark.parametrize("disguise", DISGUISES)
both = pytest.mark.parametrize("model", [Declining, Delegation], ids=lambda model: model.__name__)


def waiting(instrument: Instrument) -> Signatory:
    return instrument.signatories.get(side=Side.DISTRICT)


def insert(
    model: type[models.Model], stage: Stage, signatory: Signatory, version: Version, print_: str
) -> None:
    """Write a row into the real table, whatever stands in front of it."""
    row: dict[str, Any] = {
        "signatory_id": signatory.pk,
        "version_id": version.pk,
        "fingerprint": print_,
        "recorded_at": world.SIGNED_AT,
        "recorded_by_id": stage.amira.pk,
    }
    if model is Declining:
        row |= {"declined_on": DAY, "reason": "Bedenken"}
    else:
        row |= {
            "name": "Karla Kanzlei",
            "function": "Leitung",
            "basis": "Vollmacht",
            "granted_on": DAY,
            "document_id": SCAN,
        }
    places = ", ".join(["%s"] * len(row))
    sql(f"INSERT INTO {table(model)} ({', '.join(row)}) VALUES ({places})", *row.values())


@disguised
@both
def test_the_database_takes_either_only_for_what_is_out(
    model: type[models.Model], disguise: str, stage: Stage
) -> None:
    person, version, signed = waiting(stage.signing), version_of(stage.signing), version_of(stage.signed)
    wrong = {
        "another text's fingerprint": (person, version, signed.fingerprint),
        "another contract's version": (person, signed, signed.fingerprint),
        "another contract's person": (waiting(stage.draft), version, version.fingerprint),
        "a contract that is signed already": (waiting(stage.signed), signed, signed.fingerprint),
    }
    signer = stage.signing.signatories.get(side=Side.ASSOCIATION)
    with DISGUISES[disguise]():
        for row in wrong.values():
            with refused("die Fassung, die zur Zeichnung vorliegt"):
                insert(model, stage, *row)
        with refused("Wer unterzeichnet hat"):
            insert(model, stage, signer, version, version.fingerprint)
        insert(model, stage, person, version, version.fingerprint)


@both
def test_of_a_version_taken_back_nothing_more_is_said(model: type[models.Model], stage: Stage) -> None:
    old, person = version_of(stage.signing), waiting(stage.signing)
    sql(
        f"UPDATE {table(Instrument)} SET status = 'review', frozen_version_id = NULL WHERE id = {stage.signing.pk}"
    )
    with refused("die Fassung, die zur Zeichnung vorliegt"):
        insert(model, stage, person, old, old.fingerprint)


@disguised
def test_a_signature_takes_only_a_delegation_of_its_own(disguise: str, stage: Stage) -> None:
    person, version = waiting(stage.signing), version_of(stage.signing)
    other = world.freeze_draft(stage.draft, stage.amira)
    wrong = {
        "of another contract": granted(other, stage.amira),
        "granted after the day of signing": granted(stage.signing, stage.amira, granted_on=DAY),
    }
    right = granted(stage.signing, stage.amira)
    names = (
        "signatory_id, version_id, fingerprint, method, signed_on, date_source, source_note, place, recorded_at, "
        "recorded_by_id, delegation_id"
    )
    said = [person.pk, version.pk, version.fingerprint, "ink", date(2025, 3, 9), "document", "", "Berlin"]
    said += [world.SIGNED_AT, stage.amira.pk]
    insertion = f"INSERT INTO {table(Signature)} ({names}) VALUES ({', '.join(['%s'] * 11)})"
    with DISGUISES[disguise]():
        for delegation in wrong.values():
            with refused("In Vertretung unterzeichnet nur"):
                sql(insertion, *said, delegation.pk)
        sql(insertion, *said, right.pk)
    found = Signature.objects.filter(signatory=person).order_by().values_list("delegation_id", flat=True)
    assert list(found) == [right.pk]


def test_a_declining_has_its_reason_and_a_delegation_its_basis(stage: Stage) -> None:
    person, version = waiting(stage.signing), version_of(stage.signing)
    about = {
        "signatory": person,
        "version": version,
        "fingerprint": version.fingerprint,
        "recorded_at": world.SIGNED_AT,
        "recorded_by": stage.amira,
    }
    with pytest.raises(IntegrityError, match="declining_has_reason"), transaction.atomic():
        Declining.objects.create(**about, declined_on=DAY, reason="")
    document = version.editions.all()[0].file
    with pytest.raises(IntegrityError, match="delegation_named"), transaction.atomic():
        Delegation.objects.create(
            **about, name="Karla", function="Leitung", basis="", granted_on=DAY, document=document
        )
    with pytest.raises(IntegrityError, match="null value"), transaction.atomic():
        Delegation.objects.create(**about, name="Karla", function="Leitung", basis="B", granted_on=DAY)


def test_the_actions_refuse_who_may_not_and_what_is_outdated(stage: Stage) -> None:
    before = stage.signing.agreement.events.count()
    for who in ("staff", "observer", "admin", "nobody"):
        with pytest.raises(Refused, match="vorbehalten"):
            declined(stage.signing, stage.people[who])
        with pytest.raises(Refused, match="vorbehalten"):
            granted(stage.signing, stage.people[who])
    with pytest.raises(Refused, match="zur Zeichnung vorliegt"):
        granted(stage.signed, stage.amira)
    with pytest.raises(Refused, match="nicht festgehalten"):
        record_ink_signature(
            stage.signing,
            signatory_key=waiting(stage.signing).key,
            fingerprint=version_of(stage.signing).fingerprint,
            signed=InkSignature(
                signed_on=DAY, date_source=DateSource.TOLD, place="Berlin", delegation=2_000_000_000
            ),
            by=stage.amira,
            at=world.SIGNED_AT,
        )
    assert stage.signing.agreement.events.count() == before
