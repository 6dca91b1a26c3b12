"""Steps of archiving for the tests."""

from datetime import date

from agreements.choices import ArchiveStep
from agreements.dossier.archive.actions import record_archive_step
from agreements.models import Agreement, ArchiveRecord
from districts.models import User
from tests import factories
from tests.scenario import PNG

OFFERED_ON = date(2025, 3, 5)


def offered(agreement: Agreement, by: User) -> ArchiveRecord:
    return record_archive_step(
        agreement,
        step=ArchiveStep.OFFERED,
        dated=OFFERED_ON,
        reference="LAB 12/25",
        document=PNG,
        by=by,
        at=factories.SIGNED_AT,
    )


def decided(agreement: Agreement, step: ArchiveStep, by: User) -> ArchiveRecord:
    return record_archive_step(agreement, step=step, dated=date(2025, 3, 7), by=by, at=factories.SIGNED_AT)
