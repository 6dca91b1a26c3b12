"""Checks the security log, entry by entry."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from districts.models import SecurityEvent
from districts.security_log.verification import security_log_faults


class Command(BaseCommand):
    """Say whether the chain of the security log holds; end with an error if it does not."""

    help = "Prüft das Sicherheitsprotokoll auf veränderte, entfernte, eingefügte und vertauschte Einträge."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(security_log_faults())
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(
                f"Das Sicherheitsprotokoll ist beschädigt: {len(faults)} Stellen. Sichern Sie die Datenbank, bevor Sie "
                "weiterarbeiten."
            )
        self.stdout.write(f"Sicherheitsprotokoll: {SecurityEvent.objects.count()} Einträge, unversehrt.")
