"""Writes everything that can be found anew: `manage.py rebuild_search`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements.search.indexing import rebuild


class Command(BaseCommand):
    """Build the index of the search from the agreements, model texts and people."""

    help = "Writes everything that can be found anew. It may run while people work; they find what is done."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how much."""
        done = sum(1 for _ in rebuild(at=timezone.now()))
        self.stdout.write(f"{done} agreements")
