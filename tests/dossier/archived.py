"""Steps of the archiving for the tests."""

from datetime import date

from agreements.dossier.archive.actions import record_archive_step
from agreements.models import Agreement, ArchiveRecord
from agreements.vocabulary import ArchiveStep
from districts.models import User
from tests import world
from tests.stage import PNG

OFFERED_ON = date(2025, 3, 5)


def offered(agreement: Agreement, by: User) -> ArchiveRecord:
    """Record that an agreement was offered, with the letter."""
    return record_archive_step(
        agreement,
        step=ArchiveStep.OFFERED,
        dated=OFFERED_ON,
        reference="LAB 12/25",
        document=PNG,
        by=by,
        at=world.SIGNED_AT,
    )


def decided(agreement: Agreement, step: ArchiveStep, by: User) -> ArchiveRecord:
    """Record what the Landesarchiv has decided."""
    return record_archive_step(agreement, step=step, dated=date(2025, 3, 7), by=by, at=world.SIGNED_AT)
