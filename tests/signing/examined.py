"""An examined file without an examination, for tests that only walk over pages."""

from agreements.documents.editions import execution_edition
from agreements.models import Instrument, ProofCheck
from agreements.signing.checking.verdict import Found, Level, Verdict
from districts.models import User
from tests import world
from tests.stage import version_of


def examined_file(contract: Instrument, by: User, *, accepted: bool = True) -> ProofCheck:
    """Return a check of a contract's file, with a signature that nobody has been named for."""
    found = Found(
        field="fremd",
        new=True,
        level=Level.QUALIFIED,
        subject="Karla Kanzlei",
        issuer="Test QES CA",
        signed_at=world.SIGNED_AT,
        proven=("Der Inhalt ist seit dieser Signatur unverändert.",),
        unproven=("Sperrung nicht geprüft: Die Datei trägt dafür keine ausreichenden Nachweise.",),
    )
    problems = () if accepted else ("Die Datei ist keine PDF-Datei.",)
    verdict = Verdict(problems=problems, notes=("Bitte nachsehen.",), signatures=(found,))
    version = version_of(contract)
    return ProofCheck.objects.create(
        version=version,
        file=execution_edition(version).file,
        accepted=accepted,
        verdict=verdict.stored(),
        checked_at=world.SIGNED_AT,
        checked_by=by,
    )
