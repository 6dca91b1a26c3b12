"""Remarks and suggestions that wait for somebody."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from agreements import policy
from agreements.drafting.comments.thread_lists import ThreadRow, pending_rows
from agreements.texts.wording import counted
from agreements.tones import Tone
from agreements.worklist.items import Urgency, WorkItem, since_words
from districts.models import User

SHOWN = 90  # letters of the last remark
REMARK_ROWS = 8  # a row each, the rest is counted


def remark_items(user: User, as_of: date) -> Iterator[WorkItem]:
    """Yield a row for each of the newest threads that wait for the user, and one for the rest. Four queries, and those for the places."""
    rows = pending_rows(user)
    decides = policy.verdict(user, "suggestion.decide").allowed
    for row in rows[:REMARK_ROWS]:
        yield _item(row, as_of, decides=decides)
    if rest := rows[REMARK_ROWS:]:
        said_on, url = timezone.localdate(max(row.last_at for row in rest)), reverse("pending_comments")
        yield WorkItem(
            urgency=Urgency.WEEK,
            on=said_on,
            tone=Tone.ACTIVE,
            title=counted(len(rest), "weitere Anmerkung wartet", "weitere Anmerkungen warten"),
            detail="Sie sind angesprochen oder am Zug.",
            when=f"zuletzt {since_words(said_on, as_of)}",
            url=url,
            button="Ansehen",
            button_url=url,
        )


def _item(row: ThreadRow, as_of: date, *, decides: bool) -> WorkItem:
    thread, said_on = row.thread, timezone.localdate(row.last_at)
    url = reverse("thread_detail", args=[thread.instrument_id, thread.key])
    if row.has_open_suggestion and decides:
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
