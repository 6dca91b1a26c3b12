"""Three-way merge of a row, field by field, and word by word in its texts. Pure."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from agreements.text_merge import Merged, merge_texts

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that both sides changed. `base` is None if unknown; `text` is the word-by-word merge."""

    base: tuple[str, ...] | None
    theirs: tuple[str, ...]
    mine: tuple[str, ...]
    text: Merged | None = None


@dataclass(frozen=True, slots=True)
class MergedFields:
    """Merged values by field; in a conflict mine, or for a text the merged text with both variants."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: dict[str, FieldConflict] = field(default_factory=dict)
    theirs: Values = field(default_factory=dict)
    taken: tuple[str, ...] = ()  # fields without a conflict that came from the others

    def choose(self, side: str) -> dict[str, tuple[str, ...]]:
        """Return the values with every conflict decided for one side."""
        return self.values | {name: getattr(found, side) for name, found in self.conflicts.items()}


def merge_fields(
    base: Values | None,
    theirs: Values,
    mine: Values,
    *,
    prose: AbstractSet[str] = frozenset(),
    tables: AbstractSet[str] = frozenset(),
    field_groups: Sequence[AbstractSet[str]] = (),
) -> MergedFields:
    """Merge rows field by field; the fields of each of `field_groups` are merged as one.

    `prose` fields are merged word by word, `tables` row by row if no row was added or removed.
    """
    values: dict[str, tuple[str, ...]] = {}
    conflicts: dict[str, FieldConflict] = {}
    for name in {**theirs, **mine}:
        old = None if base is None else base.get(name, ())
        left, right = theirs.get(name, ()), mine.get(name, ())
        values[name], conflict = _merge_field(old, left, right, name in prose, name in tables)
        if conflict:
            conflicts[name] = conflict
    for names in field_groups:
        if base is not None and _both_changed(base, theirs, mine, names):
            for name in values:
                left, right = theirs.get(name, ()), mine.get(name, ())
                if name in names and left != right:
                    conflicts[name] = FieldConflict(base.get(name, ()), left, right)
                    values[name] = right
    taken = [name for name, value in values.items() if name not in conflicts and value != mine.get(name, ())]
    return MergedFields(values, conflicts, theirs, tuple(taken))


def _merge_field(
    base: tuple[str, ...] | None, theirs: tuple[str, ...], mine: tuple[str, ...], prose: bool, table: bool
) -> tuple[tuple[str, ...], FieldConflict | None]:
    if mine in (base, theirs):
        return theirs, None
    if theirs == base:
        return mine, None
    if base is not None and prose:
        text = merge_texts("".join(base), "".join(theirs), "".join(mine))
        conflict = FieldConflict(base, theirs, mine, text) if text.conflicts else None
        return ((text.text,) if text.text else ()), conflict
    if base is not None and table and len(base) == len(theirs) == len(mine):
        rows = [
            _merge_field((b,), (t,), (m,), False, False) for b, t, m in zip(base, theirs, mine, strict=True)
        ]
        if not any(conflict for _, conflict in rows):
            return tuple(row[0] for row, _ in rows), None
    return mine, FieldConflict(base, theirs, mine)


def _both_changed(base: Values, theirs: Values, mine: Values, names: AbstractSet[str]) -> bool:
    left = {name for name in names if theirs.get(name, ()) != base.get(name, ())}
    right = {name for name in names if mine.get(name, ()) != base.get(name, ())}
    return bool(left and right)
