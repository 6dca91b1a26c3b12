"""Queries for model texts: published versions and drafts."""

import hashlib
from dataclasses import dataclass, replace

import msgspec
from django.db.models import QuerySet

from agreements.choices import Origin, PlaceholderKind
from agreements.content import Content
from agreements.drafting.model_texts.selection import Blocks, available_blocks
from agreements.errors import ActionRefused
from agreements.models import AgreementTemplate, Clause, Instrument
from agreements.template_rules import Placeholder, TemplateRules
from agreements.texts.assembly import raw_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelText:
    """The content and the rules of a model text."""

    content: Content
    rules: TemplateRules

    @property
    def state(self) -> str:
        """SHA-256 of content and rules, to detect concurrent changes."""
        rules = msgspec.json.encode(self.rules.stored(), order="sorted")
        return hashlib.sha256(self.content.canonical() + rules).hexdigest()


def published_model_text(template: AgreementTemplate) -> ModelText:
    return ModelText(content=template.read(), rules=template.read_rules())


def draft_model_text(instrument: Instrument) -> ModelText:
    """Return the model text of a draft, without signatories and without the days of its term."""
    content = raw_copy(instrument)
    term = replace(content.term, begins_on=None, ends_on=None)
    return ModelText(content=replace(content, term=term, signatories=()), rules=draft_rules(instrument))


def draft_rules(instrument: Instrument) -> TemplateRules:
    """Return the rules of a draft, in reading order."""
    clauses = list(clauses_of(instrument).order_by("section__position", "position"))
    return TemplateRules(
        locked={clause.key: clause.text for clause in clauses if clause.locked},
        optional=tuple(clause.key for clause in clauses if clause.optional),
        choices={clause.key: clause.choice for clause in clauses if clause.choice},
        placeholders=tuple(
            Placeholder(name=row.name, label=row.label, kind=PlaceholderKind(row.kind), help=row.help)
            for row in instrument.placeholder_fields.all()
        ),
    )


def clauses_of(instrument: Instrument) -> QuerySet[Clause]:
    """Return the clauses of an instrument."""
    return Clause.objects.filter(section__instrument=instrument)


def template_of(instrument: Instrument) -> AgreementTemplate:
    """Return the model text of a draft. Raises ActionRefused for a draft that began without one."""
    if instrument.template is None:
        raise ActionRefused("Dieser Text beruht auf keinem Mustertext. Es wurde nichts geändert.")
    return instrument.template


def latest_template(name: str) -> AgreementTemplate:
    """Return the latest published version of a model text."""
    return AgreementTemplate.objects.filter(name=name).order_by("-version")[0]


def latest_templates() -> list[AgreementTemplate]:
    """Return the latest version of every model text, the last published first."""
    latest = AgreementTemplate.objects.order_by("name", "-version").distinct("name")
    return sorted(latest, key=lambda template: (template.published_on, template.pk), reverse=True)


def model_drafts() -> QuerySet[Instrument]:
    """Return the drafts of model texts."""
    return Instrument.objects.filter(agreement__origin=Origin.MODEL).select_related("agreement", "template")


def template_by_key(key: str) -> AgreementTemplate | None:
    """Return the published version with a primary key from user input, or None."""
    return (
        AgreementTemplate.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    )


def blocks_of(template: AgreementTemplate) -> Blocks:
    return available_blocks(template.read(), template.read_rules())
