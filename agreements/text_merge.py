"""Three-way merge of texts, word by word. Pure.

Two changes merge automatically if at least NEAR unchanged words or a line break lie between them; changes of neighbouring
words would make a sentence that neither user meant, so they are a conflict.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile

import regex
from rapidfuzz.distance import Indel

from agreements.word_diff import TOKEN

NEAR = 3
LARGEST = 400_000_000  # pairs of tokens: half a second and 50 MB; beyond, everything is one change
THEIRS, MINE, BOTH = "theirs", "mine", "both"
STORED, OWN, DRAFT, MODEL = "gespeichert", "Ihr Text", "Entwurf", "Mustertext"
UNDECIDED = regex.compile(f"⟦(?:{STORED}|{OWN}|{DRAFT}|{MODEL}): ")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A passage that both sides changed."""

    base: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged text: merged passages and conflicts between them."""

    parts: tuple[str | Conflict, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    @property
    def text(self) -> str:
        """The merged text; conflicts hold both variants in marks that cannot be saved."""
        return self.marked(STORED, OWN)

    def marked(self, theirs: str, mine: str) -> str:
        """Return the merged text with these labels for the variants."""
        return "".join(
            part if isinstance(part, str) else _variants(part, theirs, mine) for part in self.parts
        )


def undecided(text: str) -> bool:
    """Whether a text still holds both variants of a conflict."""
    return UNDECIDED.search(text) is not None


@dataclass(frozen=True, slots=True)
class TextChange:
    """Tokens [start, end) of the base replaced by tokens [new_start, new_end) of one side."""

    start: int
    end: int
    new_start: int
    new_end: int
    side: str = MINE


def changes_between(base: Sequence[str], new: Sequence[str], side: str = MINE) -> list[TextChange]:
    """Return the changes in order; adjacent insertions and deletions are one change."""
    first = _shared(base, new)
    last = _shared(base[first:][::-1], new[first:][::-1])
    old, young = base[first : len(base) - last], new[first : len(new) - last]
    if len(old) * len(young) > LARGEST:
        return [TextChange(first, len(base) - last, first, len(new) - last, side)]
    found: list[TextChange] = []
    for step in Indel.opcodes(old, young):
        if step.tag == "equal":
            continue
        start, new_start = first + step.src_start, first + step.dest_start
        if found and (found[-1].end, found[-1].new_end) == (start, new_start):
            earlier = found.pop()
            start, new_start = earlier.start, earlier.new_start
        found.append(TextChange(start, first + step.src_end, new_start, first + step.dest_end, side))
    return found


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """Return the length of the common prefix."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def merge_texts(base: str, theirs: str, mine: str) -> Merged:
    """Merge two descendants of a base text."""
    if mine in (base, theirs):
        return Merged((theirs,))
    if theirs == base:
        return Merged((mine,))
    old, left, right = (TOKEN.findall(text) for text in (base, theirs, mine))
    changed = _agreed(changes_between(old, left, THEIRS), changes_between(old, right), left, right)
    parts: list[str | Conflict] = []
    done = shift_left = shift_right = 0
    for group in _neighbours(changed, old):
        start, end = group[0].start, max(change.end for change in group)
        parts.append("".join(old[done:start]))
        grown_left, grown_right = _growth(group, MINE), _growth(group, THEIRS)
        piece = Conflict(
            "".join(old[start:end]),
            "".join(left[start + shift_left : end + shift_left + grown_left]),
            "".join(right[start + shift_right : end + shift_right + grown_right]),
        )
        parts.append(_settled(piece, {change.side for change in group} - {BOTH}))
        done, shift_left, shift_right = end, shift_left + grown_left, shift_right + grown_right
    parts.append("".join(old[done:]))
    return Merged(_joined(parts))


def _variants(part: Conflict, theirs: str, mine: str) -> str:
    """Return both variants in marks; an empty one as „(gestrichen)“."""
    stored, own = part.theirs.strip() or "(gestrichen)", part.mine.strip() or "(gestrichen)"
    either = part.theirs or part.mine
    before = either[: len(either) - len(either.lstrip())]
    after = either[len(either.rstrip()) :] if either.strip() else ""
    return f"{before}⟦{theirs}: {stored}⟧ ⟦{mine}: {own}⟧{after}"


def _agreed(
    theirs: list[TextChange], mine: list[TextChange], left: list[str], right: list[str]
) -> list[TextChange]:
    """Return the changes of both sides in order; identical ones once."""
    own = {(c.start, c.end, "".join(right[c.new_start : c.new_end])): c for c in mine}
    found: list[TextChange] = []
    for change in theirs:
        key = (change.start, change.end, "".join(left[change.new_start : change.new_end]))
        found.append(replace(change, side=BOTH) if own.pop(key, None) else change)
    return sorted([*found, *own.values()], key=lambda change: (change.start, change.end))


def _neighbours(changed: list[TextChange], base: list[str]) -> list[list[TextChange]]:
    """Return the changes in groups that are too near to one another to be merged."""
    words = [0, *accumulate(token[0].isalnum() for token in base)]
    lines = [0, *accumulate("\n" in token for token in base)]
    groups: list[list[TextChange]] = []
    end = 0
    for change in changed:
        near = change.start <= end or (
            words[change.start] - words[end] < NEAR and lines[change.start] == lines[end]
        )
        if groups and near:
            groups[-1].append(change)
        else:
            groups.append([change])
        end = max(end, change.end)
    return groups


def _growth(group: list[TextChange], other: str) -> int:
    """Return by how many tokens one side grew, without changes made by the other side only."""
    return sum(
        (change.new_end - change.new_start) - (change.end - change.start)
        for change in group
        if change.side != other
    )


def _settled(piece: Conflict, sides: AbstractSet[str]) -> str | Conflict:
    if sides == {MINE} or piece.theirs == piece.base:
        return piece.mine
    if sides <= {THEIRS} or piece.mine in (piece.base, piece.theirs):
        return piece.theirs
    return piece


def _joined(parts: list[str | Conflict]) -> tuple[str | Conflict, ...]:
    """Join adjacent merged passages and drop empty ones."""
    found: list[str | Conflict] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    return tuple(found)
