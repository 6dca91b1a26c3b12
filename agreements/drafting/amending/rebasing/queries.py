"""What has happened to the text in force since an amendment was begun."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agreements.amendments.settlement import RebaseDecision, settle
from agreements.choices import Status
from agreements.content import Content
from agreements.models import Instrument, Version
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


def newly_signed(instrument: Instrument) -> tuple[str, ...]:
    """Return what was signed since the draft was begun: „1. Nachtrag“; the contract if its record was corrected. One query."""
    rows = instrument.agreement.instruments.filter(status=Status.SIGNED).order_by("number")
    signed = rows.values_list("number", "frozen_version__fingerprint")
    known = {(one["number"], one["fingerprint"]) for one in instrument.amendment.base_texts}
    return tuple(_name(number) for number, fingerprint in signed if (number, fingerprint) not in known)


def taken_over_since(instrument: Instrument, version: Version) -> tuple[str, ...]:
    """Return what the draft of an amendment was brought onto since a version of it was kept."""
    amendment = version.read().amendment
    known = {(one.number, one.fingerprint) for one in amendment.base} if amendment else set()
    texts = instrument.amendment.base_texts
    return tuple(_name(one["number"]) for one in texts if (one["number"], one["fingerprint"]) not in known)


def base_move(instrument: Instrument) -> BaseMove | None:
    """Return how the base of a draft has moved, None if it has not."""
    names = newly_signed(instrument)
    texts = signed_texts(instrument.agreement) if names else None
    if texts is None:
        return None
    return BaseMove(
        texts=texts,
        old=instrument.amendment.read_base(),
        new=texts.composed(date.max).content,
        edited=raw_copy(instrument),
        names=names,
    )


def _name(number: int) -> str:
    return f"{number}. Nachtrag" if number else "Vertrag"
