"""Selection of optional clauses and alternatives of a model text for a contract. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from agreements.content import Content
from agreements.errors import ActionRefused
from agreements.template_rules import TemplateRules
from agreements.texts.filling import FIGURE_MARKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The keys of excluded optional clauses, and the key of the selected alternative by name of the choice.

    By default every optional clause is included, and the first of alternatives.
    """

    left_out: frozenset[str] = frozenset()
    chosen: Mapping[str, str] = field(default_factory=dict)


DEFAULT_SELECTION = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """An optional clause or an alternative; `duties` are the codes of its obligations."""

    key: str
    label: str
    heading: str
    text: str
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockChoice:
    """Alternatives of which a contract has one."""

    name: str
    blocks: tuple[TextBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """All optional clauses and choices of a model text."""

    optional: tuple[TextBlock, ...]
    choices: tuple[BlockChoice, ...]


def available_blocks(content: Content, rules: TemplateRules) -> Blocks:
    """Return the optional clauses and choices, in reading order."""
    labels = content.clause_labels()
    blocks = {
        clause.key: TextBlock(
            key=clause.key,
            label=labels[clause.key],
            heading=section.heading,
            text=clause.text.translate(FIGURE_MARKS),
            duties=tuple(duty.code for duty in content.obligations if duty.clause_key == clause.key),
        )
        for section in content.sections
        for clause in section.clauses
    }
    choices: dict[str, list[TextBlock]] = {}
    for key, block in blocks.items():
        if name := rules.choices.get(key):
            choices.setdefault(name, []).append(block)
    return Blocks(
        optional=tuple(block for key, block in blocks.items() if key in rules.optional),
        choices=tuple(
            BlockChoice(name=name, blocks=tuple(alternatives)) for name, alternatives in choices.items()
        ),
    )


def selected_content(content: Content, rules: TemplateRules, selection: Selection) -> Content:
    """Return the model text without the clauses that are not selected and without their obligations.

    Raises ActionRefused for a clause that cannot be excluded or selected.
    """
    available = available_blocks(content, rules)
    excluded = set(selection.left_out)
    alternatives = {choice.name: [block.key for block in choice.blocks] for choice in available.choices}
    if excluded - {block.key for block in available.optional} or set(selection.chosen) - set(alternatives):
        raise ActionRefused("Was weggelassen oder gewählt wurde, steht in diesem Mustertext nicht zur Wahl.")
    for name, keys in alternatives.items():
        chosen = selection.chosen.get(name, keys[0])
        if chosen not in keys:
            raise ActionRefused(f"Diese Möglichkeit der Auswahl „{name}“ gibt es nicht.")
        excluded |= {key for key in keys if key != chosen}
    return without_clauses(content, excluded)


def without_clauses(content: Content, keys: set[str]) -> Content:
    """Return the content without these clauses, their obligations, and sections left empty."""
    sections = [
        replace(section, clauses=tuple(clause for clause in section.clauses if clause.key not in keys))
        for section in content.sections
    ]
    emptied = {
        s.key for s in content.sections if s.clauses and not s.inset and {c.key for c in s.clauses} <= keys
    }
    return replace(
        content,
        sections=tuple(section for section in sections if section.key not in emptied),
        obligations=tuple(duty for duty in content.obligations if duty.clause_key not in keys),
    )


def with_same_alternatives(content: Content, choices: Mapping[str, str], other: Content) -> Content:
    """Return a model text without the alternatives that the other text has not chosen."""
    present = {clause.key for section in other.sections for clause in section.clauses}
    decided = {name for key, name in choices.items() if key in present}
    return without_clauses(
        content, {key for key, name in choices.items() if name in decided and key not in present}
    )
