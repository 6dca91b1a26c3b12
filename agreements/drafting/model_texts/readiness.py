"""Checks before a model text is published: contradictions between its text and its rules. Pure."""

from collections import defaultdict
from collections.abc import Iterator

from agreements.content import Content
from agreements.template_rules import TemplateRules
from agreements.texts.placeholders import undefined_placeholders, unused_placeholders
from agreements.texts.token_words import open_fields


def obstacles(content: Content, rules: TemplateRules) -> list[str]:
    """Return the reasons against publishing, each a German sentence."""
    return [
        *_clauses(content, rules),
        *_choices(content, rules),
        *_placeholders(content, rules),
        *(words for _, words in open_fields(content)),
    ]


def hints(content: Content, rules: TemplateRules) -> list[str]:
    """Return warnings that do not prevent publishing."""
    return [
        f"Der Platzhalter [{name}] ist beschrieben, steht aber nirgends im Text."
        for name in unused_placeholders(rules, content)
    ]


def _clauses(content: Content, rules: TemplateRules) -> Iterator[str]:
    labels = content.clause_labels()
    for key, label in labels.items():
        if key in rules.locked and key in rules.optional:
            yield f"{label} ist gesperrt und zugleich wahlweise. Was gilt: in jedem Vertrag, oder nur auf Wunsch?"
        if key in rules.locked and key in rules.choices:
            yield f"{label} ist gesperrt und zugleich eine von mehreren Möglichkeiten. Beides zusammen geht nicht."
        if key in rules.optional and key in rules.choices:
            yield f"{label} ist wahlweise und zugleich eine von mehreren Möglichkeiten. Wählen Sie eines von beiden."


def _choices(content: Content, rules: TemplateRules) -> Iterator[str]:
    sections: defaultdict[str, list[str]] = defaultdict(list)
    for section in content.sections:
        for clause in section.clauses:
            if name := rules.choices.get(clause.key):
                sections[name].append(section.key)
    for name, keys in sections.items():
        if len(keys) == 1:
            yield f"Die Auswahl „{name}“ hat nur eine Möglichkeit. Sie braucht mindestens zwei Absätze."
        if len(set(keys)) > 1:
            yield f"Die Möglichkeiten der Auswahl „{name}“ stehen in verschiedenen Paragrafen."


def _placeholders(content: Content, rules: TemplateRules) -> Iterator[str]:
    for name in undefined_placeholders(rules, content):
        places = ", ".join(content.missing()[name])
        yield f"Der Platzhalter [{name}] ist noch nicht beschrieben: {places}."
