"""Drafts in hand, each with what it lacks before it can be frozen."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import date

from django.core.cache import cache
from django.db.models import Count, QuerySet, Window
from django.urls import reverse

from agreements import policy
from agreements.choices import Status
from agreements.lifecycle import EDITABLE
from agreements.models import Agreement, Instrument
from agreements.rendering.completeness import draft_gaps
from agreements.texts.assembly import draft_text
from agreements.texts.association import association_values
from agreements.texts.placeholders import placeholder_labels
from agreements.texts.wording import counted
from agreements.worklist.items import ROWS_IN_A_GROUP, FurtherItems, Urgency, WorkItem
from districts.models import User

SHAPE = 1  # version of the cached values: increment when what is checked before freezing changes
TIMEOUT = 400 * 24 * 60 * 60  # seconds
NAMED = 2  # gaps that are named, the rest is counted


def draft_items(
    user: User, agreements: QuerySet[Agreement], as_of: date
) -> Iterator[WorkItem | FurtherItems]:
    """Yield the drafts of agreements. Four queries, and some for each draft shown that changed."""
    drafts = list(
        policy.visible_instruments(user)
        .filter(agreement__in=agreements, status__in=sorted(EDITABLE), made_elsewhere=False)
        .select_related("agreement__district", "template")
        .annotate(drafts=Window(Count("pk")))
        .order_by("agreement__district__number", "pk")[:ROWS_IN_A_GROUP]
    )
    if drafts and (further := drafts[0].drafts - len(drafts)):
        yield FurtherItems(urgency=Urgency.LATER, number=further)
    lacks = _gaps(drafts)
    for draft in drafts:
        missing = lacks[draft.pk]
        yield WorkItem(
            urgency=Urgency.LATER,
            on=as_of,
            tone=draft.status_tone,
            title=_title(draft, missing),
            detail=" · ".join([str(draft.agreement), *([_named(missing)] if missing else [])]),
            when=draft.get_status_display(),
            url=draft.get_absolute_url(),
            button="Weiterschreiben",
            button_url=reverse("draft_edit", args=[draft.pk]),
        )


def _title(draft: Instrument, missing: Collection[str]) -> str:
    what = "Nachtrag" if draft.number else "Entwurf"
    if missing:
        return f"{what} weiterschreiben: {counted(len(missing), 'Angabe fehlt', 'Angaben fehlen')}"
    if draft.status == Status.DRAFT:
        return f"{what} abstimmen: Es fehlt nichts mehr"
    return f"{what} festschreiben: Es fehlt nichts mehr"


def _named(missing: Collection[str]) -> str:
    words = " ".join(list(missing)[:NAMED])
    rest = len(missing) - NAMED
    return f"{words} Und {rest} weitere." if rest > 0 else words


def _gaps(drafts: Collection[Instrument]) -> dict[int, tuple[str, ...]]:
    """Return what each draft lacks, cached until its history, its district or the association changes."""
    association = sorted(association_values().items()) if drafts else []
    keys = {_key(draft, association): draft for draft in drafts}
    found: dict[str, tuple[str, ...]] = cache.get_many(keys)
    for key in keys.keys() - found.keys():
        draft = keys[key]
        labels = placeholder_labels(draft)
        found[key] = tuple(str(gap) for gap in draft_gaps(draft_text(draft), labels))
        cache.set(key, found[key], TIMEOUT)
    return {draft.pk: found[key] for key, draft in keys.items()}


def _key(draft: Instrument, association: Collection[tuple[str, str]]) -> str:
    agreement = draft.agreement
    district = agreement.district
    depends = [
        agreement.history_length,
        draft.revision,
        *([district.name, district.address] if district else []),
        association,
    ]
    digest = hashlib.sha256(repr(depends).encode()).hexdigest()
    return f"draft-gaps:{SHAPE}:{draft.pk}:{digest}"
