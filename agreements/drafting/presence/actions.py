"""Who has a draft open, and where. Passing: no history, no lock on the instrument, gone after a minute."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from agreements.models import Instrument, Presence
from districts.models import User

GONE_AFTER = timedelta(seconds=60)
KEPT_FOR = timedelta(days=1)


def report(instrument: Instrument, *, window: str, place: str, by: User, at: datetime) -> QuerySet[Presence]:
    """Note that a window of a person has the draft open, writing at a place or nowhere; return all other windows.

    `place` is the key of a clause, the code of an obligation, or empty. Rows that say nothing any more are removed:
    everybody's after a day, the person's own here as soon as they count as gone, and what the same tab showed before:
    `window` is the name of the tab, a hyphen, and a name for each page it loads. So the farewell of a page that
    arrives after the first report of the next one takes nothing of that away.
    """
    own_gone = Q(instrument=instrument, person=by, seen_at__lt=at - GONE_AFTER)
    if tab := window.rpartition("-")[0]:
        own_gone |= Q(person=by, window__startswith=f"{tab}-")
    # no transaction around these: each stands for itself, and two reports never wait for one another
    Presence.objects.filter(own_gone | Q(seen_at__lt=at - KEPT_FOR)).exclude(window=window).delete()
    Presence.objects.bulk_create(
        [Presence(instrument=instrument, person=by, window=window, clause_key=place, seen_at=at)],
        update_conflicts=True,
        unique_fields=["instrument", "person", "window"],
        update_fields=["clause_key", "seen_at"],
    )
    return others(instrument, window=window, by=by, as_of=at)


def others(instrument: Instrument, *, window: str, by: User, as_of: datetime) -> QuerySet[Presence]:
    """Return the windows in which somebody has the draft open at a moment, without this one."""
    present = Presence.objects.filter(instrument=instrument, seen_at__gt=as_of - GONE_AFTER)
    return present.exclude(person=by, window=window).select_related("person").order_by("person", "clause_key")


def leave(instrument: Instrument, *, window: str, by: User) -> None:
    """Forget a window that was closed."""
    Presence.objects.filter(instrument=instrument, person=by, window=window).delete()
