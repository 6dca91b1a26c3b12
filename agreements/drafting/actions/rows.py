"""Writes the rows of a draft from a content: from the model text, or from a version that is restored."""

from collections.abc import Mapping, Sequence

from agreements import content
from agreements.drafting.actions.obligations import Particulars, PostTerms, new_terms
from agreements.models import (
    Clause,
    IbsWork,
    IbsWorkSpace,
    Instrument,
    ObligationTerms,
    PovertySensitiveWork,
    Section,
    StaffRelease,
)
from districts.models import Office, SocialSpace


def write_rows(instrument: Instrument, source: content.Content, *, revision: int = 1) -> None:
    """Write text and obligations of a source (placeholders unfilled) into an instrument that has none yet."""
    clauses = _write_text(instrument, source.sections, revision)
    _write_obligations(instrument, source.obligations, clauses)
    instrument.terms.update(revision=revision)


def clear_rows(instrument: Instrument) -> int:
    """Remove text and obligations of a draft and return the highest revision among them."""
    revisions = [
        *instrument.sections.values_list("revision", flat=True),
        *Clause.objects.filter(section__instrument=instrument).values_list("revision", flat=True),
        *instrument.terms.values_list("revision", flat=True),
    ]
    for rows in (
        IbsWorkSpace.objects.filter(work__terms__instrument=instrument),
        IbsWork.objects.filter(terms__instrument=instrument),
        PovertySensitiveWork.objects.filter(terms__instrument=instrument),
        StaffRelease.objects.filter(terms__instrument=instrument),
        ObligationTerms.objects.filter(instrument=instrument),
        Clause.objects.filter(section__instrument=instrument),
        Section.objects.filter(instrument=instrument),
    ):
        rows.delete()
    return max(revisions, default=0)


def _write_text(
    instrument: Instrument, sections: Sequence[content.Section], revision: int
) -> dict[str, Clause]:
    clauses: dict[str, Clause] = {}
    for position, model in enumerate(sections, start=1):
        section = Section.objects.create(
            instrument=instrument,
            key=model.key,
            position=position,
            kind=model.kind,
            heading=model.heading,
            inset=model.inset,
            revision=revision,
        )
        rows = Clause.objects.bulk_create(
            Clause(section=section, key=clause.key, position=place, text=clause.text, revision=revision)
            for place, clause in enumerate(model.clauses, start=1)
        )
        clauses |= {row.key: row for row in rows}
    return clauses


def _write_obligations(
    instrument: Instrument, obligations: Sequence[content.Obligation], clauses: Mapping[str, Clause]
) -> None:
    offices = {
        office.short_name or office.name: office
        for office in Office.objects.filter(district=instrument.agreement.district_id)
    }
    spaces = list(SocialSpace.objects.filter(district=instrument.agreement.district_id))
    for model in obligations:
        due = model.due
        terms = {
            "kind": model.kind,
            "owed_by": model.owed_by,
            "title": model.title,
            "quantity": model.quantity,
            "unit": model.unit,
            "sense": model.sense,
            "shape": due.shape,
            "due_on": due.due_on,
            "anchor": due.anchor or "",
            "offset_months": due.offset_months,
            "period_months": due.period_months,
            "due_month": due.due_month,
            "due_day": due.due_day,
            "trigger": due.trigger,
            "reaction_amount": due.reaction_amount,
            "reaction_unit": due.reaction_unit or "",
            "evidence": model.evidence,
            "needs_resolution": model.needs_resolution,
        }
        posts = [
            PostTerms(
                unit=post.unit,
                function=post.function,
                share=post.share,
                sense=post.sense,
                starts_after_months=post.starts_after_months,
                needs_resolution=post.needs_resolution,
                office=offices.get(post.unit),
            )
            for post in model.posts
        ]
        said = Particulars(posts=posts)
        if model.ibs:
            said = Particulars(
                field_of_action=model.ibs.field_of_action,
                phase=model.ibs.phase,
                social_spaces=[space for space in spaces if space.name in model.ibs.social_spaces],
            )
        if model.sensitivity:
            step = model.sensitivity
            said = Particulars(step=step.step, subject=step.subject, target=step.target)
        new_terms(instrument, model.code, terms, clauses.get(model.clause_key), said)
