"""What a model text fixes beside its words: locked, optional and alternative clauses, and its placeholders.

It is kept with the published version as JSON. The database looks into `locked` by itself (guards.clause_triggers):
a locked clause of a contract stands word for word in a published model text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from agreements.choices import PlaceholderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A placeholder that somebody fills in: `name` as it stands in brackets, and how the form asks for it."""

    name: str
    label: str
    kind: PlaceholderKind = PlaceholderKind.TEXT
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRules:
    """The rules of one published version.

    `locked` holds the unfilled text of each locked clause by its key; `optional` the keys of clauses that a contract
    may do without; `choices` the name of the choice for each key that is one of several alternatives.
    """

    locked: Mapping[str, str] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    placeholders: tuple[Placeholder, ...] = ()

    def stored(self) -> dict[str, Any]:
        """Return the form in which the rules are kept."""
        kept: dict[str, Any] = msgspec.to_builtins(self)
        return kept


def read_rules(stored: Mapping[str, Any]) -> TemplateRules:
    """Read rules back; an older version without rules has none. Raises msgspec.ValidationError for anything else."""
    return msgspec.convert(stored, type=TemplateRules)
