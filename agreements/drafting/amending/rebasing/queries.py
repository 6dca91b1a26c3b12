"""What has happened to the text in force since an amendment was begun."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agreements.amendments.settlement import RebaseDecision, settle
from agreements.changes import BaseText
from agreements.content import Content
from agreements.models import Instrument
from agreements.texts.assembly import raw_copy
from agreements.texts.in_force import SignedTexts, signed_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseMove:
    """A draft, the text that it was begun on, and the one that holds now; `seen` changes with any of them."""

    texts: SignedTexts
    old: Content
    new: Content
    edited: Content
    names: tuple[str, ...]

    @property
    def seen(self) -> str:
        words = [self.edited.fingerprint, *(one.fingerprint for one in self.texts.base)]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()

    def settled(self, decisions: Mapping[str, RebaseDecision]) -> tuple[Content, int]:
        """Return the draft on the new text, and how many conflicts are not decided."""
        content, left = settle(self.old, self.new, self.edited, decisions)
        return content, len(left)


def newly_signed(instrument: Instrument, texts: SignedTexts | None) -> tuple[str, ...]:
    """Return what was signed since the draft was begun: „1. Nachtrag“; the contract if its record was corrected."""
    known = instrument.amendment.base_texts
    if texts is None:
        return ()
    base = {one["number"]: one["fingerprint"] for one in known}
    return tuple(_name(one) for one in texts.base if base.get(one.number) != one.fingerprint)


def base_move(instrument: Instrument) -> BaseMove | None:
    """Return how the base of a draft has moved, None if it has not."""
    texts = signed_texts(instrument.agreement)
    names = newly_signed(instrument, texts)
    if texts is None or not names:
        return None
    return BaseMove(
        texts=texts,
        old=instrument.amendment.read_base(),
        new=texts.composed(date.max).content,
        edited=raw_copy(instrument),
        names=names,
    )


def _name(one: BaseText) -> str:
    return f"{one.number}. Nachtrag" if one.number else "Vertrag"
