"""Restores a backup into an empty database and an empty folder, and proves it."""

import sys
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mitwirkung.operations.backup.arguments import add_set_arguments
from mitwirkung.operations.backup.erased import read_erased
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.outside import changed_parts
from mitwirkung.operations.backup.progress import ProgressLine
from mitwirkung.operations.backup.proof import Proof
from mitwirkung.operations.backup.recovery import recover
from mitwirkung.operations.backup.restoring import Restoring
from mitwirkung.operations.backup.sets import BackupTarget


class Command(BaseCommand):
    """Restore a set and name everything that is not as it was."""

    help = (
        "Spielt eine Sicherung in eine leere Datenbank und einen leeren Ordner zurück und prüft danach alles."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which set, the key, and what was erased since."""
        add_set_arguments(parser)
        parser.add_argument(
            "--erased", type=Path, metavar="DATEI", help="neuere Liste des Gelöschten, von „list_erased“"
        )
        parser.add_argument(
            "--despite-damage",
            action="store_true",
            help="zurückspielen, was heil ist, auch wenn Dateien fehlen",
        )
        parser.add_argument("--json", action="store_true", help="das Ergebnis für Programme")

    def handle(self, *args: Any, source: Path, **options: Any) -> None:
        target = BackupTarget(source.absolute())
        if options["erased"] and not options["erased"].is_file():
            raise CommandError(f"Die Liste des Gelöschten {options['erased']} gibt es nicht.")
        try:
            manifest = target.read(options["set"])
            erased = [row for path in (target.erased, options["erased"]) if path for row in read_erased(path)]
            restoring = Restoring(
                source=target,
                manifest=manifest,
                identity=options["identity"],
                follow=partial(ProgressLine, self.stderr),
            )
            proof = recover(
                restoring, erased=erased, despite_damage=options["despite_damage"], at=timezone.now()
            )
        except BackupRefused as error:
            if options["json"]:
                self._answer(Proof(problems=[str(error)]))
            raise CommandError(str(error)) from error
        if options["json"]:
            self._answer(proof)
        for part in changed_parts(manifest.outside):
            self.stdout.write(f"Hinweis: {part} ist hier anders als dort, wo gesichert wurde.")
        for problem in proof.problems:
            self.stdout.write(problem)
        if proof.problems:
            raise CommandError(f"Zurückgespielt, aber nicht alles stimmt. Gefunden: {len(proof.problems)}.")
        self.stdout.write(f"Sicherung {manifest.name} zurückgespielt und geprüft: {proof}.")

    def _answer(self, proof: Proof) -> NoReturn:
        """Say it to a program."""
        self.stdout.write(msgspec.json.encode(proof).decode())
        sys.exit(bool(proof.problems))
