"""Reads every stored file against its hash."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.files import erasure, store
from agreements.models import Photo, StoredFile


class Command(BaseCommand):
    """Name each file that is missing or altered; end with an error if there is one."""

    help = "Liest jede gespeicherte Datei gegen ihren Prüfwert: Unterschriften, Nachweise, Ausgaben, Fotos."

    def handle(self, *args: Any, **options: Any) -> None:
        removed = Photo.objects.filter(removed_at__isnull=False)
        intact = erased = 0
        damaged = []
        for file in StoredFile.objects.order_by("pk").iterator():
            try:
                store.open_verified(file).close()
                intact += 1
            except store.DamagedFileError as error:
                if erasure.is_erasable(file, without=removed) and removed.filter(file=file).exists():
                    erased += 1
                else:
                    damaged.append(str(error))
        for fault in damaged:
            self.stdout.write(fault)
        self.stdout.write(f"Unversehrt: {intact}. Mit ihrem Foto gelöscht: {erased}.")
        if damaged:
            raise CommandError(
                f"Beschädigte oder fehlende Dateien: {len(damaged)}. In der Sicherung liegen die richtigen; spielen Sie sie zurück."
            )
