"""Prints the life of an instrument as the picture that stands in the README."""

from typing import Any

from django.core.management.base import BaseCommand

from agreements.lifecycle import diagram


class Command(BaseCommand):
    """Print the diagram, drawn from the table of steps."""

    help = "Druckt den Lebenslauf einer Urkunde als Mermaid-Diagramm für die README."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(diagram())
