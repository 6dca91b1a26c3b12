"""View models of a draft that is brought onto the text in force: what was signed meanwhile, and what both changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from agreements.amendments.derivation import derive, pin_labels
from agreements.amendments.rebase import ConflictValue, RebaseConflict
from agreements.amendments.settlement import RebaseDecision, can_hold, settle
from agreements.content import Content, Obligation, Party, Term
from agreements.drafting.amending.instructions.presenters import (
    InstructionRow,
    clause_references,
    instruction_rows_of,
)
from agreements.drafting.amending.place_labels import place_labels
from agreements.drafting.amending.rebasing.queries import BaseMove
from agreements.drafting.comparison.field_facts import PARTY, TERM, ComparedField, obligation_fields
from agreements.drafting.comparison.html import pieces_html
from agreements.texts.party_words import party_names
from agreements.word_diff import compare_text

NOT_THERE = "steht dort nicht mehr"


@dataclass(frozen=True, slots=True, kw_only=True)
class RebaseConflictView:
    """A place that both changed: as it was, as it is in force now, and in the draft; both compared with what was."""

    key: str
    place: str
    base: SafeString | str
    theirs: SafeString | str
    mine: SafeString | str
    can_hold: bool

    @property
    def decision_field(self) -> str:
        return f"decision-{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RebaseView:
    """What the amendments that were signed meanwhile say, and the conflicts."""

    names: tuple[str, ...]
    rows: tuple[InstructionRow, ...]
    conflicts: tuple[RebaseConflictView, ...]


def rebase_view(move: BaseMove, decisions: dict[str, RebaseDecision] | None = None) -> RebaseView:
    """Return what is shown; with `decisions` also the conflicts that these uncover."""
    merged, conflicts = settle(move.old, move.new, move.edited, {})
    found = {one.key: one for one in conflicts}
    if decisions:
        merged, more = settle(move.old, move.new, move.edited, decisions)
        found |= {one.key: one for one in more if one.key not in found}
    shown = _Conflicts(move, merged)
    return RebaseView(
        names=move.names,
        rows=instruction_rows_of(derive(move.old, move.new), {}),
        conflicts=tuple(shown.view(one) for one in found.values()),
    )


class _Conflicts:
    """Shows conflicts with the names of their places."""

    def __init__(self, move: BaseMove, merged: Content) -> None:
        self.merged = merged
        self.places = place_labels((move.old, pin_labels(move.old, move.edited), move.new))
        self.duty_fields = obligation_fields(clause_references(move.new), party_names(move.new))

    def view(self, conflict: RebaseConflict) -> RebaseConflictView:
        sides = conflict.base, conflict.theirs, conflict.mine
        texts = [NOT_THERE if side is None else self._text(side) for side in sides]
        base = texts[0] if sides[0] is not None else ""
        return RebaseConflictView(
            key=conflict.key,
            place=self.places.get(conflict.key, conflict.key),
            base=pieces_html(compare_text(base, base).pieces),
            theirs=self._compared(base, sides[1], texts[1]),
            mine=self._compared(base, sides[2], texts[2]),
            can_hold=can_hold(conflict, self.merged),
        )

    def _compared(self, base: str, side: ConflictValue, text: str) -> SafeString | str:
        return text if side is None else pieces_html(compare_text(base, text).pieces)

    def _text(self, value: ConflictValue) -> str:
        match value:
            case Obligation():
                return _listed_fields(self.duty_fields, value)
            case Party():
                return _listed_fields(PARTY, value)
            case Term():
                return _listed_fields(TERM, value)
            case _:
                return value or ""


def _listed_fields(fields: Sequence[ComparedField[Any]], item: object) -> str:
    return "\n".join(f"{field.label}: {text}" for field in fields if (text := field.text(item)))
