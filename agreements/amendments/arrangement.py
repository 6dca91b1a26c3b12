"""Where the parts of an edited text stand among those of its base, and which numbers they get. Pure.

What keeps its order stays; everything else is placed between. A number that is free again stays where it was, as
„(weggefallen)“.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agreements.amendments.labels import UNKNOWN, label_at_the_end, label_behind
from agreements.choices import SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section or clause, or the place of one that is `gone`: then `origin` is the key of what stood there in the base.

    `series`: what is numbered with it, None without a number. `stays`: it stands where it stood.
    """

    key: str
    label: str = ""
    series: SectionKind | None = None
    stays: bool = False
    gone: bool = False
    origin: str = ""


def arranged(base: Sequence[Part], wanted: Sequence[Part], vacated: dict[str, str]) -> list[Part]:
    """Return the parts in their order, with a label for each numbered one; UNKNOWN where there is none left.

    `gone` parts of the base keep their places. A wanted part that does not stay leaves its label under `vacated[key]`.
    """
    index = {part.key: place for place, part in enumerate(base) if not part.gone}
    staying = in_order([part.key for part in wanted if part.key in index], index)
    gaps = _gaps(base, wanted, staying, vacated, index)
    ordered: list[Part] = []
    for place, (left, placed, stays) in enumerate(gaps):
        later = [part for other in gaps[place + 1 :] for part in (*other[0], *other[2])]
        ordered += _numbered(ordered, left, placed, [*stays, *later])
        ordered += stays
    return ordered


Gap = tuple[
    list[Part], list[Part], list[Part]
]  # places left, parts to place, the part that stays behind them


def _gaps(
    base: Sequence[Part],
    wanted: Sequence[Part],
    staying: set[str],
    vacated: dict[str, str],
    index: dict[str, int],
) -> list[Gap]:
    """Return what lies between the parts that stay."""
    left: list[list[Part]] = [[]]
    for part in base:
        if part.key in staying:
            left.append([])
        elif part.gone:
            left[-1].append(part)
        elif part.series is not None and part.label:
            key = vacated.get(part.key, part.key)
            left[-1].append(replace(part, key=key, gone=True, origin=part.key))
    placed: list[list[Part]] = [[]]
    stays: list[list[Part]] = []
    for part in wanted:
        if part.key in staying:
            stays.append([replace(base[index[part.key]], stays=True)])
            placed.append([])
        else:
            placed[-1].append(part)
    return list(zip(left, placed, [*stays, []], strict=True))


def in_order(keys: Sequence[str], index: dict[str, int]) -> set[str]:
    """Return the longest run of keys whose order is that of the base, of several the one that stands first in the edited text."""
    ends: list[int] = []
    last: list[str] = []
    following: dict[str, str | None] = {}
    for key in reversed(keys):
        place = bisect_left(ends, -index[key])
        following[key] = last[place - 1] if place else None
        ends[place:] = [-index[key], *ends[place + 1 :]]
        last[place:] = [key, *last[place + 1 :]]
    found: set[str] = set()
    kept = last[-1] if last else None
    while kept is not None:
        found.add(kept)
        kept = following[kept]
    return found


def _numbered(
    before: Sequence[Part], left: Sequence[Part], placed: Sequence[Part], after: Sequence[Part]
) -> list[Part]:
    """Return a gap in order: new parts as far behind the places left in it as there are numbers for them."""
    attempts = []
    for cut in range(len(left), -1, -1):
        labelled = _labelled([*before, *left[:cut]], placed, [*left[cut:], *after])
        attempts.append([*left[:cut], *labelled, *left[cut:]])
        if all(part.label != UNKNOWN for part in labelled):
            return attempts[-1]
    return attempts[0]


def _labelled(before: Sequence[Part], placed: Sequence[Part], after: Sequence[Part]) -> list[Part]:
    found: list[Part] = []
    for part in placed:
        if part.series is None:
            found.append(replace(part, label=""))
            continue
        earlier = [one.label for one in (*before, *found) if one.series == part.series and one.label]
        later = [one.label for one in after if one.series == part.series and one.label]
        known = [label for label in earlier if label != UNKNOWN]
        if later:
            label = label_behind(known[-1], {*known, *later}) if known else ""
        else:
            label = label_at_the_end(known[-1], known) if known else part.label
        found.append(replace(part, label=label or UNKNOWN))
    return found
