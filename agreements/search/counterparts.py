"""The clauses of other agreements that correspond to one, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.contrib.postgres.search import SearchRank
from django.db.models import F, QuerySet

from agreements.drafting.comparison.matching import MatchText, likeness
from agreements.models import Instrument, SearchRow, SearchWord
from agreements.search.queries import MOST_RANKED, TermsQuery, visible_rows
from agreements.search.words import known_words, quoted
from agreements.search_choices import SearchKind
from districts.models import User

MOST_COMPARED = 200  # wordings
TELLING_WORDS = 12  # the rarest of a clause, by which one without its key is found


class _Row(NamedTuple):
    pk: int
    passage: int
    agreement: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """A wording of other agreements, `likeness` from 0 to 1; `rows` are its clauses, one for each agreement."""

    rows: tuple[int, ...]
    likeness: float


def own_clause(user: User, instrument: Instrument, key: str, as_of: date) -> SearchRow | None:
    """Return the entry of a clause; None while it is not there. One query."""
    return visible_rows(user, SearchKind.CLAUSE, as_of).filter(instrument=instrument, key=key).first()


def counterparts(user: User, own: SearchRow, as_of: date) -> list[Counterpart]:
    """Return the corresponding clauses of the agreements that the user may read, the most alike first. Five queries.

    In another agreement it is the clause with the same key if it is similar, or else one that is very similar.
    """
    others = visible_rows(user, SearchKind.CLAUSE, as_of).exclude(agreement=own.agreement_id).order_by()
    same_key = _rows(others.filter(key=own.key).order_by("-current", "-pk")[:MOST_RANKED])
    similar = _rows(_similar(others.exclude(key=own.key), own))
    text, bodies = _match_text(own), _bodies([*same_key, *similar])
    alike = {passage: likeness(text, other) for passage, other in bodies.items()}
    found: dict[int, dict[int, int]] = defaultdict(dict)  # of each wording the clause of each agreement
    covered: set[int] = set()
    for row in [*same_key, *similar]:
        if alike.get(row.passage) and row.agreement not in covered:
            found[row.passage][row.agreement] = row.pk
            covered.add(row.agreement)
    ranked = sorted(found.items(), key=lambda one: (-alike[one[0]], -len(one[1]), one[0]))
    return [Counterpart(rows=tuple(rows.values()), likeness=alike[passage]) for passage, rows in ranked]


def _similar(others: QuerySet[SearchRow], own: SearchRow) -> QuerySet[SearchRow]:
    """Return clauses that share telling words with one, those that share the most first."""
    words = SearchWord.objects.filter(word__in=known_words("", own.body), frequency__gt=1)
    stems = dict.fromkeys(
        words.order_by("frequency", "word").values_list("stem", flat=True)[: 2 * TELLING_WORDS]
    )
    if not stems:
        return others.none()
    condition = TermsQuery(" | ".join(map(quoted, list(stems)[:TELLING_WORDS])))
    ranked = others.filter(vector=condition).annotate(rank=SearchRank(F("vector"), condition))
    return ranked.order_by("-rank", "-current", "-pk")[:MOST_COMPARED]


def _rows(rows: QuerySet[SearchRow]) -> list[_Row]:
    return [_Row(*row) for row in rows.values_list("pk", "passage", "agreement")]


def _match_text(row: SearchRow) -> MatchText:
    return MatchText(row.key, row.body)


def _bodies(rows: Sequence[_Row]) -> dict[int, MatchText]:
    """Return one text of each wording, as many as can be compared. One query."""
    keys: dict[int, int] = {}
    passages: set[int] = set()
    for row in rows:
        if row.passage not in passages and len(passages) < 2 * MOST_COMPARED:
            passages.add(row.passage)
            keys[row.pk] = row.passage
    found = SearchRow.objects.filter(pk__in=keys).defer("vector")
    return {keys[row.pk]: _match_text(row) for row in found}
