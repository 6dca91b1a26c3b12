"""The obligations of a content from the rows of a draft."""

from django.db.models import Prefetch, QuerySet
from msgspec import UNSET

from agreements.amendment_choices import TermsChange
from agreements.choices import (
    Anchor,
    DueShape,
    FieldOfAction,
    ObligationKind,
    OwedBy,
    Phase,
    Sense,
    SensitivityStep,
    Side,
)
from agreements.content import IbsParticulars, Obligation, Post, SensitivityParticulars, plain_number
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear, stored_offset
from agreements.models import IbsWorkSpace, Instrument, ObligationTerms


def terms_rows(instrument: Instrument) -> QuerySet[ObligationTerms]:
    """Return the terms that a draft has, with all that `obligation_of` needs; none that an amendment ends."""
    rows = instrument.terms.exclude(change=TermsChange.ENDED)
    return rows.select_related("obligation", "clause", "ibs", "sensitivity").prefetch_related(
        "posts", Prefetch("ibs__spaces", IbsWorkSpace.objects.select_related("social_space"))
    )


def obligation_of(row: ObligationTerms) -> Obligation:
    """Return the content of a row of terms."""
    ibs = getattr(row, "ibs", None)
    sensitivity = getattr(row, "sensitivity", None)
    return Obligation(
        code=row.obligation.code,
        kind=ObligationKind(row.kind),
        owed_by=OwedBy(row.owed_by),
        owed_by_sides=tuple(map(Side, row.owed_by_sides)) or UNSET,
        source=row.source_words or UNSET,
        title=row.title,
        due=due_rule(row),
        clause_key=row.clause.key if row.clause else "",
        quantity=plain_number(row.quantity) if row.quantity is not None else None,
        unit=row.unit,
        sense=Sense(row.sense),
        evidence=row.evidence,
        needs_resolution=row.needs_resolution,
        posts=tuple(
            Post(
                unit=post.unit,
                function=post.function,
                share=plain_number(post.share),
                sense=Sense(post.sense),
                starts_after_months=post.starts_after_months,
                needs_resolution=post.needs_resolution,
                starts_on=post.starts_on or UNSET,
                ends_on=post.ends_on or UNSET,
            )
            for post in row.posts.all()
        ),
        ibs=IbsParticulars(
            field_of_action=FieldOfAction(ibs.field_of_action),
            phase=Phase(ibs.phase),
            social_spaces=tuple(space.social_space.name for space in ibs.spaces.all()),
        )
        if ibs
        else None,
        sensitivity=SensitivityParticulars(
            step=SensitivityStep(sensitivity.step), subject=sensitivity.subject, target=sensitivity.target
        )
        if sensitivity
        else None,
    )


def due_rule(row: ObligationTerms) -> DueRule:
    """Return the due rule of a row of terms."""
    return DueRule(
        shape=DueShape(row.shape),
        due_on=row.due_on,
        anchor=Anchor(row.anchor) if row.anchor else None,
        period_months=row.period_months,
        due_month=row.due_month,
        due_day=row.due_day,
        trigger=row.trigger,
        anchor_code=row.anchor_code or UNSET,
        survives=row.survives or UNSET,
        anchor_milestone=row.anchor_milestone or UNSET,
        year=UNSET if row.year == PeriodYear.CALENDAR else PeriodYear(row.year),
        first_year=row.first_year or UNSET,
        **stored_offset(DueShape(row.shape), _offset(row)),
    )


def _offset(row: ObligationTerms) -> Offset | None:
    if not row.offset_amount:
        return None
    return Offset(amount=row.offset_amount, unit=OffsetUnit(row.offset_unit), before=row.offset_before)
