"""Whether a model text can be published: what its rules and its words do not agree on. Pure."""

from collections import defaultdict
from collections.abc import Iterator

from agreements.content import Content
from agreements.drafting.model_texts.placeholders import undefined, unused
from agreements.template_rules import TemplateRules


def obstacles(content: Content, rules: TemplateRules) -> list[str]:
    """Return why a model text cannot be published, one German sentence for each reason."""
    return [*_clauses(content, rules), *_choices(content, rules), *_placeholders(content, rules)]


def hints(content: Content, rules: TemplateRules) -> list[str]:
    """Return what does not stand in the way, but is worth a look."""
    return [
        f"Der Platzhalter [{name}] ist beschrieben, steht aber nirgends im Text."
        for name in unused(rules, content)
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
    for name, found in sections.items():
        if len(found) == 1:
            yield f"Die Auswahl „{name}“ hat nur eine Möglichkeit. Sie braucht mindestens zwei Absätze."
        if len(set(found)) > 1:
            yield f"Die Möglichkeiten der Auswahl „{name}“ stehen in verschiedenen Paragrafen."


def _placeholders(content: Content, rules: TemplateRules) -> Iterator[str]:
    for name in undefined(rules, content):
        places = ", ".join(content.missing()[name])
        yield f"Der Platzhalter [{name}] ist noch nicht beschrieben: {places}."
