"""Brings a set back, for real or into a place that is dropped again, and proves what came of it."""

from dataclasses import asdict
from datetime import datetime

from mitwirkung.models import RestoreProof
from mitwirkung.operations.backup.erased import ErasedRow, erase_again
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.manifest import SetManifest
from mitwirkung.operations.backup.proof import Proof, prove
from mitwirkung.operations.backup.restoring import Restoring
from mitwirkung.operations.backup.sets import BackupTarget
from mitwirkung.version import VERSION


def recover(restoring: Restoring, *, erased: list[ErasedRow], despite_damage: bool, at: datetime) -> Proof:
    """Restore a set, erase again what was erased since, prove everything and note the proof. Raises BackupRefused.

    With `despite_damage` the files that are whole are restored even if others are not.
    """
    manifest = restoring.manifest
    restoring.refuse_unfit()
    unfit = restoring.unfit_files()
    if unfit and not despite_damage:
        raise BackupRefused(
            "\n".join(
                [
                    *(f"Datei {sha256} fehlt oder ist verändert." for sha256 in unfit),
                    "Es wurde nichts geschrieben. Nehmen Sie eine andere Sicherung, oder mit --despite-damage alles, was heil ist.",
                ]
            )
        )
    problems = restoring.restore_database()
    restoring.restore_files(without=unfit)
    _, left = erase_again(erased, since=manifest.taken_at, at=at)
    proof = prove(restoring.follow)
    proof.problems[:0] = [*problems, *left]
    note_proof(proof, source=restoring.source, manifest=manifest, for_real=True, at=at)
    return proof


def note_proof(
    proof: Proof, *, source: BackupTarget, manifest: SetManifest, for_real: bool, at: datetime
) -> RestoreProof:
    """Keep what was proved, in the database that Django is connected to."""
    counts = asdict(proof)
    return RestoreProof.objects.create(
        problem="\n".join(counts.pop("problems")),
        name=manifest.name,
        source=str(source.folder),
        program=VERSION,
        taken_at=manifest.taken_at,
        proved_at=at,
        for_real=for_real,
        **counts,
    )
