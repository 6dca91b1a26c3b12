"""Amendments for tests, begun, frozen and signed by the real actions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from agreements.amendment_choices import EffectKind
from agreements.choices import DateSource
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.amending.actions import begin_amendment, set_effect
from agreements.models import Clause, Instrument
from agreements.signing.actions import InkSignature, record_ink_signature
from agreements.signing.freezing.actions import freeze
from agreements.signing.freezing.confirmations import confirm_discrepancies
from agreements.texts.assembly import working_copy
from agreements.texts.discrepancy_facts import discrepancy_facts
from districts.models import User


def begin(
    contract: Instrument, *, by: User, at: datetime, not_before: date | None = None, as_of: date | None = None
) -> Instrument:
    """Return the draft of an amendment that takes effect with its signing, not before a day, or as of a day."""
    draft = begin_amendment(contract.agreement, by=by, at=at)
    if day := not_before or as_of:
        set_effect(
            draft,
            effect=EffectKind.AS_OF if as_of else EffectKind.NOT_BEFORE,
            effect_on=day,
            reason="",
            transition="",
            revision=draft.amendment.revision,
            by=by,
            at=at,
        )
    return Instrument.objects.select_related("agreement__district").get(pk=draft.pk)


def reword(draft: Instrument, old: str, new: str, *, by: User, at: datetime) -> Clause:
    """Replace words in the only clause of a draft that has them."""
    clause = Clause.objects.get(section__instrument=draft, text__contains=old)
    text = clause.text.replace(old, new)
    return edit_clause(draft, key=clause.key, text=text, revision=clause.revision, by=by, at=at)


def set_terms(draft: Instrument, code: str, **terms: Any) -> None:
    """Give an obligation of a draft other terms."""
    draft.terms.filter(obligation__code=code).update(**terms)


def freeze_amendment(draft: Instrument, *, by: User, at: datetime) -> Instrument:
    """Freeze a draft; what text and obligations do not say alike is confirmed."""
    draft = Instrument.objects.select_related("agreement__district", "frozen_version").get(pk=draft.pk)
    if found := [one.identity for one in discrepancy_facts(draft).open]:
        confirm_discrepancies(draft, identities=found, reason="So vereinbart.", by=by, at=at)
    freeze(draft, fingerprint=working_copy(draft).fingerprint, by=by, at=at)
    return Instrument.objects.select_related("agreement__district", "frozen_version").get(pk=draft.pk)


def sign_amendment(
    frozen: Instrument, *, by: User, at: datetime, signed_on: date | None = None
) -> Instrument:
    """Record the signatures of everybody, by default on the day of `at`."""
    assert frozen.frozen_version is not None
    for person in frozen.signatories.all():
        record_ink_signature(
            frozen,
            signatory_key=person.key,
            fingerprint=frozen.frozen_version.fingerprint,
            signed=InkSignature(
                signed_on=signed_on or timezone.localdate(at), date_source=DateSource.DOCUMENT, place="Berlin"
            ),
            by=by,
            at=at,
        )
    frozen.refresh_from_db()
    return frozen


def amend(
    contract: Instrument,
    changes: Mapping[str, Mapping[str, Any]],
    *,
    begins_on: date,
    by: User,
    at: datetime,
    names: Mapping[str, str] | None = None,
    **term: Any,
) -> Instrument:
    """Return a signed amendment with changed terms by code; `names` replaces signatories, `term` the end."""
    draft = begin(contract, by=by, at=at, not_before=begins_on)
    for code, terms in changes.items():
        set_terms(draft, code, **terms)
    if term:
        Instrument.objects.filter(pk=draft.pk).update(**term)
    for old, new in (names or {}).items():
        draft.signatories.filter(name=old).update(name=new)
    return sign_amendment(freeze_amendment(draft, by=by, at=at), by=by, at=at)
