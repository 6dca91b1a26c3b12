"""Making, renewing and revoking the secret address of a person's calendar."""

import secrets
from datetime import date, datetime

from django.db import transaction

from agreements.link_tokens import token_hash
from agreements.models import CalendarFeed
from districts.models import User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record

SECRET_BYTES = 32


def renew_feed(*, by: User, at: datetime) -> str:
    """Give the person a new address and return its secret, which is not kept; an earlier address is dead."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    values = {"token_sha256": token_hash(secret), "made_at": at, "fetched_on": None}
    with transaction.atomic():
        CalendarFeed.objects.update_or_create(person=by, defaults=values)
        record(SecurityKind.CALENDAR_MADE, at=at, by=by)
    return secret


def revoke_feed(*, by: User, at: datetime) -> bool:
    """Let the address of the person's calendar lead nowhere; return whether there was one."""
    with transaction.atomic():
        deleted, _ = CalendarFeed.objects.filter(person=by).delete()
        if deleted:
            record(SecurityKind.CALENDAR_REVOKED, at=at, by=by)
    return bool(deleted)


def note_fetched(feed: CalendarFeed, day: date) -> None:
    """Keep the last day on which a calendar was fetched."""
    CalendarFeed.objects.filter(pk=feed.pk).exclude(fetched_on=day).update(fetched_on=day)
