"""Who has shown before the signature that she has seen the text: by an answer, a remark, or by opening her link."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from agreements import policy
from agreements.drafting.clearance.view_models import ClearanceView
from agreements.models import Comment, Instrument, SigningLink
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """A person or an office, what she did, and when."""

    name: str
    words: str
    at: datetime

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


def seen_by(user: User, instrument: Instrument, clearance: ClearanceView | None) -> tuple[SeenRow, ...]:
    """Return them, the last one first, as far as the user may see what they did. Two queries."""
    rows = [*_answered(clearance), *_remarked(user, instrument), *_opened(user, instrument)]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def _answered(clearance: ClearanceView | None) -> list[SeenRow]:
    """Return the offices with their last answers, of all rounds."""
    rounds = clearance.rounds if clearance else ()
    return [
        SeenRow(name=asked.name, words=asked.last.label, at=asked.last.at)
        for one in rounds
        for asked in one.requests
        if asked.last
    ]


def _remarked(user: User, instrument: Instrument) -> list[SeenRow]:
    if not policy.verdict(user, "comment.read", instrument).allowed:
        return []
    threads = policy.visible_threads(user).filter(instrument=instrument)
    last = (
        Comment.objects.filter(thread__in=threads).order_by().values_list("made_by").annotate(Max("made_at"))
    )
    moments = dict(last)
    people = User.objects.in_bulk(moments)
    return [SeenRow(name=str(people[pk]), words="angemerkt", at=at) for pk, at in moments.items()]


def _opened(user: User, instrument: Instrument) -> list[SeenRow]:
    """Return who has opened the link to sign the frozen text; only who sends links knows of them."""
    if not policy.verdict(user, "link.send", instrument).allowed:
        return []
    links = SigningLink.objects.filter(version=instrument.frozen_version_id, opened_at__isnull=False)
    return [
        SeenRow(name=link.signatory.name, words="Link zum Unterzeichnen geöffnet", at=link.opened_at)
        for link in links.select_related("signatory")
        if link.opened_at
    ]
