"""Which part of one content is which part of the other, what has moved, and in which order both are read. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz.distance import Indel

Thing = TypeVar("Thing")
Pair = tuple[int, int]

SURE = 0.5  # with the same key, half of the words are enough to be the same part
ALIKE = 0.6  # without it, more are needed
WORDS = 500  # of a long text, so many words are looked at
PAIRS = 40_000  # beyond so many possible pairs, only equal texts are found again


class Item(NamedTuple):
    """A part that is looked for on the other side; `name` is its heading, if it has one."""

    key: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class MatchedEntry(Generic[Thing]):
    """A thing at its place in reading order; `departed` at the place that it has left."""

    thing: Thing
    departed: bool = False


@dataclass(frozen=True, slots=True)
class Placed(Generic[Thing]):
    """An entry with its places on both sides, or with the only one that it has."""

    before: int | None
    after: int | None
    entry: MatchedEntry[Thing]


@dataclass(slots=True)
class _Found:
    """The pairs found so far; each place has one partner."""

    pairs: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def take(self, pairs: Iterable[Pair]) -> None:
        for i, j in pairs:
            if i not in self.pairs and j not in self.taken:
                self.pairs[i] = j
                self.taken.add(j)

    def free(self, before: Sequence[object], after: Sequence[object]) -> tuple[list[int], list[int]]:
        return (
            [i for i in range(len(before)) if i not in self.pairs],
            [j for j in range(len(after)) if j not in self.taken],
        )


def match_texts(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Return the pairs of places that are the same part.

    The key decides unless the texts have little in common; then comes equal text, then similar text, and a part
    that was rewritten from scratch keeps its key in the end.
    """
    by_key = match_rows(before, after, lambda item: item.key)
    found = _Found()
    found.take(pair for pair in by_key if _same_part(before[pair[0]], after[pair[1]]))
    left, right = found.free(before, after)
    equal = match_rows([before[i] for i in left], [after[j] for j in right], lambda item: item.text)
    found.take((left[i], right[j]) for i, j in equal)
    found.take(_similar(before, after, *found.free(before, after)))
    found.take(by_key)
    return sorted(found.pairs.items())


def match_rows(
    before: Sequence[Thing], after: Sequence[Thing], *keys: Callable[[Thing], Hashable]
) -> list[Pair]:
    """Return the pairs of places with the same key, trying one key after the other; equal keys pair in order."""
    found = _Found()
    for key in keys:
        left, right = found.free(before, after)
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(right):
            waiting[key(after[j])].append(j)
        found.take((i, waiting[key(before[i])].pop()) for i in left if waiting[key(before[i])])
    return sorted(found.pairs.items())


def steady(pairs: Iterable[Pair]) -> set[Pair]:
    """Return the most pairs that stand in the same order on both sides; the others have moved."""
    ordered = sorted(pairs)
    ends: list[int] = []  # for each length of a rising row, the smallest end that it can have
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


def all_places(pairs: Iterable[Pair], before: int, after: int) -> list[tuple[int | None, int | None]]:
    """Return the pairs, and the places without a partner among so many before and after."""
    partners = dict(pairs)
    added = sorted(set(range(after)) - set(partners.values()))
    return [*((i, partners.get(i)) for i in range(before)), *((None, j) for j in added)]


def placed(before: int | None, after: int | None, thing: Thing, *, moved: bool) -> list[Placed[Thing]]:
    """Return a thing at its place; one that has moved stands at both, at the first as departed."""
    if not moved:
        return [Placed(before, after, MatchedEntry(thing))]
    return [
        Placed(None, after, MatchedEntry(thing)),
        Placed(before, None, MatchedEntry(thing, departed=True)),
    ]


def reading_order(places: Iterable[Placed[Thing]]) -> tuple[MatchedEntry[Thing], ...]:
    """Merge both sides: what stands on both keeps its order, and what is gone stands before what is new there."""
    known = list(places)
    old = sorted((p for p in known if p.before is not None and p.after is None), key=_place_before)
    new = sorted((p for p in known if p.after is not None and p.before is None), key=_place_after)
    both = sorted((p for p in known if p.before is not None and p.after is not None), key=_place_after)
    order: list[MatchedEntry[Thing]] = []
    for anchor in both:
        order += _until(old, _place_before, _place_before(anchor))
        order += _until(new, _place_after, _place_after(anchor))
        order.append(anchor.entry)
    return (*order, *(p.entry for p in old), *(p.entry for p in new))


def _until(
    waiting: list[Placed[Thing]], place: Callable[[Placed[Thing]], int], limit: int
) -> list[MatchedEntry[Thing]]:
    """Take from the front what stands before a place."""
    count = bisect_left(waiting, limit, key=place)
    taken = [p.entry for p in waiting[:count]]
    del waiting[:count]
    return taken


def _place_before(placed: Placed[Thing]) -> int:
    return -1 if placed.before is None else placed.before


def _place_after(placed: Placed[Thing]) -> int:
    return -1 if placed.after is None else placed.after


def _same_part(before: Item, after: Item) -> bool:
    if before.text == after.text or (before.name and before.name == after.name):
        return True
    return _likeness(_words(before), _words(after), SURE) >= SURE


def _similar(
    before: Sequence[Item], after: Sequence[Item], left: Sequence[int], right: Sequence[int]
) -> Iterator[Pair]:
    """Yield pairs of similar texts, the most similar first."""
    if len(left) * len(right) > PAIRS:
        return
    old, new = {i: _words(before[i]) for i in left}, {j: _words(after[j]) for j in right}
    likeness = {(i, j): _likeness(old[i], new[j], ALIKE) for i in left for j in right}
    close = [pair for pair, value in likeness.items() if value >= ALIKE]
    # The last two make a tie fall the same way whichever side is called „before“.
    yield from sorted(
        close, key=lambda pair: (-likeness[pair], sum(pair), sorted((old[pair[0]], new[pair[1]])))
    )


def _words(item: Item) -> list[str]:
    return item.text.split()[:WORDS]


def _likeness(before: list[str], after: list[str], least: float) -> float:
    return Indel.normalized_similarity(before, after, score_cutoff=least) if before and after else 0.0
