"""Proves a backup by restoring it for trial."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mitwirkung.operations.backup.arguments import add_set_arguments
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.sets import BackupTarget
from mitwirkung.operations.backup.trial import prove_set


class Command(BaseCommand):
    """Restore a set into a database and a folder for trial, prove it, drop both and note the proof."""

    help = "Spielt eine Sicherung zur Probe zurück, prüft alles, räumt wieder auf und hält das Ergebnis fest."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which set, the key, and where there is room."""
        add_set_arguments(parser)
        parser.add_argument(
            "--scratch", type=Path, metavar="ORDNER", help="wo Platz für alle Dateien ist (Vorgabe: TMPDIR)"
        )

    def handle(self, *args: Any, source: Path, **options: Any) -> None:
        target = BackupTarget(source.absolute())
        try:
            manifest = target.read(options["set"])
            proof = prove_set(
                target, manifest, identity=options["identity"], scratch=options["scratch"], at=timezone.now()
            )
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        for problem in proof.problems:
            self.stdout.write(problem)
        if proof.problems:
            raise CommandError(
                f"Die Sicherung {manifest.name} ist nicht in Ordnung. Gefunden: {len(proof.problems)}."
            )
        self.stdout.write(f"Die Sicherung {manifest.name} lässt sich zurückspielen: {proof}.")
