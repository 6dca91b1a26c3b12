"""Says how well the operation is: for people, cron and monitoring."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mitwirkung.operations.health.checks import health_checks


class Command(BaseCommand):
    """One line for each check, with what to do; ends with 1 if one is red."""

    help = "Prüft Datenbank, Dienste, Platz, Zertifikate, E-Mails, Sicherung und Uhr; endet mit 1, wenn etwas gestört ist."
    requires_system_checks = []  # what they would stop at is what is to be said here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="as one JSON object")

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        now = timezone.now()
        checks = health_checks(at=now)
        red = [check for check in checks if check.is_red]
        if as_json:
            found = [asdict(check) | {"state": check.state.name.lower()} for check in checks]
            self.stdout.write(
                json.dumps(
                    {"at": now.isoformat(), "red": len(red), "checks": _finite(found)}, ensure_ascii=False
                )
            )
        else:
            for check in checks:
                self.stdout.write(
                    f"{check.label.upper() if check.is_red else check.label}: {check.name}: {check.sentence}"
                )
                if check.advice:
                    self.stdout.write(f"    → {check.advice}")
        if red:
            raise CommandError(f"Gestört: {len(red)}.", returncode=1)


def _finite(found: Any) -> Any:
    """Write null for what never happened: JSON knows no infinity."""
    if isinstance(found, list | tuple):
        return [_finite(one) for one in found]
    if isinstance(found, dict):
        return {name: _finite(one) for name, one in found.items()}
    return None if found == float("inf") else found
