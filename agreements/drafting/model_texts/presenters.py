"""What the pages of model texts show."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements import policy
from agreements.choices import Inset
from agreements.content import Content
from agreements.drafting.model_texts.queries import (
    ModelText,
    in_the_making,
    model_instruments,
    newest,
    published,
)
from agreements.drafting.model_texts.readiness import hints, obstacles
from agreements.models import AgreementTemplate, Clause, Instrument, PlaceholderField
from agreements.policy import Verdict
from agreements.rendering.document_view import DocumentView, document_view
from agreements.rendering.tables import ObligationTable, obligation_tables
from agreements.template_rules import TemplateRules
from agreements.texts.filling import fill_content
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelClause:
    """A clause with what the model text fixes for it."""

    key: str
    anchor: str
    label: str
    number: str
    html: SafeString
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSection:
    """A section of a model text; `table` names the computed table at its end."""

    anchor: str
    label: str
    heading: SafeString
    clauses: tuple[ModelClause, ...]
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedModel:
    """All versions of one model text, and the one in the making."""

    name: str
    versions: tuple[AgreementTemplate, ...]
    making: Instrument | None

    @property
    def newest(self) -> AgreementTemplate:
        """Return the version that new contracts begin with."""
        return self.versions[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedView:
    """The page of a published version."""

    template: AgreementTemplate
    document: DocumentView
    sections: tuple[ModelSection, ...]
    rules: TemplateRules
    places: tuple[tuple[str, str], ...]
    duties: tuple[ObligationTable, ...]
    others: tuple[AgreementTemplate, ...]
    making: Instrument | None
    open: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class MakingView:
    """The page of a model text in the making."""

    instrument: Instrument
    sections: tuple[ModelSection, ...]
    revisions: Mapping[str, int]
    placeholders: tuple[PlaceholderField, ...]
    obstacles: tuple[str, ...]
    hints: tuple[str, ...]
    last: AgreementTemplate
    changed: bool
    state: str
    edit: Verdict
    publish: Verdict


def named_models() -> tuple[NamedModel, ...]:
    """Return the model texts by name, in two queries."""
    making = {instrument.template.name: instrument for instrument in model_instruments()}
    versions: dict[str, list[AgreementTemplate]] = {}
    for template in AgreementTemplate.objects.defer("content", "rules").order_by("name", "-version"):
        versions.setdefault(template.name, []).append(template)
    return tuple(
        NamedModel(name=name, versions=tuple(found), making=making.get(name))
        for name, found in versions.items()
    )


def published_view(user: User, template: AgreementTemplate) -> PublishedView:
    """Return the page of a published version."""
    text = published(template)
    others = AgreementTemplate.objects.defer("content", "rules").filter(name=template.name)
    return PublishedView(
        template=template,
        document=document_view(shown(text.content)),
        sections=model_sections(text),
        rules=text.rules,
        places=tuple(rule_places(text)),
        duties=obligation_tables(text.content),
        others=tuple(one for one in others.order_by("-version") if one.pk != template.pk),
        making=model_instruments().filter(template__name=template.name).first(),
        open=policy.verdict(user, "template.open"),
    )


def making_view(user: User, instrument: Instrument) -> MakingView:
    """Return the page of a model text in the making."""
    text, last = in_the_making(instrument), newest(instrument.template.name)
    clauses = Clause.objects.filter(section__instrument=instrument)
    return MakingView(
        instrument=instrument,
        sections=model_sections(text),
        revisions=dict(clauses.values_list("key", "revision")),
        placeholders=tuple(instrument.placeholder_fields.all()),
        obstacles=tuple(obstacles(text.content, text.rules)),
        hints=tuple(hints(text.content, text.rules)),
        last=last,
        changed=text.state != published(last).state,
        state=text.state,
        edit=policy.verdict(user, "template.edit", instrument),
        publish=policy.verdict(user, "template.publish", instrument),
    )


def shown(content: Content) -> Content:
    """Return a model text as it is read: placeholders marked, ‹figures› without their marks."""
    return fill_content(content, {})


def model_sections(text: ModelText) -> tuple[ModelSection, ...]:
    """Return the sections with the rules of each clause."""
    view, labels = document_view(shown(text.content)), text.content.clause_labels()
    insets = {section.key: section.inset for section in text.content.sections}
    return tuple(
        ModelSection(
            anchor=section.anchor,
            label=section.label,
            heading=section.heading,
            clauses=tuple(
                ModelClause(
                    key=clause.key,
                    anchor=clause.anchor,
                    label=labels[clause.key],
                    number=clause.number,
                    html=clause.html,
                    marks=tuple(mark_words(text.rules, clause.key)),
                )
                for clause in section.clauses
            ),
            table=insets[section.key].label if insets[section.key] != Inset.NONE else "",
        )
        for section in (*view.sections, *view.annexes)
        if section.key in insets
    )


def mark_words(rules: TemplateRules, key: str) -> list[str]:
    """Return what the rules say about a clause, in words."""
    words = ["gesperrt"] if key in rules.locked else []
    words += ["wahlweise"] if key in rules.optional else []
    words += [f"Auswahl „{rules.choices[key]}“"] if key in rules.choices else []
    return words


def rule_places(text: ModelText) -> list[tuple[str, str]]:
    """Return for each rule the places where it holds."""
    labels = text.content.clause_labels()
    found = {"gesperrt": list(text.rules.locked), "wahlweise": list(text.rules.optional)}
    for key, name in text.rules.choices.items():
        found.setdefault(f"Auswahl „{name}“", []).append(key)
    return [
        (words, ", ".join(label for key, label in labels.items() if key in keys))
        for words, keys in found.items()
        if keys
    ]
