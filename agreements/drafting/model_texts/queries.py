"""What a model text says: as its rows stand in the making, and as it was published last."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec
from django.db.models import QuerySet

from agreements.choices import Origin, PlaceholderKind
from agreements.content import Content
from agreements.drafting.model_texts.selection import Blocks, blocks
from agreements.models import AgreementTemplate, Clause, Instrument
from agreements.template_rules import Placeholder, TemplateRules
from agreements.texts.assembly import raw_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelText:
    """Words and rules of a model text together."""

    content: Content
    rules: TemplateRules

    @property
    def state(self) -> str:
        """Return what tells this text with its rules from any other."""
        rules = msgspec.json.encode(self.rules.stored(), order="sorted")
        return hashlib.sha256(self.content.canonical() + rules).hexdigest()


def published(template: AgreementTemplate) -> ModelText:
    """Return a published version."""
    return ModelText(content=template.read(), rules=template.read_rules())


def in_the_making(instrument: Instrument) -> ModelText:
    """Return what the rows of a model text say: no people sign it, and it has no days."""
    content = raw_copy(instrument)
    term = replace(content.term, begins_on=None, ends_on=None)
    return ModelText(content=replace(content, term=term, signatories=()), rules=rules_of(instrument))


def rules_of(instrument: Instrument) -> TemplateRules:
    """Return the rules that stand at the rows of a model text, in reading order."""
    clauses = list(
        Clause.objects.filter(section__instrument=instrument).order_by("section__position", "position")
    )
    return TemplateRules(
        locked={clause.key: clause.text for clause in clauses if clause.locked},
        optional=tuple(clause.key for clause in clauses if clause.optional),
        choices={clause.key: clause.choice for clause in clauses if clause.choice},
        placeholders=tuple(
            Placeholder(name=row.name, label=row.label, kind=PlaceholderKind(row.kind), help=row.help)
            for row in instrument.placeholder_fields.all()
        ),
    )


def newest(name: str) -> AgreementTemplate:
    """Return the newest published version of a model text."""
    return AgreementTemplate.objects.filter(name=name).order_by("-version")[0]


def newest_of_each() -> list[AgreementTemplate]:
    """Return the newest version of every model text, the one published last first."""
    found: Iterable[AgreementTemplate] = AgreementTemplate.objects.order_by("name", "-version").distinct(
        "name"
    )
    return sorted(found, key=lambda one: (one.published_on, one.pk), reverse=True)


def model_instruments() -> QuerySet[Instrument]:
    """Return the model texts in the making."""
    return Instrument.objects.filter(agreement__origin=Origin.MODEL).select_related("agreement", "template")


def template_named(key: str) -> AgreementTemplate | None:
    """Return the published version with a key as an address or a form carries it."""
    return (
        AgreementTemplate.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    )


def offered_by(template: AgreementTemplate) -> Blocks:
    """Return what can be chosen of a published version."""
    return blocks(template.read(), template.read_rules())
