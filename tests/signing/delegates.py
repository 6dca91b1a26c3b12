"""Delegations and declinings for the tests."""

from datetime import date

from agreements.choices import Side
from agreements.models import Declining, Delegation, Instrument
from agreements.signing.declining.actions import record_declining
from agreements.signing.delegation.actions import NewDelegation, record_delegation
from districts.models import User
from tests import factories
from tests.scenario import PNG, version_of

PROOF = PNG + b"Vollmacht"


def granted(
    contract: Instrument,
    by: User,
    *,
    name: str = "Karla Kanzlei",
    granted_on: date = date(2025, 3, 1),
    side: Side = Side.DISTRICT,
) -> Delegation:
    return record_delegation(
        contract,
        signatory_key=contract.signatories.get(side=side).key,
        fingerprint=version_of(contract).fingerprint,
        delegation=NewDelegation(
            name=name,
            function="Leiterin des Rechtsamts",
            basis="Einzelvollmacht",
            granted_on=granted_on,
            document=PROOF,
        ),
        by=by,
        at=factories.SIGNED_AT,
    )


def declined(
    contract: Instrument, by: User, *, reason: str = "Der Stellenanteil fehlt.", side: Side = Side.DISTRICT
) -> Declining:
    return record_declining(
        contract,
        signatory_key=contract.signatories.get(side=side).key,
        fingerprint=version_of(contract).fingerprint,
        declined_on=date(2025, 3, 10),
        reason=reason,
        by=by,
        at=factories.SIGNED_AT,
    )
