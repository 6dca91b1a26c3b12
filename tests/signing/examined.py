"""Signed files for the tests."""

from agreements.documents.editions import execution_edition
from agreements.models import Instrument, ProofCheck, StoredFile, Version
from agreements.signing.certificates.actions import accepted_checks
from agreements.signing.certificates.examination.result import ExaminationResult, ExaminedSignature, Level
from districts.models import User
from tests import factories
from tests.scenario import version_of


def latest_file(version: Version) -> StoredFile:
    """Return the file to be signed next."""
    checks = accepted_checks(version)
    return checks[0].file if checks else execution_edition(version).file


def examined_file(contract: Instrument, by: User, *, accepted: bool = True) -> ProofCheck:
    """Return the check of a file with one unassigned signature."""
    found = ExaminedSignature(
        field="fremd",
        new=True,
        level=Level.QUALIFIED,
        subject="Karla Kanzlei",
        issuer="Test QES CA",
        signed_at=factories.SIGNED_AT,
        proven=("Der Inhalt ist seit dieser Signatur unverändert.",),
        unproven=("Sperrung nicht geprüft: Die Datei trägt dafür keine ausreichenden Nachweise.",),
    )
    problems = () if accepted else ("Die Datei ist keine PDF-Datei.",)
    verdict = ExaminationResult(problems=problems, notes=("Bitte nachsehen.",), signatures=(found,))
    version = version_of(contract)
    return ProofCheck.objects.create(
        version=version,
        file=execution_edition(version).file,
        accepted=accepted,
        verdict=verdict.stored(),
        checked_at=factories.SIGNED_AT,
        checked_by=by,
    )
