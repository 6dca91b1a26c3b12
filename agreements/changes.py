"""What an amendment changes: one value for each operation, with what it replaces and what it puts there. Pure.

`behind` is the key of the part after which something stands, empty for the first place. A part that had a number keeps it
as „(weggefallen)“: a removed part under its own key, a moved one under the key `vacated`.
"""

from datetime import date
from enum import StrEnum

import msgspec

from agreements.amendment_choices import EffectKind
from agreements.choices import Inset, Side
from agreements.content_parts import Obligation, Party, Section, Term

TERM = "term"


class HeadField(StrEnum):
    """The fields in the head of a contract that an amendment can change."""

    TITLE = "title"
    SUBJECT = "subject"


class HeadFieldSet(msgspec.Struct, frozen=True, kw_only=True, tag_field="operation", tag="head"):
    field: HeadField
    before: str
    after: str

    @property
    def target(self) -> str:
        return self.field.value


class PartySet(msgspec.Struct, frozen=True, kw_only=True, tag_field="operation", tag="party"):
    """A party in other words; without `before` it joins, without `after` it leaves."""

    side: Side
    before: Party | None
    after: Party | None

    @property
    def target(self) -> str:
        return self.side.value


class TermSet(msgspec.Struct, frozen=True, kw_only=True, tag_field="operation", tag="term"):
    before: Term
    after: Term

    @property
    def target(self) -> str:
        return TERM


class PartChange(msgspec.Struct, frozen=True, kw_only=True, tag_field="operation"):
    """A change of a section or clause, known by its key."""

    key: str

    @property
    def target(self) -> str:
        return self.key


class HeadingSet(PartChange, frozen=True, kw_only=True, tag="heading"):
    label: str
    before: str
    after: str


class InsetSet(PartChange, frozen=True, kw_only=True, tag="inset"):
    """Another computed table, or none, at the end of a section."""

    label: str
    before: Inset
    after: Inset


class ClauseTextSet(PartChange, frozen=True, kw_only=True, tag="clause_text"):
    section: str
    label: str
    before: str
    after: str


class ClauseNumbered(PartChange, frozen=True, kw_only=True, tag="clause_label"):
    """The only clause of a section, until now without a number, gets one because others join it."""

    section: str
    before: str
    after: str


class ClauseInserted(PartChange, frozen=True, kw_only=True, tag="clause_inserted"):
    section: str
    label: str
    behind: str
    after: str


class ClauseRemoved(PartChange, frozen=True, kw_only=True, tag="clause_removed"):
    section: str
    label: str
    before: str


class ClauseMoved(PartChange, frozen=True, kw_only=True, tag="clause_moved"):
    """A clause at another place, maybe of another section, with its key and words."""

    section_before: str
    label_before: str
    section: str
    label: str
    behind: str
    vacated: str
    before: str


class SectionInserted(PartChange, frozen=True, kw_only=True, tag="section_inserted"):
    """A new section with its new clauses; clauses that come from elsewhere follow as moved ones."""

    label: str
    behind: str
    after: Section


class SectionRemoved(PartChange, frozen=True, kw_only=True, tag="section_removed"):
    label: str
    before: Section


class SectionMoved(PartChange, frozen=True, kw_only=True, tag="section_moved"):
    """A section at another place with its clauses; `clause_labels` are the new numbers of those that carry its own."""

    label_before: str
    label: str
    behind: str
    vacated: str
    clause_labels: tuple[tuple[str, str], ...] = ()


class ObligationChange(msgspec.Struct, frozen=True, kw_only=True, tag_field="operation"):
    """A change of an obligation, known by its code."""

    code: str
    before: Obligation | None

    @property
    def target(self) -> str:
        return self.code


class ObligationSet(ObligationChange, frozen=True, kw_only=True, tag="obligation"):
    """An obligation with other terms, or a new one; `place` is the clause that it is about, „§ 6 (1)“."""

    after: Obligation
    place: str = ""


class ObligationRemoved(ObligationChange, frozen=True, kw_only=True, tag="obligation_removed"):
    before: Obligation


Change = (
    HeadFieldSet
    | PartySet
    | TermSet
    | HeadingSet
    | InsetSet
    | ClauseTextSet
    | ClauseNumbered
    | ClauseInserted
    | ClauseRemoved
    | ClauseMoved
    | SectionInserted
    | SectionRemoved
    | SectionMoved
    | ObligationSet
    | ObligationRemoved
)


class Effect(msgspec.Struct, frozen=True):
    """From which day an amendment applies; `on` is set unless that is the day of the last signature."""

    kind: EffectKind = EffectKind.WITH_SIGNING
    on: date | None = None

    def first_day(self, signed_on: date) -> date:
        """Return the first day on which the amendment applies; `signed_on` is the day of its last required signature."""
        if self.on is None or self.kind == EffectKind.WITH_SIGNING:
            return signed_on
        return self.on if self.kind == EffectKind.AS_OF else max(signed_on, self.on)


class BaseText(msgspec.Struct, frozen=True, kw_only=True):
    """An instrument that an amendment builds on: 0 is the contract."""

    number: int
    fingerprint: str


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """What an amendment does: to which text, from when, and what; `result` is the fingerprint of the text after it."""

    base: tuple[BaseText, ...]
    base_fingerprint: str
    effect: Effect
    changes: tuple[Change, ...]
    result: str
