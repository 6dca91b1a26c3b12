"""Checks a bundle of an agreement without any database, entry by entry and file by file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.dossier.bundle.check import check_bundle


class Command(BaseCommand):
    """Say what a bundle holds, or name every fault and end with an error."""

    help = "Prüft ein Archiv der Vertragsakte ohne Datenbank: Dateien, Metadaten, Prüfwerte und Verlauf."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the file."""
        parser.add_argument("file", type=Path, help="das ZIP-Archiv")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = check_bundle(options["file"])
        for fault in checked.faults:
            self.stdout.write(fault)
        if checked.faults:
            raise CommandError(f"Das Archiv ist nicht in Ordnung. Gefunden: {len(checked.faults)}.")
        self.stdout.write(
            f"{checked.reference}: {checked.files} Dateien und {checked.entries} Einträge im Verlauf, unversehrt.\n"
            f"Letzter Prüfwert im Verlauf: {checked.head}"
        )
