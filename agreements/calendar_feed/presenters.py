"""What identifies the bytes of a calendar without writing it."""

import hashlib
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from agreements.models import Agreement

FORMAT = 1  # increment when the same facts are written differently


def calendar_tag(agreements: QuerySet[Agreement], as_of: date) -> str:
    """Return the ETag of a calendar: it follows from the histories of its agreements and the day. One query."""
    lengths = list(agreements.order_by("pk").values_list("pk", "history_length"))
    known = repr((FORMAT, settings.PUBLIC_URL, as_of.isoformat(), lengths))
    return f'"{hashlib.sha256(known.encode()).hexdigest()[:32]}"'
