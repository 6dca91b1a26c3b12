"""Two concurrent uploads: the second one waits for the lock and is rejected as outdated."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from agreements import transitions
from agreements.choices import Side
from agreements.files import store
from agreements.models import ProofCheck
from agreements.rendering.signature_fields import field_name
from agreements.signing.certificates.actions import record_signed_file
from agreements.signing.certificates.examination.wording import OUTDATED
from tests import factories
from tests.http_sessions import until, waits
from tests.invariants.test_concurrency import apart
from tests.scenario import version_of
from tests.signing.examined import latest_file
from tests.signing.pki import Pki
from tests.signing.signer import sign

PATIENCE = 60


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_concurrent_files_is_rejected(pki: Pki, trusted: Path) -> None:
    amira = factories.coordinator()
    contract = factories.frozen_contract(factories.district("03"), amira)
    issued = store.read(latest_file(version_of(contract)))

    def hand_in(side: Side, person: str) -> ProofCheck:
        field = field_name(contract.signatories.get(side=side).key)
        return record_signed_file(
            contract,
            data=sign(issued, field, pki.people[person]),
            fingerprint=version_of(contract).fingerprint,
            place="Berlin",
            by=amira,
            at=timezone.now(),
        )

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            transitions.lock_instrument(contract)
            second = pool.submit(apart(lambda: hand_in(Side.ASSOCIATION, "viktor")))
            until(waits)
            first = hand_in(Side.DISTRICT, "rosa")
        late = second.result(PATIENCE)
    assert first.accepted
    assert (late.accepted, late.verdict["problems"]) == (False, [OUTDATED])
    assert [signature.signatory.side for signature in version_of(contract).signatures.all()] == [
        Side.DISTRICT
    ]
