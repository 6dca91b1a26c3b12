"""Actions that begin an amendment and say when it takes effect."""

from datetime import date, datetime

import msgspec
from django.db.models import Max
from django.utils import timezone

from agreements import history
from agreements.amendment_choices import EffectKind
from agreements.amendments.application import without_repealed
from agreements.changes import Effect
from agreements.content import Content
from agreements.drafting.actions.parties import write_parties
from agreements.drafting.actions.rows import write_rows
from agreements.drafting.amending.permissions import may_begin
from agreements.drafting.edit_transaction import (
    atomic_action,
    changes,
    claim,
    clean_text,
    edit_transaction,
    values,
)
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Agreement, Amendment, Clause, Instrument, Signatory
from agreements.numbering import Numbering
from agreements.texts.amended_text import require_possible_effect
from agreements.texts.in_force import SignedTexts, contract_facts, signed_texts
from districts.models import User

PERSON = ["side", "order", "name", "function", "department", "authority", "authority_on", "required"]
PERSON += ["authority_document_id", "office_begins_on", "office_ends_on"]
EFFECT_FIELDS = ["effect", "effect_on", "reason", "transition"]
UNSIGNED = "Einen Nachtrag kann es erst geben, wenn der Vertrag unterzeichnet ist. Es wurde nichts angelegt."


@atomic_action()
def begin_amendment(agreement: Agreement, *, by: User, at: datetime) -> Instrument:
    """Create the draft of the next amendment: the text of the contract with all signed amendments. Raises ActionRefused."""
    locked = Agreement.objects.select_for_update(no_key=True, of=("self",)).get(pk=agreement.pk)
    texts = signed_texts(locked)
    if texts is None:
        raise ActionRefused(UNSIGNED)
    may_begin(by, texts.contract, contract_facts(texts.contract), timezone.localdate(at)).require()
    base = texts.composed(date.max).content
    last = locked.instruments.aggregate(number=Max("number"))["number"]
    instrument = Instrument.objects.create(
        agreement=locked,
        number=last + 1,
        title=base.title,
        subject=base.subject,
        note=base.note,
        file_reference=base.file_reference,
        begins_on=base.term.begins_on,
        begins_with_signing=base.term.begins_with_signing is True,
        ends_on=base.term.ends_on,
        extension_months=base.term.extension_months,
        notice_months=base.term.notice_months,
        numbering=base.numbering or Numbering.PARAGRAPH,
        lone_clauses_numbered=base.lone_clauses_numbered is not False,
    )
    Amendment.objects.create(
        instrument=instrument,
        base=base.canonical().decode(),
        base_texts=msgspec.to_builtins(texts.base),
        locked=locked_keys(texts, base),
    )
    write_parties(instrument, base.parties)
    write_rows(instrument, without_repealed(base), instrument.rules)
    _copy_signatories(texts.newest, instrument, timezone.localdate(at))
    data = {"instrument": instrument.number, "name": instrument.name, "base": msgspec.to_builtins(texts.base)}
    history.record(locked, EventKind.AMENDMENT_BEGUN, by=by, at=at, data=data)
    return instrument


def set_effect(
    instrument: Instrument,
    *,
    effect: EffectKind,
    effect_on: date | None,
    reason: str,
    transition: str,
    revision: int,
    by: User,
    at: datetime,
) -> Amendment:
    """Say when an amendment takes effect, why it is made and what holds for the time between. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        require_possible_effect(change.instrument, Effect(effect, effect_on), timezone.localdate(at))
        row = claim(Amendment.objects.all(), revision, instrument=change.instrument)
        before = values(row, EFFECT_FIELDS)
        row.effect, row.effect_on = effect, None if effect == EffectKind.WITH_SIGNING else effect_on
        row.reason, row.transition = clean_text(reason), clean_text(transition)
        row.save(update_fields=[*EFFECT_FIELDS, "revision"])
        told = changes(before, values(row, EFFECT_FIELDS))
        change.record(EventKind.AMENDMENT_EDITED, {"changes": told})
    return row


def locked_keys(texts: SignedTexts, base: Content) -> list[str]:
    """Return the clauses of the base that the model text locks and from which no signed text deviates."""
    standing = {clause.key for section in base.sections for clause in section.clauses if not clause.repealed}
    rows = Clause.objects.filter(section__instrument__in=[row.pk for row in texts.instruments.values()])
    fixed = set(rows.filter(locked=True).values_list("key", flat=True))
    return sorted(standing & fixed - set(rows.filter(locked=False).values_list("key", flat=True)))


def _copy_signatories(source: Instrument, instrument: Instrument, as_of: date) -> None:
    """Let those sign who signed last, unless their office has ended."""
    for person in source.signatories.all():
        if person.office_ends_on is None or person.office_ends_on >= as_of:
            Signatory.objects.create(
                instrument=instrument, **{name: getattr(person, name) for name in PERSON}
            )
