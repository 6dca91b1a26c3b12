"""Bring an edited text onto a base that has changed meanwhile, Absatz by Absatz. Pure."""

from dataclasses import dataclass

from agreements.content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class RebaseConflict:
    """A place that both changed: `base` before, `theirs` in the new base, `mine` in the edited text; empty for what is not there.

    `text` is the merged text with both variants in marks that cannot be saved; empty where words cannot be merged.
    """

    key: str
    label: str
    base: str
    theirs: str
    mine: str
    text: str = ""


def rebase(
    old_base: Content, new_base: Content, edited: Content
) -> tuple[Content, tuple[RebaseConflict, ...]]:
    """Return the edited text as one of the new base, and the conflicts; where there is one, it has what is `mine`."""
    raise NotImplementedError
