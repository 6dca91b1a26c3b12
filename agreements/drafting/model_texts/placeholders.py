"""Placeholders whose values the forms of a draft or a new contract ask for."""

from agreements.content import Content
from agreements.models import AgreementTemplate, Instrument
from agreements.template_rules import Placeholder, TemplateRules
from agreements.texts.assembly import AUTOMATIC, raw_copy


def template_placeholders(template: AgreementTemplate) -> tuple[Placeholder, ...]:
    return required_placeholders(template.read_rules(), template.read())


def instrument_placeholders(instrument: Instrument) -> tuple[Placeholder, ...]:
    """Return the placeholders of a draft; none for the draft of a model text."""
    if instrument.agreement.is_model:
        return ()
    return required_placeholders(instrument.template.read_rules(), raw_copy(instrument))


def required_placeholders(rules: TemplateRules, content: Content) -> tuple[Placeholder, ...]:
    """Return the defined placeholders that are to be asked for, then the undefined ones of the text as short texts."""
    return (
        *(placeholder for placeholder in rules.placeholders if placeholder.name not in AUTOMATIC),
        *(Placeholder(name=name, label=name) for name in undefined_placeholders(rules, content)),
    )


def undefined_placeholders(rules: TemplateRules, content: Content) -> tuple[str, ...]:
    """Return the placeholders of the text that neither the application fills nor the rules define."""
    known = AUTOMATIC | {placeholder.name for placeholder in rules.placeholders}
    return tuple(name for name in content.missing() if name not in known)


def unused_placeholders(rules: TemplateRules, content: Content) -> tuple[str, ...]:
    """Return the defined placeholders that are not in the text."""
    used = content.missing()
    return tuple(placeholder.name for placeholder in rules.placeholders if placeholder.name not in used)
