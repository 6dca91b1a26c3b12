"""The parts of a content: sections, clauses, obligations, parties, term and signatories. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msgspec import UNSET, UnsetType

from agreements.choices import (
    FieldOfAction,
    Inset,
    ObligationKind,
    OwedBy,
    Phase,
    SectionKind,
    Sense,
    SensitivityStep,
    Side,
)
from agreements.due_rule import DueRule
from agreements.parties import owing_sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """An Absatz. `key` is permanent; `text` is in the CommonMark subset of `rendering.clause_text`.

    `label` is the number of a frozen text, „(2)“; UNSET while drafting, when it is computed. `repealed`: an amendment
    has removed it, and its number is not used again.
    """

    key: str
    text: str
    label: str | UnsetType = UNSET
    repealed: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A §, the preamble, an annex or the heading of a group; `inset` names a computed table at its end.

    `label` („§ 6“) and `repealed` are as in `Clause`.
    """

    key: str
    kind: SectionKind
    heading: str
    clauses: tuple[Clause, ...] = ()
    inset: Inset = Inset.NONE
    label: str | UnsetType = UNSET
    repealed: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A released share of a post: office and function, never a person. `share` is in FTE, 0 < share ≤ 1.

    It applies for the term, unless it starts later or on a fixed day, or ends on one.
    """

    unit: str
    function: str
    share: Decimal
    sense: Sense = Sense.AT_LEAST
    starts_after_months: int = 0
    needs_resolution: bool = False
    starts_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class IbsParticulars:
    """The part of the integrated district strategy (IBS) that an obligation belongs to."""

    field_of_action: FieldOfAction
    phase: Phase
    social_spaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityParticulars:
    """The step of poverty-sensitive work, its subject and target number."""

    step: SensitivityStep
    subject: str
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """An obligation with the terms that this instrument sets for it; of a transcript without text `source` is its place."""

    code: str
    kind: ObligationKind
    owed_by: OwedBy
    title: str
    due: DueRule
    clause_key: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    sense: Sense = Sense.AT_LEAST
    evidence: str = ""
    needs_resolution: bool = False
    posts: tuple[Post, ...] = ()
    ibs: IbsParticulars | None = None
    sensitivity: SensitivityParticulars | None = None
    owed_by_sides: tuple[Side, ...] | UnsetType = UNSET
    source: str | UnsetType = UNSET

    @property
    def owing(self) -> frozenset[Side]:
        """The sides that owe it."""
        return owing_sides(self.owed_by, self.owed_by_sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A side in the title block; `line` is the legal entity, `short` the name used in the text.

    `represented_by` is printed as written, „vertreten durch den Vorstand“; without it the signatories are named.
    """

    side: Side
    line: str
    short: str
    address: str
    represented_by: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """A person who is to sign, as on the day of freezing. `authority_document` is the SHA-256 of what `authority_on` dates.

    UNSET members are left out of the canonical form, so older contents keep their fingerprints.
    """

    key: str
    side: Side
    order: int
    name: str
    function: str
    department: str = ""
    authority: str = ""
    authority_on: date | UnsetType = UNSET
    authority_document: str | UnsetType = UNSET
    office_begins_on: date | UnsetType = UNSET
    office_ends_on: date | UnsetType = UNSET
    required: bool = True
    political_party: str | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The term of a contract; extension (0 = none) and notice in months. It begins on a day or when all have signed."""

    begins_on: date | None = None
    ends_on: date | None = None
    extension_months: int = 12
    notice_months: int = 3
    begins_with_signing: bool | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A milestone that is planned; `when` may be vague („Herbst 2027“)."""

    title: str
    when: str
    office: str = ""
