"""Two texts as one: what stayed, what was struck out and what was added, word by word. Pure.

A token is never part of a letter: combining marks, joined emoji and flags stay whole. However long the texts are, the
work is bounded: where words are too many to be compared, sentences are, and in the end the text as a whole.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, takewhile

import regex
from rapidfuzz.distance import Indel

TOKEN = regex.compile(r"(?:(?=\w)\X)+|(?:(?=\s)\X)+|\X")  # a word, white space, or one other letter
# Where every code is a whole letter, as nearly everywhere, a simple pattern finds the same, and ten times faster.
WHOLE_LETTERS = re.compile(r"[\n\x20-\x7E\xA0-\xB1\xB4-\xB8\xBA\xBB\xBF-\u024F\u2010-\u2027\u2030-\u203E€]*")
SIMPLE_TOKEN = re.compile(r"\w+|\s+|.")
SENTENCE_ENDS = frozenset(".!?;:")
LARGEST = 200_000_000  # comparing so many pairs of tokens takes a tenth of a second and 25 MB


class DiffMark(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    STRUCK = "struck"
    ADDED = "added"


class Grain(StrEnum):
    """How finely two texts were compared."""

    WORDS = "words"
    SENTENCES = "sentences"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A stretch of text with its mark."""

    mark: DiffMark
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDiff:
    """Both texts in one row of pieces; what is struck stands before what is added in its place."""

    pieces: tuple[DiffPiece, ...] = ()
    grain: Grain = Grain.WORDS

    @property
    def before(self) -> str:
        """The first text: what stayed and what was struck."""
        return "".join(piece.text for piece in self.pieces if piece.mark != DiffMark.ADDED)

    @property
    def after(self) -> str:
        """The second text: what stayed and what was added."""
        return "".join(piece.text for piece in self.pieces if piece.mark != DiffMark.STRUCK)

    @property
    def changed(self) -> bool:
        """Whether the two texts differ."""
        return any(piece.mark != DiffMark.SAME for piece in self.pieces)


@dataclass(slots=True)
class _Step:
    """What stayed, and the change that follows it."""

    kept: str
    struck: str = ""
    added: str = ""

    @property
    def size(self) -> int:
        return max(len(self.struck), len(self.added))


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a text."""
    pattern = SIMPLE_TOKEN if WHOLE_LETTERS.fullmatch(text) else TOKEN
    return pattern.findall(text)


def compare_text(before: str, after: str) -> TextDiff:
    """Return the difference of two texts, in words if they are not too many."""
    if before == after:
        return TextDiff(pieces=_pieces([_Step(kept=before)]))
    old, new = tokens_of(before), tokens_of(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    head, tail = "".join(old[:start]), "".join(old[len(old) - end :])
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    grain = Grain.WORDS
    if len(old) * len(new) > LARGEST:
        grain = Grain.SENTENCES
        old, new = _sentences(old), _sentences(new)
    if len(old) * len(new) > LARGEST:
        grain = Grain.WHOLE
        old, new = ["".join(old)], ["".join(new)]
    steps = [_Step(kept=head), *_steps(old, new), _Step(kept=tail)]
    return TextDiff(pieces=_pieces(_settled(_readable(steps))), grain=grain)


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many tokens both begin with."""
    alike: Callable[[tuple[str, str]], bool] = lambda pair: pair[0] == pair[1]  # noqa: E731 - one line says it
    return sum(1 for _ in takewhile(alike, zip(old, new, strict=False)))


def _sentences(tokens: Sequence[str]) -> list[str]:
    """Join tokens to sentences or lines; white space goes with what stands before it."""
    found: list[list[str]] = [[]]
    ended = False
    for token in tokens:
        if ended and not token.isspace():
            found.append([])
            ended = False
        found[-1].append(token)
        ended = ended or token in SENTENCE_ENDS or "\n" in token
    return ["".join(sentence) for sentence in found if sentence]


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[_Step]:
    step = _Step(kept="")
    for code in Indel.opcodes(old, new):
        struck = "".join(old[code.src_start : code.src_end])
        if code.tag == "equal":
            yield step
            step = _Step(kept=struck)
        else:
            step.struck += struck if code.tag == "delete" else ""
            step.added += "".join(new[code.dest_start : code.dest_end])
    yield step


def _readable(steps: Sequence[_Step]) -> list[_Step]:
    """Join changes that only a space, a comma or a little word keeps apart: nobody reads confetti."""
    joined: list[_Step] = []
    for step in steps:
        last = joined[-1] if joined else None
        if last and not last.size:
            joined[-1] = _Step(last.kept + step.kept, step.struck, step.added)
        elif last and (not step.kept or (step.size and _slight(step.kept, last.size, step.size))):
            last.struck += step.kept + step.struck
            last.added += step.kept + step.added
        else:
            joined.append(step)
    return joined


def _settled(steps: list[_Step]) -> list[_Step]:
    """Let a whole new or struck sentence begin behind the full stop before it, not with it."""
    for step, following in pairwise(steps):
        text = step.struck or step.added
        stop = TOKEN.match(text)
        if (step.struck and step.added) or not stop or stop[0] not in SENTENCE_ENDS or len(text) == 1:
            continue
        same = TOKEN.match(following.kept)
        if same and same[0] == stop[0]:
            turned = text.removeprefix(stop[0]) + stop[0]
            step.kept += stop[0]
            step.struck, step.added = (turned, "") if step.struck else ("", turned)
            following.kept = following.kept.removeprefix(stop[0])
    return steps


def _slight(kept: str, before: int, after: int) -> bool:
    if "\n" in kept:
        return False
    return not any(letter.isalnum() for letter in kept) or 2 * len(kept) <= min(before, after)


def _pieces(steps: Sequence[_Step]) -> tuple[DiffPiece, ...]:
    marks = (DiffMark.SAME, DiffMark.STRUCK, DiffMark.ADDED)
    texts = ((step.kept, step.struck, step.added) for step in steps)
    return tuple(
        DiffPiece(mark, text) for three in texts for mark, text in zip(marks, three, strict=True) if text
    )
