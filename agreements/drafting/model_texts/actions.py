"""Actions on the draft of a model text: open, rules of clauses, placeholders, publish."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from agreements import history, policy
from agreements.choices import Origin
from agreements.drafting.actions.contract import create_instrument
from agreements.drafting.actions.templates import publish_template
from agreements.drafting.edit_transaction import (
    atomic_action,
    changes,
    claim,
    clean_text,
    edit_transaction,
    values,
)
from agreements.drafting.model_texts.queries import (
    clauses_of,
    draft_model_text,
    latest_template,
    model_drafts,
    published_model_text,
    template_of,
)
from agreements.drafting.model_texts.readiness import obstacles
from agreements.errors import ActionRefused, Incomplete
from agreements.events import EventKind
from agreements.models import Agreement, AgreementTemplate, Clause, Instrument, PlaceholderField
from agreements.template_rules import Placeholder
from agreements.texts.versions import create_version
from districts.models import User

RULE_FIELDS = ["locked", "optional", "choice"]
PLACEHOLDER_FIELDS = ["label", "kind", "help", "position"]


def open_model(template: AgreementTemplate, *, by: User, at: datetime) -> Instrument:
    """Return the draft of the model text, created from the latest version if needed. Raises ActionRefused."""
    answer = policy.verdict(by, "template.open")
    if not answer.allowed:
        raise ActionRefused(answer.reason)
    with atomic_action():
        # one lock for all model texts, so that concurrent requests open the same draft
        AgreementTemplate.objects.select_for_update(no_key=True).order_by("pk").first()
        if draft := model_drafts().filter(template__name=template.name).first():
            return draft
        last = latest_template(template.name)
        model = published_model_text(last)
        count = Agreement.objects.filter(origin=Origin.MODEL).count() + 1
        agreement = Agreement.objects.create(
            reference=f"MUSTER-{count:02d}",
            legal_form=model.content.legal_form or "",
            origin=Origin.MODEL,
            coordinator=by,
        )
        instrument = create_instrument(agreement, last, model.content, model.rules)
        _copy_placeholders(instrument, model.rules.placeholders)
        data = {"instrument": 0, "template": str(last), "template_fingerprint": last.fingerprint}
        history.record(agreement, EventKind.MODEL_OPENED, by=by, at=at, data=data)
    return instrument


def edit_clause_rules(
    instrument: Instrument,
    *,
    key: str,
    locked: bool,
    optional: bool,
    choice: str,
    revision: int,
    by: User,
    at: datetime,
) -> Clause:
    """Set what contracts may do with a clause of the model text. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, action="template.edit", by=by, at=at) as change:
        clause = claim(clauses_of(change.instrument), revision, key=key)
        before = values(clause, RULE_FIELDS)
        clause.locked, clause.optional, clause.choice = locked, optional, " ".join(clean_text(choice).split())
        clause.save(update_fields=[*RULE_FIELDS, "revision"])
        data = {
            "clause": key,
            "changes": changes(before, values(clause, RULE_FIELDS)),
            "text": clause.text[:80],
        }
        change.record(EventKind.CLAUSE_RULES_EDITED, data)
    return clause


def add_placeholder(
    instrument: Instrument, *, name: str, by: User, at: datetime, **fields: Any
) -> PlaceholderField:
    """Describe a placeholder by `label`, `kind` and `help`. Raises ActionRefused."""
    with edit_transaction(instrument, action="template.edit", by=by, at=at) as change:
        placeholders = change.instrument.placeholder_fields
        if placeholders.filter(name=name).exists():
            raise ActionRefused(
                f"Der Platzhalter [{name}] ist schon beschrieben. Ändern Sie ihn in der Liste."
            )
        last = placeholders.aggregate(last=Max("position"))["last"] or 0
        row = PlaceholderField(instrument=change.instrument, name=name, position=last + 1, **_cleaned(fields))
        row.save(force_insert=True)
        change.record(EventKind.PLACEHOLDER_ADDED, {"name": name, **values(row, PLACEHOLDER_FIELDS)})
    return row


def edit_placeholder(
    instrument: Instrument, *, name: str, revision: int, by: User, at: datetime, **fields: Any
) -> PlaceholderField:
    """Edit the description of a placeholder, but not its name. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, action="template.edit", by=by, at=at) as change:
        row = claim(change.instrument.placeholder_fields.all(), revision, name=name)
        before = values(row, PLACEHOLDER_FIELDS)
        for field, value in _cleaned(fields).items():
            setattr(row, field, value)
        row.save()
        data = {"name": name, "changes": changes(before, values(row, PLACEHOLDER_FIELDS))}
        change.record(EventKind.PLACEHOLDER_EDITED, data)
    return row


def remove_placeholder(instrument: Instrument, *, name: str, revision: int, by: User, at: datetime) -> None:
    """Remove the description of a placeholder, but not the placeholder itself. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, action="template.edit", by=by, at=at) as change:
        row = claim(change.instrument.placeholder_fields.all(), revision, name=name)
        data = {"name": name, **values(row, PLACEHOLDER_FIELDS)}
        row.delete()
        change.record(EventKind.PLACEHOLDER_REMOVED, data)


def publish_model(
    instrument: Instrument,
    *,
    note: str,
    state: str,
    name: str = "",
    purpose: str = "",
    by: User,
    at: datetime,
) -> AgreementTemplate:
    """Publish the draft of a model text as the next version, or as a model text of its own under another name.

    No contract changes.

    `state` is the state that the user has seen (`ModelText.state`). Raises ActionRefused if it is outdated or equal to
    the latest version, and Incomplete with the reasons if text and rules contradict each other.
    """
    with edit_transaction(instrument, action="template.publish", by=by, at=at) as change:
        locked = change.instrument
        text = draft_model_text(locked)
        last = latest_template(template_of(locked).name)
        name = " ".join(clean_text(name).split()) or last.name
        is_new = name != last.name
        if is_new and AgreementTemplate.objects.filter(name=name).exists():
            raise ActionRefused(
                f"Einen Mustertext „{name}“ gibt es schon. Es wurde nichts veröffentlicht; wählen Sie einen anderen Namen."
            )
        if text.state != state:
            raise ActionRefused(
                "Inzwischen hat jemand den Mustertext geändert. Es wurde nichts veröffentlicht; "
                "Sie sehen jetzt den heutigen Stand."
            )
        if text.state == published_model_text(last).state and not is_new:
            raise ActionRefused(
                f"Seit Version {last.version} hat sich nichts geändert. Es wurde nichts veröffentlicht."
            )
        if reasons := obstacles(text.content, text.rules):
            raise Incomplete("Der Mustertext kann noch nicht veröffentlicht werden.", reasons)
        note = clean_text(note)
        template = publish_template(
            name=name,
            version=1 if is_new else last.version + 1,
            content=text.content,
            rules=text.rules,
            note=note,
            purpose=clean_text(purpose),
            published_on=timezone.localdate(at),
        )
        locked.template = template
        locked.save(update_fields=["template"])
        create_version(locked, name=f"Veröffentlicht als Version {template.version}", note=note, by=by, at=at)
        data = {"version": template.version, "fingerprint": template.fingerprint, "remark": note}
        change.record(EventKind.MODEL_PUBLISHED, data)
    return template


def _copy_placeholders(instrument: Instrument, placeholders: Iterable[Placeholder]) -> None:
    PlaceholderField.objects.bulk_create(
        PlaceholderField(
            instrument=instrument,
            name=placeholder.name,
            label=placeholder.label,
            kind=placeholder.kind,
            help=placeholder.help,
            position=position,
        )
        for position, placeholder in enumerate(placeholders, start=1)
    )


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: " ".join(clean_text(value).split()) if isinstance(value, str) else value
        for name, value in fields.items()
        if name in PLACEHOLDER_FIELDS
    }
