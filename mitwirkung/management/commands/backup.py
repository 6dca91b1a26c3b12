"""Makes one consistent backup of the database and the files."""

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mitwirkung.operations.backup.actions import back_up
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.progress import ProgressLine
from mitwirkung.operations.backup.retention import Retention
from mitwirkung.operations.backup.sets import BackupTarget


class Command(BaseCommand):
    """Make a set, remove those that need not be kept, and say what else must be kept."""

    help = "Sichert Datenbank und Dateien eines Augenblicks in einen Ordner; Dateien, die dort schon liegen, nicht noch einmal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to, for whom, and how long older ones are kept."""
        parser.add_argument("target", type=Path, help="der Ordner der Sicherungen")
        parser.add_argument(
            "--encrypt-to", default="", metavar="SCHLÜSSEL", help="öffentlicher Schlüssel von age"
        )
        for name, period in (("daily", "Tage"), ("weekly", "Wochen"), ("monthly", "Monate")):
            words = f"so viele {period}, von denen die letzte Sicherung bleibt"
            parser.add_argument(f"--keep-{name}", type=int, default=0, metavar="ZAHL", help=words)

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        kept = {name: options[f"keep_{name}"] for name in ("daily", "weekly", "monthly")}
        if min(kept.values()) < 0:
            raise CommandError("Behalten lassen sich nur 0 oder mehr Tage, Wochen und Monate.")
        try:
            made = back_up(
                BackupTarget(target.absolute()),
                recipient=options["encrypt_to"],
                retention=Retention(**kept),
                follow=partial(ProgressLine, self.stderr),
                at=timezone.now(),
            )
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        manifest = made.manifest
        self.stdout.write(
            f"Sicherung {manifest.name}: {sum(manifest.database.tables.values())} Zeilen, {len(manifest.files)} Dateien, davon "
            f"{made.copied} neu. {'Verschlüsselt. ' if manifest.encrypted else ''}Gelöscht: {len(made.dropped)} ältere.\n"
            "Außerdem aufbewahren, an einem anderen Ort:"
        )
        for part in manifest.outside:
            self.stdout.write(
                f"- {part.name} ({part.fingerprint or 'hier nicht eingestellt'}): {part.advice}"
            )
        if manifest.encrypted:
            self.stdout.write("- Der geheime Schlüssel von age: Ohne ihn ist die Sicherung nichts wert.")
        if manifest.missing:
            names = "\n".join(manifest.missing)
            raise CommandError(
                f"Diese gespeicherten Dateien fehlen oder sind verändert und stehen nicht in der Sicherung:\n{names}\nAlles "
                "andere ist gesichert. In einer älteren Sicherung liegen sie vielleicht noch."
            )
