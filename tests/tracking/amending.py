"""Signed amendments for tests, frozen and signed by the real actions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from agreements.choices import DateSource
from agreements.models import Instrument, ObligationTerms
from agreements.signing.actions import InkSignature, record_ink_signature
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import working_copy
from districts.models import User

COPIED = (
    *("obligation", "kind", "owed_by", "owed_by_sides", "title", "quantity", "unit", "sense", "evidence"),
    *(
        "shape",
        "due_on",
        "anchor",
        "anchor_code",
        "anchor_milestone",
        "period_months",
        "due_month",
        "due_day",
    ),
    *("offset_amount", "offset_unit", "offset_before", "year", "first_year", "trigger"),
)


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
    """Return a signed amendment with changed terms by code; `names` replaces signatories."""
    number = contract.agreement.instruments.count()
    draft = Instrument.objects.create(
        agreement=contract.agreement,
        number=number,
        template=contract.template,
        title=f"{number}. Nachtrag",
        subject=contract.subject,
        file_reference=contract.file_reference,
        begins_on=begins_on,
        **term,
    )
    section = draft.sections.create(kind="section", heading="Änderungen", position=1)
    for place, (code, changed) in enumerate(changes.items(), start=1):
        clause = section.clauses.create(text=f"Zu {code} gilt Neues.", position=place)
        old = contract.terms.get(obligation__code=code)
        said = {name: getattr(old, name) for name in COPIED} | dict(changed)
        ObligationTerms.objects.create(instrument=draft, clause=clause, position=place, **said)
    if not changes:
        section.clauses.create(text="Die Laufzeit ändert sich.", position=1)
    for person in contract.signatories.all():
        name = (names or {}).get(person.name, person.name)
        draft.signatories.create(side=person.side, name=name, function=person.function)
    freeze(draft, fingerprint=working_copy(draft).fingerprint, by=by, at=at)
    made = Instrument.objects.select_related("agreement__district", "frozen_version").get(pk=draft.pk)
    assert made.frozen_version
    for person in made.signatories.all():
        record_ink_signature(
            made,
            signatory_key=person.key,
            fingerprint=made.frozen_version.fingerprint,
            signed=InkSignature(signed_on=at.date(), date_source=DateSource.DOCUMENT, place="Berlin"),
            by=by,
            at=at,
        )
    made.refresh_from_db()
    return made
