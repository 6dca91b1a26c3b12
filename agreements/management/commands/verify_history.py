"""Checks the history of every agreement, entry by entry."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements import history
from agreements.models import Agreement


class Command(BaseCommand):
    """Say of each agreement whether its history holds; end with an error if one does not."""

    help = (
        "Prüft die Geschichte aller Verträge auf veränderte, entfernte, eingefügte und vertauschte Einträge."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for agreement in Agreement.objects.select_related("district").order_by("reference").iterator():
            faults = history.verify(agreement)
            if not faults:
                self.stdout.write(f"{agreement}: {agreement.events.count()} Einträge, unversehrt.")
            for fault in faults:
                self.stdout.write(f"{agreement}: Nr. {fault.sequence}: {fault.problem}")
            broken += bool(faults)
        if broken:
            raise CommandError(
                f"Beschädigte Geschichten: {broken}. Sichern Sie die Datenbank, bevor Sie weiterarbeiten."
            )
