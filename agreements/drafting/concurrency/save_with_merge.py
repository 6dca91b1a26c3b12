"""Saving beside others: an outdated change is merged with what is stored, or comes back as a question. Nothing is lost.

`base` is what the person saw when she began to write. Her form carries it, because only her form knows: between two
tabs, reloads and restored drafts no revision in the database stands for it reliably. It is unsigned; whoever forges it
spoils nothing but her own merge. Without it nothing merges by itself.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from agreements.drafting.concurrency.last_change import LastChange, last_change
from agreements.drafting.concurrency.merge import MergedFields, Values, merge_fields
from agreements.errors import Outdated
from agreements.models import Instrument

ATTEMPTS = 5  # each one lost to somebody who saved in between


class Outcome(StrEnum):
    """What became of a change."""

    SAVED = "saved"
    MERGED = "merged"
    ALREADY = "already"
    UNFIT = "unfit"
    CONFLICT = "conflict"
    GONE = "gone"


class Unfit(Exception):  # noqa: N818  an answer, not an error of the program
    """Two changes that fit by themselves do not fit together, such as a beginning after the new end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The outcome, the row as it is now (None if it is gone), and with whose change it was merged or clashes.

    In a conflict nothing was saved: `fields` holds what is clear and, for each field, what is not. The same if the
    merged values are unfit; then `fields` has no conflict, and the form says what does not fit.
    """

    outcome: Outcome
    row: Any = None
    theirs: Values | None = None
    fields: MergedFields | None = None
    other: LastChange | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """How the fields of a row are merged: see `merge_fields`."""

    prose: AbstractSet[str] = frozenset()
    tables: AbstractSet[str] = frozenset()
    together: Sequence[AbstractSet[str]] = ()


def save_with_merge(
    instrument: Instrument,
    write: Callable[[Values, int], Any],
    *,
    base: Values | None,
    mine: Values,
    revision: int,
    read: Callable[[Any], Values],
    shape: Shape,
) -> Saved:
    """Write values that are based on a revision; if the row has moved on, merge and write that. Raises Refused.

    `write` saves values over a revision and raises Outdated, or Unfit where merged values break a rule of their form;
    `read` returns the values of a row as it is stored.
    """
    values, outcome, other = mine, Outcome.SAVED, None
    row: Any = None
    theirs, fields = None, None
    for _ in range(ATTEMPTS):
        try:
            return Saved(
                outcome=outcome, row=write(values, revision), theirs=theirs, fields=fields, other=other
            )
        except Outdated as outdated:
            row = outdated.current
        except Unfit:
            return Saved(outcome=Outcome.UNFIT, row=row, theirs=theirs, fields=fields, other=other)
        if row is None:
            return Saved(outcome=Outcome.GONE)
        theirs, other = read(row), last_change(instrument, row)
        fields = merge_fields(
            base, theirs, mine, prose=shape.prose, tables=shape.tables, together=shape.together
        )
        if fields.conflicts:
            break
        if fields.values == theirs:
            return Saved(outcome=Outcome.ALREADY, row=row, theirs=theirs, fields=fields, other=other)
        values, revision, outcome = fields.values, row.revision, Outcome.MERGED
    return Saved(outcome=Outcome.CONFLICT, row=row, theirs=theirs, fields=fields, other=other)
