"""Prints the numbers of what was erased, to be kept apart from the machine between two backups."""

from typing import Any

from django.core.management.base import BaseCommand

from mitwirkung.operations.backup.erased import encode_erased, erased_here


class Command(BaseCommand):
    """Print the list that `restore --erased` reads."""

    help = "Gibt aus, was gelöscht wurde, nach Art und Nummer: Damit kommt aus einer Sicherung nichts davon wieder."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(encode_erased(erased_here()).decode())
