"""Proves a restored database and its files: every file, history, trigger, version and edition, and the security log."""

import hashlib
from dataclasses import dataclass, field

from pgtrigger import registered

from agreements import history
from agreements.files import erasure, store
from agreements.models import Agreement, Edition, Version
from districts.security_log.verification import security_log_faults
from mitwirkung.operations.backup.database_facts import database_facts, disabled_triggers
from mitwirkung.operations.backup.progress import Follow

INSTALLED = "INSTALLED"


@dataclass(kw_only=True)
class Proof:
    """How much was looked at, and in German what is wrong with it."""

    rows: int = 0
    files: int = 0
    histories: int = 0
    triggers: int = 0
    editions: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Say what was looked at, and that it is whole, for who has found no problem."""
        return (
            f"{self.rows} Zeilen, {self.files} Dateien, {self.histories} Verläufe, {self.triggers} Trigger, "
            f"{self.editions} Ausgaben, alles unversehrt"
        )


def prove(follow: Follow) -> Proof:
    """Look at everything in the database that Django is connected to, and at its files."""
    facts = database_facts()
    proof = Proof(rows=sum(facts.tables.values()), triggers=len(facts.triggers))
    damaged = _prove_files(proof, follow)
    _prove_histories(proof, follow)
    _prove_editions(proof, damaged)
    proof.problems += [f"Sicherheitsprotokoll, {fault}" for fault in security_log_faults()]
    proof.problems += [f"Trigger {name} ist abgeschaltet." for name in disabled_triggers(facts)]
    for model, trigger in registered():
        status, _ = trigger.get_installation_status(model)
        if status != INSTALLED:
            name = f"{model._meta.db_table}.{trigger.get_pgid(model)}"
            proof.problems.append(f"Trigger {name} fehlt oder ist ein anderer ({status}).")
    return proof


def _prove_files(proof: Proof, follow: Follow) -> set[str]:
    files = erasure.kept_files()
    progress = follow("Dateien geprüft", files.count())
    damaged = set()
    for file in files.iterator():
        try:
            store.open_verified(file).close()
            proof.files += 1
        except store.DamagedFileError:
            damaged.add(file.sha256)
        progress.advance()
    proof.problems += [f"Datei {sha256} fehlt oder ist verändert." for sha256 in sorted(damaged)]
    return damaged


def _prove_histories(proof: Proof, follow: Follow) -> None:
    progress = follow("Verläufe geprüft", Agreement.objects.count())
    for agreement in Agreement.objects.select_related("district").order_by("reference").iterator():
        faults = history.verify(agreement)
        proof.histories += not faults
        proof.problems += [f"{agreement}, Verlauf Nr. {fault.sequence}: {fault.problem}" for fault in faults]
        progress.advance()


def _prove_editions(proof: Proof, damaged: set[str]) -> None:
    for version in Version.objects.select_related("instrument__agreement__district").iterator():
        if hashlib.sha256(version.content.encode()).hexdigest() != version.fingerprint:
            proof.problems.append(f"{version}: Der Inhalt passt nicht zum Prüfwert.")
    editions = Edition.objects.select_related("version__instrument__agreement__district")
    for edition in editions.iterator():
        if edition.file_id in damaged:
            proof.problems.append(f"{edition}: Die Datei fehlt oder ist verändert.")
        else:
            proof.editions += 1
