"""Which placeholders a draft or a new contract asks for."""

from agreements.content import Content
from agreements.models import AgreementTemplate, Instrument
from agreements.template_rules import Placeholder, TemplateRules
from agreements.texts.assembly import AUTOMATIC, raw_copy


def asked_by(template: AgreementTemplate) -> tuple[Placeholder, ...]:
    """Return what the form for a new contract asks for."""
    return asked(template.read_rules(), template.read())


def asked_in(instrument: Instrument) -> tuple[Placeholder, ...]:
    """Return what the form for the head of a draft asks for; a model text in the making is never filled."""
    if instrument.agreement.is_model:
        return ()
    return asked(instrument.template.read_rules(), raw_copy(instrument))


def asked(rules: TemplateRules, content: Content) -> tuple[Placeholder, ...]:
    """Return the placeholders that the rules define, then others that stand in the text, as short texts."""
    return (*rules.placeholders, *(Placeholder(name=name, label=name) for name in undefined(rules, content)))


def undefined(rules: TemplateRules, content: Content) -> tuple[str, ...]:
    """Return the placeholders that stand in the text, but which neither the house nor the rules know."""
    known = AUTOMATIC | {placeholder.name for placeholder in rules.placeholders}
    return tuple(name for name in content.missing() if name not in known)


def unused(rules: TemplateRules, content: Content) -> tuple[str, ...]:
    """Return the placeholders that are defined, but stand nowhere in the text."""
    standing = content.missing()
    return tuple(one.name for one in rules.placeholders if one.name not in standing)
