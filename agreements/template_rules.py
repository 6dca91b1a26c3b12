"""The rules of a model text: locked, optional and alternative clauses, and its placeholders.

Stored as JSON with the published version. A trigger reads `locked` (`triggers.draft.clause_triggers`): a locked clause
of a contract equals a published model text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from agreements.choices import PlaceholderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """The form field for a placeholder; `name` is what stands in brackets in the text."""

    name: str
    label: str
    kind: PlaceholderKind = PlaceholderKind.TEXT
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRules:
    """The rules of one published version.

    `locked` maps the key of each locked clause to its unfilled text; `optional` lists the keys of optional clauses;
    `choices` maps the key of each alternative to the name of its choice.
    """

    locked: Mapping[str, str] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    placeholders: tuple[Placeholder, ...] = ()

    def stored(self) -> dict[str, Any]:
        """Return the JSON form for the database."""
        builtins: dict[str, Any] = msgspec.to_builtins(self)
        return builtins


def read_rules(stored: Mapping[str, Any]) -> TemplateRules:
    """Read stored rules, {} for a version without; raises msgspec.ValidationError for anything else."""
    return msgspec.convert(stored, type=TemplateRules)
