"""Reads every stored file against its hash."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.files import erasure, store


class Command(BaseCommand):
    """Name each file that is missing or altered; end with an error if there is one."""

    help = "Liest jede gespeicherte Datei gegen ihren Prüfwert: Unterschriften, Nachweise, Ausgaben, Fotos."

    def handle(self, *args: Any, **options: Any) -> None:
        intact = 0
        damaged = []
        for file in erasure.kept_files().iterator():
            try:
                store.open_verified(file).close()
                intact += 1
            except store.DamagedFileError as error:
                damaged.append(str(error))
        for fault in damaged:
            self.stdout.write(fault)
        self.stdout.write(f"Unversehrt: {intact}.")
        if damaged:
            raise CommandError(
                f"Beschädigte oder fehlende Dateien: {len(damaged)}. In der Sicherung liegen die richtigen; spielen Sie sie zurück."
            )
