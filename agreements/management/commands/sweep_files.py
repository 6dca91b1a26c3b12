"""Removes what a killed process left behind: files that no row names, and bytes that were to be erased."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agreements.files import store
from agreements.signing.photos.actions import erase_removed


class Command(BaseCommand):
    """Sweep the folder of files."""

    help = (
        "Entfernt nach einem Absturz Dateien, die keine Zeile der Datenbank nennt, und löscht Fotos zu Ende, die entfernt "
        "wurden. Gern täglich."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how old a file must be at least."""
        parser.add_argument(
            "--hours", type=float, default=24, help="nur Dateien, die älter sind (Vorgabe: 24)"
        )

    def handle(self, *args: Any, hours: float, **options: Any) -> None:
        removed = store.sweep(before=timezone.now() - timedelta(hours=hours))
        self.stdout.write(f"Entfernte Dateien: {removed}.")
        if erased := erase_removed():
            self.stdout.write(f"Zu Ende gelöschte Fotos: {erased}.")
