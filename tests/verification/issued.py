"""Codes and hashes of a contract for the verification tests."""

from agreements.choices import EditionKind
from agreements.documents import editions
from agreements.models import Instrument
from agreements.signing.transition_actions import take_step
from agreements.verification_code import verification_code
from districts.models import User
from tests import factories
from tests.scenario import version_of


def code_of(contract: Instrument) -> str:
    """Return the code on the PDFs of the frozen version."""
    return verification_code(version_of(contract).fingerprint)


def execution_hash(contract: Instrument) -> str:
    """Return the SHA-256 of the Zeichnungsfassung."""
    return editions.execution_edition(version_of(contract)).file_id


def reading_hash(contract: Instrument) -> str:
    """Return the SHA-256 of the Lesefassung."""
    return editions.reading_edition(version_of(contract)).file_id


def take_back(contract: Instrument, by: User) -> None:
    """Take a contract back from signing."""
    take_step(contract, "unfreeze", reason="Tippfehler in der Anlage", by=by, at=factories.SIGNED_AT)
    contract.refresh_from_db()


def freeze_again(contract: Instrument, by: User) -> Instrument:
    """Freeze a contract again after `take_back`; it then has two Zeichnungsfassungen."""
    again = factories.freeze_draft(contract, by)
    kinds = [e.kind for version in again.versions.all() for e in version.editions.all()]
    assert kinds.count(EditionKind.EXECUTION) == 2
    return again
