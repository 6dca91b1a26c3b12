"""What of the index somebody may find, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from rapidfuzz.distance import OSA

from agreements import policy
from agreements.choices import Status
from agreements.models import SearchRow, SearchWord
from agreements.search.indexing import RULES
from agreements.search.query_terms import (
    IndexedWord,
    QueryTerm,
    condition,
    exact_condition,
    expandable,
    expanded,
    wanted_parts,
    wanted_sides,
    with_parts,
)
from agreements.search_choices import SearchKind
from districts.models import User
from districts.policy import sees_whole_city, visible_districts

MOST_RANKED = 2000  # of a kind
MOST_CANDIDATES = 1500  # words
SHORTEST_MISSPELT = 4
FAR_MISSPELT = 8  # letters from which on two may be wrong


class TermsQuery(SearchQuery):
    """A `tsquery` that is written already."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words

    def as_sql(  # type: ignore[override]  # it has no parts of its own
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[str]]:
        return "%s::tsquery", [self.words]


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found; equal ones are found together, in so many agreements."""

    pk: int
    agreements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundKind:
    """What of a kind was found, the best first; `number` counts equal ones each, `more` says that there are others."""

    hits: tuple[Hit, ...] = ()
    number: int = 0
    more: bool = False


def expand(terms: Sequence[QueryTerm]) -> tuple[QueryTerm, ...]:
    """Return the terms with the words that are found for them. Three queries."""
    parts = SearchWord.objects.filter(word__in=wanted_parts(terms))
    terms = with_parts(terms, dict(parts.values_list("word", "stem")))
    letters = {letter for term in expandable(terms) for letter in (term.lexeme, _begun(term)) if letter}
    contains = reduce(or_, (Q(word__contains=letter) for letter in letters), Q(pk__in=[]))
    found = SearchWord.objects.filter(contains).order_by("-frequency", "word")[:MOST_CANDIDATES]
    candidates = [
        IndexedWord(word=word, stem=stem, frequency=number)
        for word, stem, number in found.values_list("word", "stem", "frequency")
    ]
    sides = SearchWord.objects.filter(word__in=wanted_sides(terms, candidates))
    return expanded(terms, candidates, set(sides.values_list("word", flat=True)))


def _begun(term: QueryTerm) -> str:
    return term.word if term.begun else ""


def find(
    user: User,
    terms: Sequence[QueryTerm],
    as_of: date,
    kinds: Iterable[SearchKind],
    district: int | None = None,
) -> dict[SearchKind, FoundKind]:
    """Return what the user may find of some kinds. One query."""
    sought, exact = TermsQuery(condition(terms)), TermsQuery(exact_condition(terms))
    rank = 2 * SearchRank(F("vector"), exact) + SearchRank(F("vector"), sought)
    asked = [
        visible_rows(user, kind, as_of, district)
        .filter(vector=sought)
        .annotate(rank=_as_float(rank))
        .order_by()
        .values_list("kind", "pk", "passage", "agreement", "current", "rank")[: MOST_RANKED + 1]
        for kind in kinds
    ]
    rows: dict[SearchKind, list[_FoundRow]] = defaultdict(list)
    if asked:
        for kind, *found in asked[0].union(*asked[1:], all=True):
            rows[SearchKind(kind)].append(_FoundRow(*found))
    return {kind: _collapsed(of_kind) for kind, of_kind in rows.items()}


def _as_float(rank: Any) -> Any:
    rank.output_field = FloatField()
    return rank


@dataclass(frozen=True, slots=True)
class _FoundRow:
    pk: int
    passage: int
    agreement: int | None
    current: bool
    rank: float

    @property
    def turn(self) -> tuple[float, bool, int]:
        return -self.rank, not self.current, -self.pk


def _collapsed(rows: Sequence[_FoundRow]) -> FoundKind:
    counted = sorted(rows, key=lambda row: row.turn)[:MOST_RANKED]
    passages: dict[int, list[_FoundRow]] = defaultdict(list)
    for row in counted:
        passages[row.passage].append(row)
    return FoundKind(
        hits=tuple(Hit(same[0].pk, len({row.agreement for row in same})) for same in passages.values()),
        number=len(counted),
        more=len(rows) > MOST_RANKED,
    )


def visible_rows(
    user: User, kind: SearchKind, as_of: date, district: int | None = None
) -> QuerySet[SearchRow]:
    """Return what of a kind the user may see, as far as it still says what it was made from."""
    rows = SearchRow.objects.filter(kind=kind)
    if district is not None:
        rows = rows.filter(Q(agreement__district=district) | Q(membership__district=district))
    return rows.filter(_sight(user, kind, as_of))


def _sight(user: User, kind: SearchKind, as_of: date) -> Q:
    if kind == SearchKind.MODEL:
        allowed = policy.verdict(user, "template.view").allowed
        return Q(template__isnull=False) if allowed else Q(pk__in=[])
    holds = Q(
        agreement__search_state__history_length=F("agreement__history_length"),
        agreement__search_state__expires_on__gte=as_of,
        agreement__search_state__rules=RULES,
    )
    seen = policy.visible_instruments(user).exclude(status=Status.WITHDRAWN)
    sight = holds & Q(instrument__in=seen.order_by().values("pk"))
    # those without a text are known to whom the agreement is
    if kind in {SearchKind.AGREEMENT, SearchKind.RESOLUTION}:
        known = policy.visible_to(user).order_by().values("pk")
        sight |= holds & Q(instrument=None, agreement__in=known)
    if kind == SearchKind.PERSON:
        members = Q(membership__district__in=visible_districts(user).order_by().values("pk"))
        if sees_whole_city(user):
            members |= Q(membership__district=None)
        sight |= Q(membership__isnull=False, membership__user__is_active=True) & members
    return sight


def rows_of(keys: Iterable[int]) -> Mapping[int, SearchRow]:
    """Return rows with what is needed to show them. One query."""
    related = ("agreement__district", "instrument__agreement", "template", "membership__district")
    return SearchRow.objects.select_related(*related).defer("vector").in_bulk(list(keys))


def waiting(user: User, as_of: date) -> int:
    """Return how many agreements that the user may see are being read in, and are not found until then. One query."""
    return (
        policy.visible_to(user)
        .exclude(
            search_state__history_length=F("history_length"),
            search_state__expires_on__gte=as_of,
            search_state__rules=RULES,
        )
        .count()
    )


def corrected(terms: Sequence[QueryTerm]) -> str:
    """Return the query with the words that are spelt almost so, empty if there are none. One query a word."""
    words = [_nearest(term.word) or term.word for term in terms]
    return " ".join(words) if all(words) and words != [term.word for term in terms] else ""


def _nearest(word: str) -> str:
    if len(word) < SHORTEST_MISSPELT or not word.isalpha():
        return ""
    most = 2 if len(word) >= FAR_MISSPELT else 1
    alike = SearchWord.objects.filter(word__startswith=word[0]).order_by("-frequency", "word")
    near = [
        (OSA.distance(word, one, score_cutoff=most), one)
        for one in alike.values_list("word", flat=True)
        if abs(len(one) - len(word)) <= most
    ]
    return min((pair for pair in near if pair[0] <= most), key=lambda pair: pair[0], default=(0, ""))[1]
