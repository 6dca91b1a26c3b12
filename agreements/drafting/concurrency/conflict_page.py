"""View model of a conflict: base, stored value and own value of each field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString

from agreements.drafting.comparison.html import pieces_html
from agreements.drafting.concurrency.form_bundle import (
    FormBundle,
    data_of,
    display_value,
    encode_values,
    label_of,
)
from agreements.drafting.concurrency.last_change import LastChange
from agreements.drafting.concurrency.merge import FieldConflict, MergedFields, Values
from agreements.word_diff import compare_text

Hidden = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictField:
    """One field in three columns; without `base`, `mine` is compared with `theirs`."""

    label: str
    base: SafeString | None
    theirs: SafeString
    mine: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictPage:
    """The choice between both values.

    `keep_mine` and `keep_theirs` are the hidden inputs of two buttons; they decide conflicts only, automatic merges are in both.
    `keep_theirs` is empty if it would change nothing. `taken` lists the labels of fields merged from the others. `is_text`: all
    conflicts are within a text.
    """

    conflicts: tuple[ConflictField, ...]
    taken: tuple[str, ...]
    keep_mine: Hidden
    keep_theirs: Hidden
    other: LastChange | None
    is_text: bool


def conflict_page(
    bundle: FormBundle,
    fields: MergedFields,
    revision: int,
    hidden: Mapping[str, str],
    other: LastChange | None,
) -> ConflictPage:
    """Return the view model; `hidden` is added to the buttons."""

    def button(values: Values) -> Hidden:
        sent = data_of(bundle, values, revision).lists()
        pairs = [(name, value) for name, values in sent for value in values]
        return (*pairs, ("base", encode_values(fields.theirs)), *hidden.items())

    stored = fields.choose("theirs")
    return ConflictPage(
        conflicts=tuple(
            conflict_field(label_of(bundle, name), found, partial(display_value, bundle, name))
            for name, found in fields.conflicts.items()
        ),
        taken=tuple(label_of(bundle, name) for name in fields.taken),
        keep_mine=button(fields.choose("mine")),
        keep_theirs=button(stored) if stored != fields.theirs else (),
        other=other,
        is_text=all(found.text for found in fields.conflicts.values()),
    )


def conflict_field(
    label: str, found: FieldConflict, words: Callable[[tuple[str, ...]], str]
) -> ConflictField:
    """Return one field; `words` formats a value for people."""
    theirs, mine = words(found.theirs), words(found.mine)
    base = theirs if found.base is None else words(found.base)
    return ConflictField(
        label=label,
        base=None if found.base is None else pieces_html(compare_text(base, base).pieces),
        theirs=pieces_html(compare_text(base, theirs).pieces),
        mine=pieces_html(compare_text(base, mine).pieces),
    )
