"""Removes files that no row names: what a killed process left behind."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agreements.documents import store


class Command(BaseCommand):
    """Sweep the folder of files."""

    help = "Entfernt Dateien, die keine Zeile der Datenbank nennt, zum Beispiel nach einem Absturz. Gern täglich."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how old a file must be at least."""
        parser.add_argument(
            "--hours", type=float, default=24, help="nur Dateien, die älter sind (Vorgabe: 24)"
        )

    def handle(self, *args: Any, hours: float, **options: Any) -> None:
        removed = store.sweep(before=timezone.now() - timedelta(hours=hours))
        self.stdout.write(f"Entfernte Dateien: {removed}.")
