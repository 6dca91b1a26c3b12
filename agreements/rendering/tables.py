"""The tables computed from the obligations: who owes what, and the released shares of posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from agreements.changes import ObligationSet
from agreements.choices import FieldOfAction, Side
from agreements.content import Content, Obligation, Post
from agreements.rendering.clause_text import plain_html
from agreements.texts.due_wording import due_words
from agreements.texts.party_words import owing_caption, owing_words, party_names
from agreements.texts.wording import fte_words, post_words, quantity_words, start_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationRow:
    """An obligation."""

    code: str
    clause_key: str
    place: str
    owed_by: str
    kind: str
    title: SafeString
    particulars: SafeString
    quantity: SafeString
    due: SafeString
    evidence: SafeString
    needs_resolution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationTable:
    """The obligations of one party, or of several together."""

    owing: frozenset[Side]
    caption: str
    rows: tuple[ObligationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A released share of a post."""

    key: str
    code: str
    unit: SafeString
    function: SafeString
    share: str
    start: str
    needs_resolution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTable:
    """Released shares; `total`: the sum of all of them, none in an amendment, which has only those that change."""

    rows: tuple[PostRow, ...]
    total: str


def obligation_tables(content: Content) -> tuple[ObligationTable, ...]:
    """Return one table for each party that owes anything, then for those that owe together."""
    labels, names = {**content.clause_labels(), **_amended_places(content)}, party_names(content)
    place = list(dict.fromkeys([*names, *Side])).index
    groups = {duty.owing for duty in content.obligations}
    return tuple(
        ObligationTable(
            owing=owing,
            caption=owing_caption(owing, names),
            rows=tuple(
                _obligation_row(duty, labels, names) for duty in content.obligations if duty.owing == owing
            ),
        )
        for owing in sorted(groups, key=lambda owing: (len(owing), sorted(map(place, owing))))
    )


def _amended_places(content: Content) -> dict[str, str]:
    """Return the places in the contract of the obligations that an amendment changes."""
    changes = content.amendment.changes if content.amendment else ()
    return {c.after.clause_key: c.place for c in changes if isinstance(c, ObligationSet) and c.place}


def _obligation_row(duty: Obligation, labels: dict[str, str], names: Mapping[Side, str]) -> ObligationRow:
    return ObligationRow(
        code=duty.code,
        clause_key=duty.clause_key,
        place=labels.get(duty.clause_key, "") or duty.source or "",
        owed_by=owing_words(duty.owing, names),
        kind=duty.kind.label,
        title=plain_html(duty.title),
        particulars=plain_html(_particulars(duty)),
        quantity=plain_html(quantity_words(duty)),
        due=plain_html(due_words(duty.due)),
        evidence=plain_html(duty.evidence),
        needs_resolution=duty.needs_resolution,
    )


def _particulars(duty: Obligation) -> str:
    words = []
    if duty.ibs:
        field = duty.ibs.field_of_action
        named = field.label if field == FieldOfAction.ALL else f"Handlungsfeld {field.label}"
        words.append(f"{named}, Phase {duty.ibs.phase.label}")
        if duty.ibs.social_spaces:
            words.append(f"Sozialräume {', '.join(duty.ibs.social_spaces)}")
    if duty.sensitivity:
        target = f", Ziel {duty.sensitivity.target}" if duty.sensitivity.target else ""
        words.append(f"{duty.sensitivity.step.label}: {duty.sensitivity.subject}{target}")
    return "; ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A planned milestone."""

    title: SafeString
    when: SafeString
    office: SafeString


def plan_rows(content: Content) -> tuple[PlanRow, ...]:
    return tuple(
        PlanRow(title=plain_html(plan.title), when=plain_html(plan.when), office=plain_html(plan.office))
        for plan in content.plans or ()
    )


def post_key(code: str, post: Post) -> str:
    """Return what tells the posts of a text apart."""
    return f"{code}: {post.unit}, {post.function}"


def post_table(content: Content) -> PostTable:
    """Return the released shares of posts."""
    posts = [(duty.code, post) for duty in content.obligations for post in duty.posts]
    rows = (
        PostRow(
            key=post_key(code, post),
            code=code,
            unit=plain_html(post.unit),
            function=plain_html(post.function),
            share=post_words(post),
            start=start_words(post),
            needs_resolution=post.needs_resolution,
        )
        for code, post in posts
    )
    total = fte_words(sum((post.share for _, post in posts), Decimal(0)))
    return PostTable(rows=tuple(rows), total="" if content.amendment else total)
