"""The agreed shares of functions by date, from the signed texts. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.calendar_months import DAY, add_months
from agreements.choices import Anchor, ObligationKind, Sense
from agreements.content import Content, Obligation, Post
from agreements.schedule.facts import Events, SignedTerms

MONTHS = {
    **{"einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8},
    **{"neun": 9, "zehn": 10, "elf": 11, "zwölf": 12},
}
VACANCY = re.compile(r"länger als (\w+)\s+Monate?n?\s+unbesetzt")


@dataclass(frozen=True, slots=True, order=True)
class PostPlace:
    """The identity of a post across amendments: obligation, office and function."""

    code: str
    unit: str
    function: str

    @property
    def words(self) -> str:
        """Office and function: „Jugendamt: Jugendhilfeplanung“."""
        return f"{self.unit}: {self.function}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPosts(SignedTerms):
    """The posts of an obligation in one instrument, by primary key; terms without posts revoke those of older ones."""

    code: str
    posts: tuple[tuple[int, Post], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedShare:
    """A share of a function agreed from a day to a day (None: without end), both inclusive."""

    place: PostPlace
    post: int
    share: Decimal
    sense: Sense
    starts_on: date
    ends_on: date | None

    @property
    def can_be_short(self) -> bool:
        """Whether the share must be filled; an upper limit is never unmet."""
        return self.sense != Sense.UP_TO

    def applies_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def applies_between(self, first: date, last: date) -> bool:
        """Whether the share applies on any day of a period."""
        return self.starts_on <= last and (self.ends_on is None or first <= self.ends_on)


@dataclass(frozen=True, slots=True)
class PendingShare:
    """An agreed share whose first day is unknown, with the reason."""

    place: PostPlace
    share: Decimal
    reason: str


def agreed_shares(texts: Sequence[SignedPosts], events: Events) -> tuple[AgreedShare, ...]:
    """Return the agreed shares; terms apply until later terms of the same obligation do."""
    if events.in_force_on is None:
        return ()
    shares = []
    for text in texts:
        replaced_on = _ends_on(text, texts, events)
        for key, post in text.posts:
            starts_on = _starts_on(text, post, events)
            ends_on = min((day for day in (replaced_on, post.ends_on) if day), default=None)
            if starts_on is None or (ends_on is not None and ends_on < starts_on):
                continue
            shares.append(
                AgreedShare(
                    place=PostPlace(text.code, post.unit, post.function),
                    post=key,
                    share=post.share,
                    sense=post.sense,
                    starts_on=starts_on,
                    ends_on=ends_on,
                )
            )
    return tuple(shares)


def pending_shares(texts: Sequence[SignedPosts], events: Events, as_of: date) -> tuple[PendingShare, ...]:
    """Return the shares of the terms in force on a day whose first day is unknown."""
    return tuple(
        PendingShare(
            PostPlace(text.code, post.unit, post.function), post.share, _pending_reason(post, events)
        )
        for text in texts
        if text.effective_from and text.effective_from <= as_of <= (_ends_on(text, texts, events) or date.max)
        for _, post in text.posts
        if _starts_on(text, post, events) is None
    )


def vacancy_limit(contents: Sequence[Content]) -> int | None:
    """Return after how many months of vacancy the sides must agree on a substitute, None if not agreed.

    `contents` are the texts in force, the newest last. The clause takes precedence over the obligation.
    """
    for content in reversed(contents):
        clauses = {clause.key: clause.text for section in content.sections for clause in section.clauses}
        for obligation in content.obligations:
            if obligation.kind == ObligationKind.STAFF_RELEASE and (limit := _limit(obligation, clauses)):
                return limit
    return None


def _limit(obligation: Obligation, clauses: dict[str, str]) -> int | None:
    for words in (clauses.get(obligation.clause_key, ""), obligation.due.trigger):
        if match := VACANCY.search(words):
            return int(match[1]) if match[1].isascii() and match[1].isdecimal() else MONTHS.get(match[1])
    return None


def _ends_on(text: SignedPosts, texts: Sequence[SignedPosts], events: Events) -> date | None:
    ends: list[date] = [] if events.last_day is None else [events.last_day]
    ends += _later(text, texts)
    return min(ends) if ends else None


def _later(text: SignedPosts, texts: Sequence[SignedPosts]) -> Iterator[date]:
    for other in texts:
        if other.code == text.code and other.order > text.order and other.effective_from:
            yield other.effective_from - DAY


def _starts_on(text: SignedPosts, post: Post, events: Events) -> date | None:
    if text.effective_from is None or _pending_reason(post, events):
        return None
    days = [text.effective_from]
    if post.starts_on:
        days.append(post.starts_on)
    elif events.begins_on:
        days.append(add_months(events.begins_on, post.starts_after_months))
    if post.needs_resolution and events.ba_resolution_on:
        days.append(events.ba_resolution_on)
    return max(days)


def _pending_reason(post: Post, events: Events) -> str:
    if events.begins_on is None and post.starts_after_months:
        return events.without(Anchor.BEGIN)
    if post.needs_resolution and events.ba_resolution_on is None:
        return events.without(Anchor.BA_RESOLUTION)
    return ""
