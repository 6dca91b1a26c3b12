"""Writing a model text: begun from the newest version, with rules for its clauses and placeholders, and published."""

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
from agreements.drafting.model_texts.queries import in_the_making, model_instruments, newest, published
from agreements.drafting.model_texts.readiness import obstacles
from agreements.errors import ActionRefused, Incomplete
from agreements.events import EventKind
from agreements.models import Agreement, AgreementTemplate, Clause, Instrument, PlaceholderField
from agreements.template_rules import Placeholder
from agreements.texts.versions import create_version
from districts.models import User

RULES = ["locked", "optional", "choice"]
PLACEHOLDER_FIELDS = ["label", "kind", "help", "position"]


def open_model(template: AgreementTemplate, *, by: User, at: datetime) -> Instrument:
    """Return the model text of that name that is in the making; it begins with the newest version. Raises Refused."""
    policy.require(by, "template.open")
    with atomic_action():
        # one lock for all of them: two who begin at once write the same text
        AgreementTemplate.objects.select_for_update(no_key=True).order_by("pk").first()
        if found := model_instruments().filter(template__name=template.name).first():
            return found
        last = newest(template.name)
        model = published(last)
        count = Agreement.objects.filter(origin=Origin.MODEL).count() + 1
        agreement = Agreement.objects.create(
            reference=f"MUSTER-{count:02d}",
            legal_form=model.content.legal_form,
            origin=Origin.MODEL,
            coordinator=by,
        )
        instrument = create_instrument(agreement, last, model.content, model.rules)
        _copy_placeholders(instrument, model.rules.placeholders)
        told = {"instrument": 0, "template": str(last), "template_fingerprint": last.fingerprint}
        history.record(agreement, EventKind.MODEL_OPENED, by=by, at=at, data=told)
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
    """Say what contracts may do with a clause of a model text. Raises Refused, Outdated."""
    with edit_transaction(instrument, action="template.edit", by=by, at=at) as change:
        clauses = Clause.objects.filter(section__instrument=change.instrument)
        clause = claim(clauses, revision, key=key)
        before = values(clause, RULES)
        clause.locked, clause.optional, clause.choice = locked, optional, " ".join(clean_text(choice).split())
        clause.save(update_fields=[*RULES, "revision"])
        told = {"clause": key, "changes": changes(before, values(clause, RULES)), "text": clause.text[:80]}
        change.record(EventKind.CLAUSE_RULES_EDITED, told)
    return clause


def add_placeholder(
    instrument: Instrument, *, name: str, by: User, at: datetime, **said: Any
) -> PlaceholderField:
    """Describe a placeholder: `label`, `kind`, `help`. Raises Refused."""
    with edit_transaction(instrument, action="template.edit", by=by, at=at) as change:
        known = change.instrument.placeholder_fields
        if known.filter(name=name).exists():
            raise ActionRefused(
                f"Der Platzhalter [{name}] ist schon beschrieben. Ändern Sie ihn in der Liste."
            )
        last = known.aggregate(last=Max("position"))["last"] or 0
        row = PlaceholderField(instrument=change.instrument, name=name, position=last + 1, **_cleaned(said))
        row.save(force_insert=True)
        change.record(EventKind.PLACEHOLDER_ADDED, {"name": name, **values(row, PLACEHOLDER_FIELDS)})
    return row


def edit_placeholder(
    instrument: Instrument, *, name: str, revision: int, by: User, at: datetime, **said: Any
) -> PlaceholderField:
    """Change how a placeholder is asked for; its name stands in the text and stays. Raises Refused, Outdated."""
    with edit_transaction(instrument, action="template.edit", by=by, at=at) as change:
        row = claim(change.instrument.placeholder_fields.all(), revision, name=name)
        before = values(row, PLACEHOLDER_FIELDS)
        for field, value in _cleaned(said).items():
            setattr(row, field, value)
        row.save()
        told = {"name": name, "changes": changes(before, values(row, PLACEHOLDER_FIELDS))}
        change.record(EventKind.PLACEHOLDER_EDITED, told)
    return row


def remove_placeholder(instrument: Instrument, *, name: str, revision: int, by: User, at: datetime) -> None:
    """Take back the description of a placeholder; the text is left alone. Raises Refused, Outdated."""
    with edit_transaction(instrument, action="template.edit", by=by, at=at) as change:
        row = claim(change.instrument.placeholder_fields.all(), revision, name=name)
        told = {"name": name, **values(row, PLACEHOLDER_FIELDS)}
        row.delete()
        change.record(EventKind.PLACEHOLDER_REMOVED, told)


def publish_model(
    instrument: Instrument, *, note: str, state: str, by: User, at: datetime
) -> AgreementTemplate:
    """Publish a model text as the next version. No existing contract is changed by it.

    `state` says what was seen (`ModelText.state`). Raises Refused if it is not that any more or nothing is new, and
    Incomplete with the reasons if words and rules do not agree.
    """
    with edit_transaction(instrument, action="template.publish", by=by, at=at) as change:
        locked = change.instrument
        text = in_the_making(locked)
        last = newest(locked.template.name)
        if text.state != state:
            raise ActionRefused(
                "Inzwischen hat jemand den Mustertext geändert. Es wurde nichts veröffentlicht; "
                "Sie sehen jetzt den heutigen Stand."
            )
        if text.state == published(last).state:
            raise ActionRefused(
                f"Seit Version {last.version} hat sich nichts geändert. Es wurde nichts veröffentlicht."
            )
        if reasons := obstacles(text.content, text.rules):
            raise Incomplete("Der Mustertext kann noch nicht veröffentlicht werden.", reasons)
        note = clean_text(note)
        template = publish_template(
            name=last.name,
            version=last.version + 1,
            content=text.content,
            rules=text.rules,
            note=note,
            published_on=timezone.localdate(at),
        )
        locked.template = template
        locked.save(update_fields=["template"])
        create_version(locked, name=f"Veröffentlicht als Version {template.version}", note=note, by=by, at=at)
        told = {"version": template.version, "fingerprint": template.fingerprint, "remark": note}
        change.record(EventKind.MODEL_PUBLISHED, told)
    return template


def _copy_placeholders(instrument: Instrument, placeholders: Iterable[Placeholder]) -> None:
    PlaceholderField.objects.bulk_create(
        PlaceholderField(
            instrument=instrument,
            name=one.name,
            label=one.label,
            kind=one.kind,
            help=one.help,
            position=position,
        )
        for position, one in enumerate(placeholders, start=1)
    )


def _cleaned(said: dict[str, Any]) -> dict[str, Any]:
    return {
        name: " ".join(clean_text(value).split()) if isinstance(value, str) else value
        for name, value in said.items()
        if name in PLACEHOLDER_FIELDS
    }
