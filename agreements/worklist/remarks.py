"""Remarks and suggestions that wait for somebody."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from agreements.drafting.comments.thread_lists import ThreadRow, pending_rows
from agreements.tones import Tone
from agreements.worklist.items import Urgency, WorkItem, since_words
from districts.models import User

SHOWN = 90  # letters of the last remark


def remark_items(user: User, as_of: date) -> Iterator[WorkItem]:
    """Yield a row for each thread that waits for the user. Four queries, and those for the places."""
    for row in pending_rows(user):
        yield _item(row, as_of)


def _item(row: ThreadRow, as_of: date) -> WorkItem:
    thread, said_on = row.thread, timezone.localdate(row.last_at)
    url = reverse("thread_detail", args=[thread.instrument_id, thread.key])
    if row.has_open_suggestion:
        title, button = f"Änderungsvorschlag zu {row.place.label}", "Entscheiden"
    else:
        title, button = f"{row.reason}: Anmerkung zu {row.place.label}", "Antworten"
    return WorkItem(
        urgency=Urgency.WEEK,
        on=said_on,
        tone=Tone.ACTIVE,
        title=title,
        detail=f"{thread.instrument.agreement} · {row.last_by}: „{Truncator(row.last).chars(SHOWN)}“",
        when=since_words(said_on, as_of),
        url=url,
        button=button,
        button_url=url,
    )
