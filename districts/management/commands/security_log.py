"""Prints the security log as JSON lines."""

import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from districts.models import SecurityEvent

FIELDS = [field.name for field in SecurityEvent._meta.fields if field.name != "id"]


class Command(BaseCommand):
    """One entry a line, the oldest first."""

    help = "Prints the security log as JSON, one entry a line, the oldest first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", metavar="DAY", help="from this day on, as in 2026-11-30")

    def handle(self, *args: Any, since: str | None, **options: Any) -> None:
        rows = SecurityEvent.objects.order_by("sequence")
        if since is not None:
            try:
                day = datetime.strptime(since, "%Y-%m-%d")  # noqa: DTZ007  made aware below
            except ValueError:
                raise CommandError(f"--since needs a day such as 2026-11-30, not {since!r}.") from None
            rows = rows.filter(at__gte=timezone.make_aware(day))
        for values in rows.values(*FIELDS).iterator():
            self.stdout.write(json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False))
