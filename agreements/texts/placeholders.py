"""The placeholders of model texts. Only what a model text describes or the application fills is one."""

from collections.abc import Iterable

from agreements.content import Content
from agreements.models import AgreementTemplate, Instrument
from agreements.template_rules import Placeholder, TemplateRules
from agreements.texts.assembly import AUTOMATIC


def template_placeholders(template: AgreementTemplate) -> tuple[Placeholder, ...]:
    """Return the placeholders whose values forms ask for."""
    return required_placeholders(template.read_rules(), template.read())


def instrument_placeholders(instrument: Instrument) -> tuple[Placeholder, ...]:
    """Return the placeholders that the form of a draft asks for; none for the draft of a model text."""
    if instrument.template is None or instrument.agreement.is_model:
        return ()
    return template_placeholders(instrument.template)


def placeholder_labels(instrument: Instrument) -> dict[str, str]:
    """Return what each placeholder of a draft stands for, by its name."""
    return AUTOMATIC | {
        placeholder.name: placeholder.label for placeholder in instrument_placeholders(instrument)
    }


def offered_placeholders(instrument: Instrument) -> tuple[Placeholder, ...]:
    """Return what can be written in brackets into the text of a draft, with labels."""
    own: Iterable[Placeholder] = instrument_placeholders(instrument)
    if instrument.agreement.is_model:
        own = (Placeholder(name=row.name, label=row.label) for row in instrument.placeholder_fields.all())
    filled = (Placeholder(name=name, label=label) for name, label in AUTOMATIC.items())
    return (*own, *filled)


def required_placeholders(rules: TemplateRules, content: Content) -> tuple[Placeholder, ...]:
    """Return the defined placeholders of a model text that are to be asked for, then the undefined ones of earlier texts."""
    return (
        *(placeholder for placeholder in rules.placeholders if placeholder.name not in AUTOMATIC),
        *(Placeholder(name=name, label=name) for name in undefined_placeholders(rules, content)),
    )


def undefined_placeholders(rules: TemplateRules, content: Content) -> tuple[str, ...]:
    """Return the placeholders of the text that neither the application fills nor the rules define."""
    known = AUTOMATIC.keys() | {placeholder.name for placeholder in rules.placeholders}
    return tuple(name for name in content.missing() if name not in known)


def unused_placeholders(rules: TemplateRules, content: Content) -> tuple[str, ...]:
    """Return the defined placeholders that are not in the text."""
    used = content.missing()
    return tuple(placeholder.name for placeholder in rules.placeholders if placeholder.name not in used)
