"""Differences of two texts, word by word. Pure.

Tokens never split a grapheme. The work is bounded: texts with too many words are compared by sentences, or as a whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import regex
from rapidfuzz.distance import Indel

FIELD = r"\{(?:(?:O-|→ )[0-9A-Za-z :-]{1,60}|#)"  # a token, all but its last brace
# a token as a whole, a word, white space, or one other grapheme
TOKEN = regex.compile(rf"{FIELD}(?=\}})\X|(?:(?=\w)\X)+|(?:(?=\s)\X)+|\X")
# If every code point is a grapheme, as in nearly all texts, a simple pattern finds the same tokens ten times faster.
WHOLE_LETTERS = re.compile(r"[\n\x20-\x7E\xA0-\xB1\xB4-\xB8\xBA\xBB\xBF-\u024F\u2010-\u2027\u2030-\u203E€]*")
SIMPLE_TOKEN = re.compile(rf"{FIELD}\}}|\w+|\s+|.")
SENTENCE_ENDS = frozenset(".!?;:")
MAX_PAIRS = 200_000_000  # pairs of tokens; as many take a tenth of a second and 25 MB


class DiffMark(StrEnum):
    """The kind of a piece of text."""

    SAME = "same"
    STRUCK = "struck"
    ADDED = "added"


class Grain(StrEnum):
    """The unit of the comparison."""

    WORDS = "words"
    SENTENCES = "sentences"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A piece of text with its mark."""

    mark: DiffMark
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDiff:
    """Both texts as one sequence of pieces; struck pieces come before the added ones that replace them."""

    pieces: tuple[DiffPiece, ...] = ()
    grain: Grain = Grain.WORDS

    @property
    def before(self) -> str:
        """The first text."""
        return "".join(piece.text for piece in self.pieces if piece.mark != DiffMark.ADDED)

    @property
    def after(self) -> str:
        """The second text."""
        return "".join(piece.text for piece in self.pieces if piece.mark != DiffMark.STRUCK)

    @property
    def changed(self) -> bool:
        """Whether the two texts differ."""
        return any(piece.mark != DiffMark.SAME for piece in self.pieces)


@dataclass(slots=True)
class _DiffStep:
    """Kept text and the change after it."""

    kept: str
    struck: str = ""
    added: str = ""

    @property
    def size(self) -> int:
        return max(len(self.struck), len(self.added))


def tokens_of(text: str) -> list[str]:
    pattern = SIMPLE_TOKEN if WHOLE_LETTERS.fullmatch(text) else TOKEN
    return pattern.findall(text)


def compare_text(before: str, after: str) -> TextDiff:
    """Return the difference of two texts, by words if possible."""
    if before == after:
        return TextDiff(pieces=_pieces([_DiffStep(kept=before)]))
    old, new = tokens_of(before), tokens_of(after)
    start = _common_prefix(old, new)
    end = _common_prefix(old[start:][::-1], new[start:][::-1])
    head, tail = "".join(old[:start]), "".join(old[len(old) - end :])
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    grain = Grain.WORDS
    if len(old) * len(new) > MAX_PAIRS:
        grain = Grain.SENTENCES
        old, new = _sentences(old), _sentences(new)
    if len(old) * len(new) > MAX_PAIRS:
        grain = Grain.WHOLE
        old, new = ["".join(old)], ["".join(new)]
    steps = [_DiffStep(kept=head), *_steps(old, new), _DiffStep(kept=tail)]
    return TextDiff(pieces=_pieces(_align_sentence_ends(_join_close_changes(steps))), grain=grain)


def _common_prefix(old: Sequence[str], new: Sequence[str]) -> int:
    """Return the number of equal tokens at the start."""
    different = (place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    return next(different, min(len(old), len(new)))


def _sentences(tokens: Sequence[str]) -> list[str]:
    """Join tokens to sentences or lines, each with the white space after it."""
    sentences: list[list[str]] = [[]]
    ended = False
    for token in tokens:
        if ended and not token.isspace():
            sentences.append([])
            ended = False
        sentences[-1].append(token)
        ended = ended or token in SENTENCE_ENDS or "\n" in token
    return ["".join(sentence) for sentence in sentences if sentence]


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[_DiffStep]:
    step = _DiffStep(kept="")
    for code in Indel.opcodes(old, new):
        struck = "".join(old[code.src_start : code.src_end])
        if code.tag == "equal":
            yield step
            step = _DiffStep(kept=struck)
        else:
            step.struck += struck if code.tag == "delete" else ""
            step.added += "".join(new[code.dest_start : code.dest_end])
    yield step


def _join_close_changes(steps: Sequence[_DiffStep]) -> list[_DiffStep]:
    """Join changes separated only by white space, punctuation or a short text, for readability."""
    joined: list[_DiffStep] = []
    for step in steps:
        last = joined[-1] if joined else None
        if last and not last.size:
            joined[-1] = _DiffStep(last.kept + step.kept, step.struck, step.added)
        elif last and (not step.kept or (step.size and _is_negligible(step.kept, last.size, step.size))):
            last.struck += step.kept + step.struck
            last.added += step.kept + step.added
        else:
            joined.append(step)
    return joined


def _align_sentence_ends(steps: list[_DiffStep]) -> list[_DiffStep]:
    """Let an added or struck sentence begin after the preceding full stop, not with it."""
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


def _is_negligible(kept: str, before: int, after: int) -> bool:
    if "\n" in kept:
        return False
    return not any(letter.isalnum() for letter in kept) or 2 * len(kept) <= min(before, after)


def _pieces(steps: Sequence[_DiffStep]) -> tuple[DiffPiece, ...]:
    marks = (DiffMark.SAME, DiffMark.STRUCK, DiffMark.ADDED)
    texts = ((step.kept, step.struck, step.added) for step in steps)
    return tuple(
        DiffPiece(mark, text) for three in texts for mark, text in zip(marks, three, strict=True) if text
    )
