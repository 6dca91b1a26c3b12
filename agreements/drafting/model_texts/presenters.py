"""View models of model texts: the list, a published version, the draft."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements import policy
from agreements.choices import Inset
from agreements.content import Content
from agreements.drafting.model_texts.queries import (
    ModelText,
    clauses_of,
    draft_model_text,
    latest_template,
    model_drafts,
    published_model_text,
    template_of,
)
from agreements.drafting.model_texts.readiness import hints, obstacles
from agreements.models import AgreementTemplate, Instrument, PlaceholderField
from agreements.policy import Verdict
from agreements.rendering.document_view import DocumentView, document_view
from agreements.rendering.footnotes import Footnote
from agreements.rendering.tables import ObligationTable, obligation_tables
from agreements.template_rules import TemplateRules
from agreements.texts.filling import fill_content
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelClause:
    """A clause; `marks` are the labels of its rules."""

    key: str
    anchor: str
    label: str
    number: str
    html: SafeString
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSection:
    """A section; `table` is the label of the computed table at its end."""

    anchor: str
    label: str
    heading: SafeString
    clauses: tuple[ModelClause, ...]
    footnotes: tuple[Footnote, ...]
    table: str
    is_group: bool
    is_grouped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTextVersions:
    """All published versions of a model text, the latest first, and its draft."""

    name: str
    versions: tuple[AgreementTemplate, ...]
    draft: Instrument | None

    @property
    def latest_template(self) -> AgreementTemplate:
        """The version for new contracts."""
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
    draft: Instrument | None
    open: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDraftView:
    """The page of the draft of a model text."""

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


def model_texts() -> tuple[ModelTextVersions, ...]:
    """Return all model texts by name, in two queries."""
    drafts = {template_of(instrument).name: instrument for instrument in model_drafts()}
    versions: dict[str, list[AgreementTemplate]] = {}
    for template in AgreementTemplate.objects.defer("content", "rules").order_by("name", "-version"):
        versions.setdefault(template.name, []).append(template)
    return tuple(
        ModelTextVersions(name=name, versions=tuple(templates), draft=drafts.get(name))
        for name, templates in versions.items()
    )


def published_view(user: User, template: AgreementTemplate) -> PublishedView:
    text = published_model_text(template)
    others = AgreementTemplate.objects.defer("content", "rules").filter(name=template.name)
    return PublishedView(
        template=template,
        document=document_view(readable_content(text.content)),
        sections=model_sections(text),
        rules=text.rules,
        places=tuple(rule_places(text)),
        duties=obligation_tables(text.content),
        others=tuple(other for other in others.order_by("-version") if other.pk != template.pk),
        draft=model_drafts().filter(template__name=template.name).first(),
        open=policy.verdict(user, "template.open"),
    )


def draft_view(user: User, instrument: Instrument) -> ModelDraftView:
    text, last = draft_model_text(instrument), latest_template(template_of(instrument).name)
    return ModelDraftView(
        instrument=instrument,
        sections=model_sections(text),
        revisions=dict(clauses_of(instrument).values_list("key", "revision")),
        placeholders=tuple(instrument.placeholder_fields.all()),
        obstacles=tuple(obstacles(text.content, text.rules)),
        hints=tuple(hints(text.content, text.rules)),
        last=last,
        changed=text.state != published_model_text(last).state,
        state=text.state,
        edit=policy.verdict(user, "template.edit", instrument),
        publish=policy.verdict(user, "template.publish", instrument),
    )


def readable_content(content: Content) -> Content:
    """Return a model text with unfilled placeholders and without the marks of ‹figures›."""
    return fill_content(content, {})


def model_sections(text: ModelText) -> tuple[ModelSection, ...]:
    view, labels = document_view(readable_content(text.content)), text.content.clause_labels()
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
                    marks=tuple(rule_labels(text.rules, clause.key)),
                )
                for clause in section.clauses
            ),
            footnotes=section.footnotes,
            table=insets[section.key].label if insets[section.key] != Inset.NONE else "",
            is_group=section.is_group,
            is_grouped=section.is_grouped,
        )
        for section in (*view.sections, *view.annexes)
        if section.key in insets
    )


def rule_labels(rules: TemplateRules, key: str) -> list[str]:
    """Return the German labels of the rules of a clause."""
    words = ["gesperrt"] if key in rules.locked else []
    words += ["wahlweise"] if key in rules.optional else []
    words += [f"Auswahl „{rules.choices[key]}“"] if key in rules.choices else []
    return words


def rule_places(text: ModelText) -> list[tuple[str, str]]:
    """Return for each rule its label and the labels of its clauses."""
    labels = text.content.clause_labels()
    keys_by_rule = {"gesperrt": list(text.rules.locked), "wahlweise": list(text.rules.optional)}
    for key, name in text.rules.choices.items():
        keys_by_rule.setdefault(f"Auswahl „{name}“", []).append(key)
    return [
        (rule, ", ".join(label for key, label in labels.items() if key in keys))
        for rule, keys in keys_by_rule.items()
        if keys
    ]
