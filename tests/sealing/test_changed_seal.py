"""The association's seal is changed: what is sealed stays so, and what waits gets the new one."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.test import override_settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from agreements.choices import EditionKind
from agreements.files import store
from agreements.models import Edition, Seal, SealAttempt
from agreements.sealing import wording
from tests import factories
from tests.due import seal_what_is_due
from tests.scenario import Scenario
from tests.sealing.association import SealSetup, build_seal_setup

AT = datetime(2025, 3, 11, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
NEW_PIN = "die PIN vom nächsten Jahr"


@pytest.fixture(scope="module")
def next_seal(tmp_path_factory: pytest.TempPathFactory) -> SealSetup:
    """Another key with another certificate of another authority, under another PIN."""
    return build_seal_setup(tmp_path_factory.mktemp("naechstes-haus"), password=NEW_PIN)


def holds(edition: Edition, seal_setup: SealSetup) -> bool:
    """Whether the last signature in the file is that seal, and the file is as it was then."""
    reader = PdfFileReader(BytesIO(store.read(edition.file)))
    trusted = ValidationContext(
        trust_roots=[seal_setup.authority.asn1, seal_setup.times.asn1], allow_fetching=False
    )
    status = validate_pdf_signature(reader.embedded_signatures[-1], trusted)
    return bool(status.intact and status.valid and status.trusted)


def test_what_waits_gets_the_new_seal_and_what_is_sealed_keeps_the_old_one(
    scenario: Scenario, seal_setup: SealSetup, next_seal: SealSetup
) -> None:
    with seal_setup.running():
        (old,) = seal_what_is_due(at=AT)
    before = store.read(old.file)
    second = factories.signed_contract(scenario.signed.agreement.district, scenario.amira)
    with next_seal.running():
        (new,) = seal_what_is_due(at=LATER)
    assert (new.kind, new.version.instrument) == (EditionKind.COMPLETED, second)
    assert store.read(old.file) == before
    assert (holds(old, seal_setup), holds(old, next_seal)) == (True, False)
    assert (holds(new, seal_setup), holds(new, next_seal)) == (False, True)
    assert Seal.objects.filter(edition=old).exists()


def test_a_new_file_with_the_former_pin_waits_and_says_why(scenario: Scenario, next_seal: SealSetup) -> None:
    with next_seal.running(), override_settings(SEAL_PASSWORD="die PIN vom letzten Jahr"):
        assert seal_what_is_due(at=AT) == []
    assert SealAttempt.objects.get().problem == wording.SEAL_UNREADABLE
    with next_seal.running():
        assert len(seal_what_is_due(at=LATER)) == 1
