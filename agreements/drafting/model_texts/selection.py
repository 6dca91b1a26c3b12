"""What a contract takes of its model text: optional clauses in or out, one of the alternatives. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from agreements.content import FIGURE_MARKS, Content
from agreements.errors import ActionRefused
from agreements.template_rules import TemplateRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Optional clauses that are left out, and for the name of a choice the clause that is taken.

    Nothing said means: every optional clause, and of alternatives the first.
    """

    left_out: frozenset[str] = frozenset()
    chosen: Mapping[str, str] = field(default_factory=dict)


WHOLE = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A clause of the model text that a contract may have or not; `duties` are the obligations that stand in it."""

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
    """Everything of a model text that can be chosen."""

    optional: tuple[TextBlock, ...]
    choices: tuple[BlockChoice, ...]


def blocks(content: Content, rules: TemplateRules) -> Blocks:
    """Return what can be chosen of a model text, in reading order."""
    labels = content.clause_labels()
    found = {
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
    for key, block in found.items():
        if name := rules.choices.get(key):
            choices.setdefault(name, []).append(block)
    return Blocks(
        optional=tuple(block for key, block in found.items() if key in rules.optional),
        choices=tuple(BlockChoice(name=name, blocks=tuple(several)) for name, several in choices.items()),
    )


def taken(content: Content, rules: TemplateRules, selection: Selection) -> Content:
    """Return the model text without what is not taken; obligations of clauses that are left out go with them.

    Raises Refused for something that cannot be chosen.
    """
    known = blocks(content, rules)
    out = set(selection.left_out)
    possible = {choice.name: [block.key for block in choice.blocks] for choice in known.choices}
    if out - {block.key for block in known.optional} or set(selection.chosen) - set(possible):
        raise ActionRefused("Was weggelassen oder gewählt wurde, steht in diesem Mustertext nicht zur Wahl.")
    for name, keys in possible.items():
        chosen = selection.chosen.get(name, keys[0])
        if chosen not in keys:
            raise ActionRefused(f"Diese Möglichkeit der Auswahl „{name}“ gibt es nicht.")
        out |= {key for key in keys if key != chosen}
    return without(content, out)


def without(content: Content, keys: set[str]) -> Content:
    """Return a content without some clauses; a section that had nothing else goes too."""
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


def as_chosen_in(content: Content, choices: Mapping[str, str], other: Content) -> Content:
    """Return a model text without the alternatives that another text did not choose."""
    standing = {clause.key for section in other.sections for clause in section.clauses}
    decided = {name for key, name in choices.items() if key in standing}
    return without(content, {key for key, name in choices.items() if name in decided and key not in standing})
