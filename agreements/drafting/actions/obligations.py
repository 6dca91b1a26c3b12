"""Actions on the structured obligations of a draft."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from agreements.choices import ObligationKind, Sense
from agreements.drafting.edit_transaction import (
    EditTransaction,
    changes,
    claim,
    clean_text,
    edit_transaction,
    values,
)
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import (
    Clause,
    IbsWork,
    IbsWorkSpace,
    Instrument,
    Obligation,
    ObligationTerms,
    PovertySensitiveWork,
    StaffRelease,
)
from districts.models import Office, SocialSpace, User

TERM_FIELDS = [
    "kind",
    "owed_by",
    "owed_by_sides",
    "title",
    "quantity",
    "unit",
    "sense",
    "shape",
    "due_on",
    "anchor",
    "anchor_code",
    "anchor_milestone",
    "offset_amount",
    "offset_unit",
    "offset_before",
    "period_months",
    "year",
    "first_year",
    "due_month",
    "due_day",
    "trigger",
    "survives",
    "evidence",
    "needs_resolution",
    "source_place",
    "source_page",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTerms:
    """A released post. `share` is in FTE, 0 < share ≤ 1."""

    unit: str
    function: str
    share: Decimal
    sense: str = Sense.AT_LEAST
    starts_after_months: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    needs_resolution: bool = False
    office: Office | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """The particulars of the three core kinds; other kinds have none."""

    posts: Sequence[PostTerms] = ()
    field_of_action: str = ""
    phase: str = ""
    social_spaces: Sequence[SocialSpace] = ()
    step: str = ""
    subject: str = ""
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerms:
    """An obligation to add; `terms` holds the TERM_FIELDS."""

    code: str
    terms: Mapping[str, Any]
    clause: Clause | None
    position: int
    revision: int = 1
    particulars: Particulars


def add_obligation(
    instrument: Instrument,
    *,
    terms: dict[str, Any],
    clause_key: str = "",
    particulars: Particulars,
    by: User,
    at: datetime,
) -> ObligationTerms:
    """Add an obligation with the next free code. `terms` holds the TERM_FIELDS. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        new = NewTerms(
            code=next_code(change.instrument),
            terms=terms,
            clause=_clause(change, clause_key),
            position=next_position(change.instrument),
            particulars=particulars,
        )
        [row] = add_terms(change.instrument, [new])
        change.record(
            EventKind.OBLIGATION_ADDED, {"code": row.obligation.code, "terms": values(row, TERM_FIELDS)}
        )
    return row


def edit_obligation(
    instrument: Instrument,
    *,
    code: str,
    terms: dict[str, Any],
    clause_key: str,
    particulars: Particulars,
    revision: int,
    by: User,
    at: datetime,
) -> ObligationTerms:
    """Change the terms of an obligation. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        row = claim(change.instrument.terms.select_related("obligation"), revision, obligation__code=code)
        before = {**values(row, TERM_FIELDS), **particulars_data(row)}
        for name, value in _clean(terms).items():
            setattr(row, name, value)
        row.clause = _clause(change, clause_key)
        row.save()
        drop_particulars([row])
        save_particulars({row: particulars})
        after = {**values(row, TERM_FIELDS), **particulars_data(row)}
        change.record(EventKind.OBLIGATION_EDITED, {"code": code, "changes": changes(before, after)})
    return row


def remove_obligation(instrument: Instrument, *, code: str, revision: int, by: User, at: datetime) -> None:
    """Remove an obligation from a draft; its terms stay in the history. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        row = claim(change.instrument.terms.select_related("obligation"), revision, obligation__code=code)
        data = {"code": code, "terms": {**values(row, TERM_FIELDS), **particulars_data(row)}}
        drop_particulars([row])
        row.delete()
        change.record(EventKind.OBLIGATION_REMOVED, data)


def add_terms(instrument: Instrument, new: Sequence[NewTerms]) -> list[ObligationTerms]:
    """Insert the rows of new obligations; must run inside a transaction that has checked the permission."""
    agreement = instrument.agreement
    Obligation.objects.bulk_create(
        [Obligation(agreement=agreement, code=said.code) for said in new], ignore_conflicts=True
    )
    known = {row.code: row for row in agreement.obligations.filter(code__in=[said.code for said in new])}
    rows = ObligationTerms.objects.bulk_create(
        ObligationTerms(
            instrument=instrument,
            obligation=known[said.code],
            clause=said.clause,
            position=said.position,
            revision=said.revision,
            **_clean(said.terms),
        )
        for said in new
    )
    save_particulars({row: said.particulars for row, said in zip(rows, new, strict=True)})
    return rows


def next_position(instrument: Instrument) -> int:
    return int(instrument.terms.aggregate(last=Max("position"))["last"] or 0) + 1


def next_code(instrument: Instrument) -> str:
    """Return the next code that was never used in the agreement."""
    used = [
        int(code[2:])
        for code in instrument.agreement.obligations.values_list("code", flat=True)
        if code[2:].isdigit()
    ]
    return f"O-{max(used, default=0) + 1:02d}"


def _clean(terms: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: terms[name] for name in TERM_FIELDS if name in terms}
    return {name: clean_text(value) if isinstance(value, str) else value for name, value in given.items()}


def _clause(change: EditTransaction, key: str) -> Clause | None:
    if not key:
        return None
    clause = Clause.objects.filter(section__instrument=change.instrument, key=key).first()
    if clause is None:
        raise ActionRefused(
            "Den gewählten Absatz gibt es nicht mehr. Wählen Sie einen anderen; Ihre Angaben stehen noch da."
        )
    return clause


def save_particulars(said: Mapping[ObligationTerms, Particulars]) -> None:
    """Insert the particulars of rows that have none yet, by kind."""
    of_kind: dict[str, list[ObligationTerms]] = defaultdict(list)
    for row in said:
        of_kind[row.kind].append(row)
    StaffRelease.objects.bulk_create(
        StaffRelease(
            terms=row,
            position=position,
            office=post.office,
            unit=clean_text(post.unit),
            function=clean_text(post.function),
            share=post.share,
            sense=post.sense,
            starts_after_months=post.starts_after_months,
            starts_on=post.starts_on,
            ends_on=post.ends_on,
            needs_resolution=post.needs_resolution,
        )
        for row in of_kind[ObligationKind.STAFF_RELEASE]
        for position, post in enumerate(said[row].posts, start=1)
    )
    works = IbsWork.objects.bulk_create(
        IbsWork(terms=row, field_of_action=said[row].field_of_action, phase=said[row].phase)
        for row in of_kind[ObligationKind.IBS_WORK]
    )
    IbsWorkSpace.objects.bulk_create(
        IbsWorkSpace(work=work, social_space=space)
        for work in works
        for space in said[work.terms].social_spaces
    )
    PovertySensitiveWork.objects.bulk_create(
        PovertySensitiveWork(
            terms=row, step=said[row].step, subject=clean_text(said[row].subject), target=said[row].target
        )
        for row in of_kind[ObligationKind.POVERTY_SENSITIVE]
    )


def drop_particulars(rows: Collection[ObligationTerms]) -> None:
    """Delete the particulars of rows of any kind."""
    for noun in (StaffRelease, IbsWork, PovertySensitiveWork):
        noun.objects.filter(terms__in=rows).delete()


def particulars_data(row: ObligationTerms) -> dict[str, Any]:
    fields = ["unit", "function", "share", "sense", "starts_after_months", "starts_on", "ends_on"]
    fields += ["needs_resolution"]
    ibs = IbsWork.objects.filter(terms=row).first()
    sensitivity = PovertySensitiveWork.objects.filter(terms=row).first()
    return {
        "clause": row.clause.key if row.clause else "",
        "posts": [{**values(post, fields), "share": str(post.share)} for post in row.posts.all()],
        "ibs": [str(ibs), *(str(space) for space in ibs.spaces.select_related("social_space"))]
        if ibs
        else [],
        "sensitivity": f"{sensitivity}, {sensitivity.target}" if sensitivity else "",
    }
