"""Presence of users in a draft: short-lived rows without events and without locking the instrument."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from agreements.models import Instrument, Presence
from districts.models import User

GONE_AFTER = timedelta(seconds=60)
KEPT_FOR = timedelta(days=1)


def report_presence(
    instrument: Instrument, *, window: str, place: str, by: User, at: datetime
) -> QuerySet[Presence]:
    """Store that a window has the draft open and return the other windows.

    `place` is a clause key, an obligation code, or empty. `window` is the id of the tab, a hyphen and an id of the
    loaded page; earlier pages of the tab are removed, so that their late leave request does not remove this one.
    Removes also the user's expired rows of this draft, and all rows older than a day.
    """
    own_gone = Q(instrument=instrument, person=by, seen_at__lt=at - GONE_AFTER)
    if tab := window.rpartition("-")[0]:
        own_gone |= Q(person=by, window__startswith=f"{tab}-")
    # no transaction: the statements are independent, and concurrent reports never wait for each other
    Presence.objects.filter(own_gone | Q(seen_at__lt=at - KEPT_FOR)).exclude(window=window).delete()
    Presence.objects.bulk_create(
        [Presence(instrument=instrument, person=by, window=window, clause_key=place, seen_at=at)],
        update_conflicts=True,
        unique_fields=["instrument", "person", "window"],
        update_fields=["clause_key", "seen_at"],
    )
    return other_windows(instrument, window=window, by=by, as_of=at)


def other_windows(instrument: Instrument, *, window: str, by: User, as_of: datetime) -> QuerySet[Presence]:
    """Return all windows except this one in which the draft is open at the moment `as_of`."""
    present = Presence.objects.filter(instrument=instrument, seen_at__gt=as_of - GONE_AFTER)
    return present.exclude(person=by, window=window).select_related("person").order_by("person", "clause_key")


def remove_presence(instrument: Instrument, *, window: str, by: User) -> None:
    Presence.objects.filter(instrument=instrument, person=by, window=window).delete()
