"""Invariant 2: refusals and delegations belong to exactly the text that was shown."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from agreements.choices import DateSource, Side
from agreements.errors import ActionRefused
from agreements.models import Declining, Delegation, Instrument, Signatory, Signature, Version
from agreements.signing.actions import InkSignature, record_ink_signature
from tests import factories
from tests.invariants.attempts import DISGUISES, disguised, refused, sql, table
from tests.scenario import PNG, Scenario, version_of
from tests.signing.delegates import declined, granted

DAY = date(2025, 3, 10)
SCAN = hashlib.sha256(PNG).hexdigest()  # a file that the scenario has stored
both = pytest.mark.parametrize("model", [Declining, Delegation], ids=lambda model: model.__name__)


def waiting(instrument: Instrument) -> Signatory:
    return instrument.signatories.get(side=Side.DISTRICT)


def insert(
    model: type[models.Model], scenario: Scenario, signatory: Signatory, version: Version, print_: str
) -> None:
    """Insert the row into the real table even if it is shadowed."""
    row: dict[str, Any] = {
        "signatory_id": signatory.pk,
        "version_id": version.pk,
        "fingerprint": print_,
        "recorded_at": factories.SIGNED_AT,
        "recorded_by_id": scenario.amira.pk,
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
    model: type[models.Model], disguise: str, scenario: Scenario
) -> None:
    person, version, signed = (
        waiting(scenario.signing),
        version_of(scenario.signing),
        version_of(scenario.signed),
    )
    wrong = {
        "another text's fingerprint": (person, version, signed.fingerprint),
        "another contract's version": (person, signed, signed.fingerprint),
        "another contract's person": (waiting(scenario.draft), version, version.fingerprint),
        "a contract that is signed already": (waiting(scenario.signed), signed, signed.fingerprint),
    }
    signer = scenario.signing.signatories.get(side=Side.ASSOCIATION)
    with DISGUISES[disguise]():
        for row in wrong.values():
            with refused("die Fassung, die zur Zeichnung vorliegt"):
                insert(model, scenario, *row)
        with refused("Wer unterzeichnet hat"):
            insert(model, scenario, signer, version, version.fingerprint)
        insert(model, scenario, person, version, version.fingerprint)


@both
def test_of_a_version_taken_back_nothing_more_is_said(model: type[models.Model], scenario: Scenario) -> None:
    old, person = version_of(scenario.signing), waiting(scenario.signing)
    sql(
        f"UPDATE {table(Instrument)} SET status = 'review', frozen_version_id = NULL WHERE id = {scenario.signing.pk}"
    )
    with refused("die Fassung, die zur Zeichnung vorliegt"):
        insert(model, scenario, person, old, old.fingerprint)


@disguised
def test_a_signature_takes_only_a_delegation_of_its_own(disguise: str, scenario: Scenario) -> None:
    person, version = waiting(scenario.signing), version_of(scenario.signing)
    other = factories.freeze_draft(scenario.draft, scenario.amira)
    wrong = {
        "of another contract": granted(other, scenario.amira),
        "granted after the day of signing": granted(scenario.signing, scenario.amira, granted_on=DAY),
    }
    right = granted(scenario.signing, scenario.amira)
    names = (
        "signatory_id, version_id, fingerprint, method, signed_on, date_source, source_note, place, recorded_at, "
        "reason, recorded_by_id, delegation_id"
    )
    said = [person.pk, version.pk, version.fingerprint, "ink", date(2025, 3, 9), "document", "", "Berlin"]
    said += [factories.SIGNED_AT, "", scenario.amira.pk]
    insertion = f"INSERT INTO {table(Signature)} ({names}) VALUES ({', '.join(['%s'] * 12)})"
    with DISGUISES[disguise]():
        for delegation in wrong.values():
            with refused("In Vertretung unterzeichnet nur"):
                sql(insertion, *said, delegation.pk)
        sql(insertion, *said, right.pk)
    found = Signature.objects.filter(signatory=person).order_by().values_list("delegation_id", flat=True)
    assert list(found) == [right.pk]


def test_a_declining_has_its_reason_and_a_delegation_its_basis(scenario: Scenario) -> None:
    person, version = waiting(scenario.signing), version_of(scenario.signing)
    about = {
        "signatory": person,
        "version": version,
        "fingerprint": version.fingerprint,
        "recorded_at": factories.SIGNED_AT,
        "recorded_by": scenario.amira,
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


def test_the_actions_refuse_who_may_not_and_what_is_outdated(scenario: Scenario) -> None:
    before = scenario.signing.agreement.events.count()
    for who in ("staff", "observer", "admin", "nobody"):
        with pytest.raises(ActionRefused, match=r"vorbehalten|noch keine Rolle"):
            declined(scenario.signing, scenario.people[who])
        with pytest.raises(ActionRefused, match=r"vorbehalten|noch keine Rolle"):
            granted(scenario.signing, scenario.people[who])
    with pytest.raises(ActionRefused, match="zur Zeichnung vorliegt"):
        granted(scenario.signed, scenario.amira)
    with pytest.raises(ActionRefused, match="nicht festgehalten"):
        record_ink_signature(
            scenario.signing,
            signatory_key=waiting(scenario.signing).key,
            fingerprint=version_of(scenario.signing).fingerprint,
            signed=InkSignature(
                signed_on=DAY, date_source=DateSource.TOLD, place="Berlin", delegation=2_000_000_000
            ),
            by=scenario.amira,
            at=factories.SIGNED_AT,
        )
    assert scenario.signing.agreement.events.count() == before
