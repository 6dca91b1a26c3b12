"""A changed Absatz as words that are replaced, struck or added. Pure.

Only where every word is unmistakable: what is replaced, or stands before what is added, occurs once in the old text, and no
list, table, footnote or emphasis is touched. Else there are none, and the whole Absatz is printed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from agreements.texts.wording import enumerated, quoted
from agreements.word_diff import DiffMark, DiffPiece, compare_text

MOST = 3  # changes in one Absatz; more are read better as its new text
LONGEST = 200  # characters
STRUCTURE = re.compile(r"[\n*\\|\[\]{}^]")
SENTENCE_END = re.compile(r"[.!?]$")
SENTENCE = re.compile(r"[.!?](?:\s|$)")
ANCHOR_WORDS = 3  # before what is added, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """Words that become others: struck without `after`, added behind `anchor` without `before`, sentences at the end without both."""

    before: str = ""
    after: str = ""
    anchor: str = ""

    @property
    def is_sentence(self) -> bool:
        return not (self.before or self.anchor)

    def applied(self, text: str) -> str:
        """Return the text as somebody changes it by hand who reads the sentence."""
        if self.is_sentence:
            return f"{text} {self.after}"
        if not self.before:
            return text.replace(self.anchor, f"{self.anchor} {self.after}", 1)
        if self.after:
            return text.replace(self.before, self.after, 1)
        at = text.index(self.before)
        behind = text[at + len(self.before) :]
        return text[:at].rstrip(" ") + behind if not behind[:1].isalnum() else text[:at] + behind.lstrip(" ")


def word_changes(before: str, after: str) -> tuple[WordChange, ...]:
    """Return the changes in their order; none if they cannot be said by words."""
    pieces = compare_text(before, after).pieces
    found: list[WordChange] = []
    starts = accumulate((len(p.text) if p.mark != DiffMark.ADDED else 0 for p in pieces), initial=0)
    for place, (piece, start) in enumerate(zip(pieces, starts, strict=False)):
        if piece.mark == DiffMark.SAME or (piece.mark == DiffMark.ADDED and _follows_struck(pieces, place)):
            continue
        change = _change(before, pieces, place, start)
        if change is None or len(found) == MOST:
            return ()
        found.append(change)
    return tuple(found) if found and _is_exact(before, after, found) else ()


def _follows_struck(pieces: Sequence[DiffPiece], place: int) -> bool:
    return place > 0 and pieces[place - 1].mark == DiffMark.STRUCK


def _change(before: str, pieces: Sequence[DiffPiece], place: int, start: int) -> WordChange | None:
    piece, following = pieces[place], pieces[place + 1 : place + 2]
    if piece.mark == DiffMark.ADDED:
        return _addition(before, piece.text, start, is_last=not following)
    added = following[0].text if following and following[0].mark == DiffMark.ADDED else ""
    old, new = piece.text.strip(), added.strip()
    if not old or not _is_plain(old, new) or before.count(old) != 1:
        return None
    return WordChange(before=old, after=new)


def _addition(before: str, text: str, start: int, *, is_last: bool) -> WordChange | None:
    new, head = text.strip(), before[:start].rstrip()
    if not new or not _is_plain(new):
        return None
    if is_last and SENTENCE_END.search(head) and SENTENCE_END.search(new):
        return WordChange(after=new)
    for count in range(1, ANCHOR_WORDS + 1):
        found = re.search(rf"\S+(?:\s+\S+){{{count - 1}}}$", head)
        if found and _is_plain(found[0]) and before.count(found[0]) == 1:
            return WordChange(anchor=found[0], after=new)
    return None


def _is_plain(*texts: str) -> bool:
    return all(len(text) <= LONGEST and not STRUCTURE.search(text) for text in texts)


def _is_exact(before: str, after: str, changes: Sequence[WordChange]) -> bool:
    """Return whether doing what the sentences say gives the new text, and no change hides what the next one names."""
    text = before
    for change in changes:
        if text.count(change.before or change.anchor) != 1 and not change.is_sentence:
            return False
        text = change.applied(text)
    return text == after


def word_sentences(place: str, changes: Sequence[WordChange]) -> list[str]:
    """Return the sentences; `place` is in the dative, and added sentences are not among them."""
    replaced = [(one.before, one.after) for one in changes if one.before and one.after]
    struck = [one.before for one in changes if one.before and not one.after]
    inserted = [(one.anchor, one.after) for one in changes if one.anchor]
    found = []
    if replaced:
        words = enumerated(f"{_named(old)} durch {_named(new)}" for old, new in replaced)
        found.append(f"In {place} {_verb([old for old, _ in replaced])} {words} ersetzt.")
    if struck:
        found.append(f"In {place} {_verb(struck)} {enumerated(map(_named, struck))} gestrichen.")
    if inserted:
        words = enumerated(f"nach {_named(old, dative=True)} {_named(new)}" for old, new in inserted)
        found.append(f"In {place} {_verb([new for _, new in inserted])} {words} eingefügt.")
    return found


def _named(words: str, *, dative: bool = False) -> str:
    """Return how words are named: „die Angabe „18““, „das Wort „Bezirk““, „die Wörter „der Bezirk““."""
    if any(letter.isdigit() for letter in words):
        return f"{'der' if dative else 'die'} Angabe {quoted(words)}"
    if len(words.split()) > 1:
        return f"{'den Wörtern' if dative else 'die Wörter'} {quoted(words)}"
    return f"{'dem Wort' if dative else 'das Wort'} {quoted(words)}"


def _verb(named: Sequence[str]) -> str:
    return "werden" if len(named) > 1 or _named(named[0]).startswith("die Wörter") else "wird"
