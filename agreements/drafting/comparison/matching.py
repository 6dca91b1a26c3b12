"""Matching of the parts of two contents: pairs, moved parts, common reading order. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz.distance import Indel

T = TypeVar("T")
Pair = tuple[int, int]

SAME_KEY_SIMILARITY = 0.5  # minimum for a pair with the same key
MIN_SIMILARITY = 0.6  # minimum for a pair with different keys
MAX_WORDS = 500  # compared words of a text
MAX_PAIRS = 40_000  # with more candidates, only equal texts match


class MatchText(NamedTuple):
    """The key, text and optional heading of a part to be matched."""

    key: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class MatchedEntry(Generic[T]):
    """An item in reading order; `moved_away` at its former place."""

    item: T
    moved_away: bool = False


@dataclass(frozen=True, slots=True)
class PositionedEntry(Generic[T]):
    """An entry with its index on each side; None on a side without it."""

    before: int | None
    after: int | None
    entry: MatchedEntry[T]


@dataclass(slots=True)
class _PairSet:
    """One-to-one pairs of indexes."""

    pairs: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def add(self, pairs: Iterable[Pair]) -> None:
        for i, j in pairs:
            if i not in self.pairs and j not in self.taken:
                self.pairs[i] = j
                self.taken.add(j)

    def unmatched(self, before: Sequence[object], after: Sequence[object]) -> tuple[list[int], list[int]]:
        return (
            [i for i in range(len(before)) if i not in self.pairs],
            [j for j in range(len(after)) if j not in self.taken],
        )


def match_texts(before: Sequence[MatchText], after: Sequence[MatchText]) -> list[Pair]:
    """Return the pairs of indexes of the same part.

    Pairs by key if the texts are similar, then by equal text, then by similar text, and at last by key alone.
    """
    by_key = match_rows(before, after, lambda item: item.key)
    matched = _PairSet()
    matched.add(pair for pair in by_key if _same_part(before[pair[0]], after[pair[1]]))
    left, right = matched.unmatched(before, after)
    equal = match_rows([before[i] for i in left], [after[j] for j in right], lambda item: item.text)
    matched.add((left[i], right[j]) for i, j in equal)
    matched.add(_similar(before, after, *matched.unmatched(before, after)))
    matched.add(by_key)
    return sorted(matched.pairs.items())


def likeness(before: MatchText, after: MatchText) -> float:
    """Return how alike two parts are, up to 1; 0 unless they are the same part, for which less is enough with the same key."""
    if before.text == after.text:
        return 1.0
    least = SAME_KEY_SIMILARITY if before.key == after.key else MIN_SIMILARITY
    return _similarity(_words(before), _words(after), least)


def match_rows(before: Sequence[T], after: Sequence[T], *keys: Callable[[T], Hashable]) -> list[Pair]:
    """Return the pairs of indexes with equal keys, one key function after the other; duplicates pair in order."""
    matched = _PairSet()
    for key in keys:
        left, right = matched.unmatched(before, after)
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(right):
            waiting[key(after[j])].append(j)
        matched.add((i, waiting[key(before[i])].pop()) for i in left if waiting[key(before[i])])
    return sorted(matched.pairs.items())


def stable_pairs(pairs: Iterable[Pair]) -> set[Pair]:
    """Return the longest sequence of pairs in the same order on both sides; the others have moved."""
    ordered = sorted(pairs)
    ends: list[int] = []  # for each length of an increasing sequence, its smallest end
    lengths = []
    for _, right in ordered:
        length = bisect_left(ends, right)
        ends[length : length + 1] = [right]
        lengths.append(length)
    kept: set[Pair] = set()
    wanted, limit = len(ends) - 1, float("inf")
    for pair, length in zip(reversed(ordered), reversed(lengths), strict=True):
        if length == wanted and pair[1] < limit:
            kept.add(pair)
            wanted, limit = wanted - 1, pair[1]
    return kept


def with_unmatched(pairs: Iterable[Pair], before: int, after: int) -> list[tuple[int | None, int | None]]:
    """Return the pairs and the unmatched indexes of `before` and `after` items."""
    partners = dict(pairs)
    added = sorted(set(range(after)) - set(partners.values()))
    return [*((i, partners.get(i)) for i in range(before)), *((None, j) for j in added)]


def positioned_entries(
    before: int | None, after: int | None, item: T, *, moved: bool
) -> list[PositionedEntry[T]]:
    """Return the entry of an item; for a moved item two, the former place marked as moved away."""
    if not moved:
        return [PositionedEntry(before, after, MatchedEntry(item))]
    return [
        PositionedEntry(None, after, MatchedEntry(item)),
        PositionedEntry(before, None, MatchedEntry(item, moved_away=True)),
    ]


def reading_order(places: Iterable[PositionedEntry[T]]) -> tuple[MatchedEntry[T], ...]:
    """Merge both sides: common entries keep their order, removed entries come before added ones."""
    entries = list(places)
    old = sorted((p for p in entries if p.before is not None and p.after is None), key=_place_before)
    new = sorted((p for p in entries if p.after is not None and p.before is None), key=_place_after)
    both = sorted((p for p in entries if p.before is not None and p.after is not None), key=_place_after)
    order: list[MatchedEntry[T]] = []
    for anchor in both:
        order += _take_before(old, _place_before, _place_before(anchor))
        order += _take_before(new, _place_after, _place_after(anchor))
        order.append(anchor.entry)
    return (*order, *(p.entry for p in old), *(p.entry for p in new))


def _take_before(
    waiting: list[PositionedEntry[T]], place: Callable[[PositionedEntry[T]], int], limit: int
) -> list[MatchedEntry[T]]:
    """Remove and return the entries before a place."""
    count = bisect_left(waiting, limit, key=place)
    taken = [p.entry for p in waiting[:count]]
    del waiting[:count]
    return taken


def _place_before(entry: PositionedEntry[T]) -> int:
    return -1 if entry.before is None else entry.before


def _place_after(entry: PositionedEntry[T]) -> int:
    return -1 if entry.after is None else entry.after


def _same_part(before: MatchText, after: MatchText) -> bool:
    if before.text == after.text or (before.name and before.name == after.name):
        return True
    return _similarity(_words(before), _words(after), SAME_KEY_SIMILARITY) >= SAME_KEY_SIMILARITY


def _similar(
    before: Sequence[MatchText], after: Sequence[MatchText], left: Sequence[int], right: Sequence[int]
) -> Iterator[Pair]:
    """Yield the pairs of similar texts, the most similar first."""
    if len(left) * len(right) > MAX_PAIRS:
        return
    old, new = {i: _words(before[i]) for i in left}, {j: _words(after[j]) for j in right}
    likeness = {(i, j): _similarity(old[i], new[j], MIN_SIMILARITY) for i in left for j in right}
    close = [pair for pair, value in likeness.items() if value >= MIN_SIMILARITY]
    # The last two resolve ties the same way if the sides are exchanged.
    yield from sorted(
        close, key=lambda pair: (-likeness[pair], sum(pair), sorted((old[pair[0]], new[pair[1]])))
    )


def _words(item: MatchText) -> list[str]:
    return item.text.split()[:MAX_WORDS]


def _similarity(before: list[str], after: list[str], least: float) -> float:
    return Indel.normalized_similarity(before, after, score_cutoff=least) if before and after else 0.0
