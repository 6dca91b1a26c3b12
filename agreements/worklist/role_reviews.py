"""Roles that nobody has looked at for a year."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from agreements.texts.wording import counted, enumerated
from agreements.tones import Tone
from agreements.worklist.items import Urgency, WorkItem
from districts.models import User
from districts.people.review import roles_due

NAMED = 3


def role_review_items(user: User, as_of: date) -> Iterator[WorkItem]:
    """Yield a row for the roles that wait for the user to confirm them. One query for whoever looks after people, else none."""
    due = list(roles_due(user, as_of))
    if not due:
        return
    people = list(dict.fromkeys(str(role.user) for role in due))
    named = [*people[:NAMED], *([f"{len(people) - NAMED} weitere"] if len(people) > NAMED else [])]
    url = reverse("role_review")
    yield WorkItem(
        urgency=Urgency.LATER,
        on=timezone.localdate(min(role.confirmed_at for role in due)),
        tone=Tone.ATTENTION,
        title=f"{counted(len(due), 'Rolle', 'Rollen')} bestätigen",
        detail=enumerated(named),
        when="einmal im Jahr",
        url=url,
        button="Durchsehen",
        button_url=url,
    )
