"""Which shares of which functions are agreed on which days, read from the signed texts. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.calendar_months import DAY, add_months
from agreements.choices import Anchor, ObligationKind, Sense
from agreements.content import Content, Obligation, Post
from agreements.tracking.schedule.facts import WITHOUT_ANCHOR, Events

MONTHS = {
    **{"einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8},
    **{"neun": 9, "zehn": 10, "elf": 11, "zwölf": 12},
}
VACANCY = re.compile(r"länger als (\w+)\s+Monate?n?\s+unbesetzt")


@dataclass(frozen=True, slots=True, order=True)
class PostPlace:
    """What stays the same when an amendment changes a share: obligation, office and function."""

    code: str
    unit: str
    function: str

    @property
    def words(self) -> str:
        """Office and function: „Jugendamt: Jugendhilfeplanung“."""
        return f"{self.unit}: {self.function}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPosts:
    """The posts that one instrument sets for an obligation, by their key, from the day on which its text holds.

    `number` is that of the instrument; without posts the text takes back what an older one said.
    """

    number: int
    code: str
    holds_from: date | None
    posts: tuple[tuple[int, Post], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedShare:
    """A share of a function that is agreed from a day until a day (None: without end), those included."""

    place: PostPlace
    post: int
    share: Decimal
    sense: Sense
    starts_on: date
    ends_on: date | None

    @property
    def can_be_short(self) -> bool:
        """Say whether so much must be filled; an upper limit is never unmet."""
        return self.sense != Sense.UP_TO

    def holds_on(self, day: date) -> bool:
        """Say whether the share is agreed for a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def holds_between(self, first: date, last: date) -> bool:
        """Say whether the share is agreed for any day from the first to the last."""
        return self.starts_on <= last and (self.ends_on is None or first <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A share that is agreed, but whose first day nobody knows yet, and why."""

    place: PostPlace
    share: Decimal
    reason: str


def agreed_shares(texts: Sequence[SignedPosts], events: Events) -> tuple[AgreedShare, ...]:
    """Return what is agreed from when until when: each text until a later one about the same obligation holds."""
    if events.in_force_on is None:
        return ()
    found = []
    for text in texts:
        ends_on = _ends_on(text, texts, events)
        for key, post in text.posts:
            starts_on = _starts_on(text, post, events)
            if starts_on is None or (ends_on is not None and ends_on < starts_on):
                continue
            found.append(
                AgreedShare(
                    place=PostPlace(text.code, post.unit, post.function),
                    post=key,
                    share=post.share,
                    sense=post.sense,
                    starts_on=starts_on,
                    ends_on=ends_on,
                )
            )
    return tuple(found)


def waiting_shares(texts: Sequence[SignedPosts], events: Events, as_of: date) -> tuple[Waiting, ...]:
    """Return the shares of the texts that hold on a day whose begin depends on a day that is not known."""
    return tuple(
        Waiting(PostPlace(text.code, post.unit, post.function), post.share, _unknown(post, events))
        for text in texts
        if text.holds_from and text.holds_from <= as_of <= (_ends_on(text, texts, events) or date.max)
        for _, post in text.posts
        if _starts_on(text, post, events) is None
    )


def vacancy_limit(contents: Sequence[Content]) -> int | None:
    """Return after how many months without anybody in a post the sides must agree on a substitute, None if unsaid.

    `contents` are the texts in force, the newest last. The words of the clause count before those of the obligation.
    """
    for content in reversed(contents):
        clauses = {clause.key: clause.text for section in content.sections for clause in section.clauses}
        for duty in content.obligations:
            if duty.kind == ObligationKind.STAFF_RELEASE and (limit := _limit(duty, clauses)):
                return limit
    return None


def _limit(duty: Obligation, clauses: dict[str, str]) -> int | None:
    for words in (clauses.get(duty.clause_key, ""), duty.due.trigger):
        if said := VACANCY.search(words):
            return int(said[1]) if said[1].isascii() and said[1].isdecimal() else MONTHS.get(said[1])
    return None


def _ends_on(text: SignedPosts, texts: Sequence[SignedPosts], events: Events) -> date | None:
    ends: list[date] = [] if events.last_day is None else [events.last_day]
    ends += _later(text, texts)
    return min(ends) if ends else None


def _later(text: SignedPosts, texts: Sequence[SignedPosts]) -> Iterator[date]:
    for other in texts:
        if other.code == text.code and other.number > text.number and other.holds_from:
            yield other.holds_from - DAY


def _starts_on(text: SignedPosts, post: Post, events: Events) -> date | None:
    if text.holds_from is None or _unknown(post, events):
        return None
    days = [text.holds_from]
    if events.begins_on:
        days.append(add_months(events.begins_on, post.starts_after_months))
    if post.needs_resolution and events.ba_resolution_on:
        days.append(events.ba_resolution_on)
    return max(days)


def _unknown(post: Post, events: Events) -> str:
    if events.begins_on is None and post.starts_after_months:
        return WITHOUT_ANCHOR[Anchor.BEGIN]
    if post.needs_resolution and events.ba_resolution_on is None:
        return WITHOUT_ANCHOR[Anchor.BA_RESOLUTION]
    return ""
