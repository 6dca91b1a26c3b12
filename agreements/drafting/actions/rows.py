"""Writes the rows of a draft from a Content: a model text, or a version that is restored.

Rows are found by key and updated in place, so that comments, forms and links keep pointing to them.
"""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Max

from agreements import content
from agreements.drafting.actions.obligations import (
    NewTerms,
    Particulars,
    PostTerms,
    add_terms,
    drop_particulars,
    next_position,
    save_particulars,
)
from agreements.due_rule import PeriodYear
from agreements.models import Clause, Instrument, ObligationTerms, Section
from agreements.template_rules import TemplateRules
from districts.models import Office, SocialSpace


def write_rows(
    instrument: Instrument, source: content.Content, rules: TemplateRules, *, revision: int = 1
) -> None:
    """Make text and obligations of an instrument equal to `source` (placeholders unfilled).

    Existing rows keep what the model text fixes for them; new ones take it from the rules. All get the revision.
    """
    clauses = _write_text(instrument, source, rules, revision)
    _write_obligations(instrument, source, clauses, revision)
    Clause.objects.filter(section__instrument=instrument).exclude(key__in=clauses).delete()
    instrument.sections.exclude(key__in=[section.key for section in source.sections]).delete()


def last_revision(instrument: Instrument) -> int:
    """Return the highest revision of the rows of text and obligations."""
    clauses = Clause.objects.filter(section__instrument=instrument)
    found = (
        rows.aggregate(last=Max("revision"))["last"]
        for rows in (instrument.sections, clauses, instrument.terms)
    )
    return max((revision for revision in found if revision), default=0)


def mark(
    instrument: Instrument, rules: TemplateRules, clause: Clause, deviating: Collection[str] = ()
) -> Clause:
    """Set what the rules fix for a clause; no lock if the contract deviates or its text differs."""
    text = rules.locked.get(clause.key)
    if instrument.agreement.is_model:
        clause.locked = text is not None
    else:
        clause.locked = text == clause.text and clause.key not in deviating
    clause.optional = clause.key in rules.optional
    clause.choice = rules.choices.get(clause.key, "")
    return clause


def _write_text(
    instrument: Instrument, source: content.Content, rules: TemplateRules, revision: int
) -> dict[str, Clause]:
    sections = {row.key: row for row in instrument.sections.all()}
    rows_by_key = {row.key: row for row in Clause.objects.filter(section__instrument=instrument)}
    deviating = set(instrument.deviations.values_list("clause_key", flat=True))
    new: list[Clause] = []
    clauses: dict[str, Clause] = {}
    for position, model in enumerate(source.sections, start=1):
        section = sections.get(model.key) or Section(instrument=instrument, key=model.key)
        section.position, section.kind, section.heading = position, model.kind, model.heading
        section.inset, section.revision = model.inset, revision
        section.save()
        for place, value in enumerate(model.clauses, start=1):
            row = rows_by_key.get(value.key)
            if row is None:
                row = mark(instrument, rules, Clause(key=value.key, text=value.text), deviating)
                new.append(row)
            row.section, row.position, row.text, row.revision = section, place, value.text, revision
            clauses[value.key] = row
    for key, row in rows_by_key.items():
        if key in clauses:
            row.save()
    Clause.objects.bulk_create(new)
    return clauses


def _write_obligations(
    instrument: Instrument, source: content.Content, clauses: Mapping[str, Clause], revision: int
) -> None:
    rows_by_key = {row.obligation.code: row for row in instrument.terms.select_related("obligation")}
    wanted = {value.code for value in source.obligations}
    gone = [row for code, row in rows_by_key.items() if code not in wanted]
    drop_particulars(gone)
    instrument.terms.filter(pk__in=[row.pk for row in gone]).delete()
    ObligationWriter(instrument).write_all(source.obligations, clauses, rows_by_key, revision)


class ObligationWriter:
    """Writes obligations of a Content into one instrument."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        district = instrument.agreement.district_id
        offices = Office.objects.filter(district=district) if district else ()
        self.offices = {office.short_name or office.name: office for office in offices}
        self.spaces = list(SocialSpace.objects.filter(district=district)) if district else []

    def write_all(
        self,
        obligations: Sequence[content.Obligation],
        clauses: Mapping[str, Clause],
        rows_by_key: Mapping[str, ObligationTerms],
        revision: int,
    ) -> None:
        """Write all obligations in order."""
        new: list[NewTerms] = []
        changed: dict[ObligationTerms, content.Obligation] = {}
        for position, value in enumerate(obligations, start=1):
            row, clause = rows_by_key.get(value.code), clauses.get(value.clause_key)
            if row is None:
                new.append(self._new(value, clause, revision, position))
            else:
                row.clause, row.revision, row.position = clause, revision, position
                changed[row] = value
        self._change(changed)
        add_terms(self.instrument, new)

    def write(
        self, value: content.Obligation, clause: Clause | None, row: ObligationTerms | None, revision: int
    ) -> ObligationTerms:
        """Update the row of an obligation, or append one."""
        if row is None:
            new = self._new(value, clause, revision, next_position(self.instrument))
            [row] = add_terms(self.instrument, [new])
        else:
            row.clause, row.revision = clause, revision
            self._change({row: value})
        return row

    def _new(
        self, value: content.Obligation, clause: Clause | None, revision: int, position: int
    ) -> NewTerms:
        return NewTerms(
            code=value.code,
            terms=terms_of(value),
            clause=clause,
            position=position,
            revision=revision,
            particulars=self.particulars(value),
        )

    def _change(self, changed: Mapping[ObligationTerms, content.Obligation]) -> None:
        drop_particulars(changed.keys())
        for row, obligation in changed.items():
            for name, value in terms_of(obligation).items():
                setattr(row, name, value)
            row.save()
        save_particulars({row: self.particulars(value) for row, value in changed.items()})

    def particulars(self, value: content.Obligation) -> Particulars:
        """Return the particulars of an obligation with the offices and social spaces of this district."""
        if value.ibs:
            return Particulars(
                field_of_action=value.ibs.field_of_action,
                phase=value.ibs.phase,
                social_spaces=[space for space in self.spaces if space.name in value.ibs.social_spaces],
            )
        if value.sensitivity:
            step = value.sensitivity
            return Particulars(step=step.step, subject=step.subject, target=step.target)
        return Particulars(
            posts=[
                PostTerms(
                    unit=post.unit,
                    function=post.function,
                    share=post.share,
                    sense=post.sense,
                    starts_after_months=post.starts_after_months,
                    starts_on=post.starts_on or None,
                    ends_on=post.ends_on or None,
                    needs_resolution=post.needs_resolution,
                    office=self.offices.get(post.unit),
                )
                for post in value.posts
            ]
        )


def terms_of(value: content.Obligation) -> dict[str, object]:
    """Return the terms of an obligation as fields of its row."""
    due = value.due
    return {
        "kind": value.kind,
        "owed_by": value.owed_by,
        "owed_by_sides": list(value.owed_by_sides or ()),
        "title": value.title,
        "quantity": value.quantity,
        "unit": value.unit,
        "sense": value.sense,
        "shape": due.shape,
        "due_on": due.due_on,
        "anchor": due.anchor or "",
        "anchor_code": due.anchor_code or "",
        "anchor_milestone": due.anchor_milestone or "",
        "offset_amount": due.distance.amount if due.distance else None,
        "offset_unit": due.distance.unit if due.distance else "",
        "offset_before": bool(due.distance and due.distance.before),
        "period_months": due.period_months,
        "year": due.year or PeriodYear.CALENDAR,
        "first_year": due.first_year or None,
        "due_month": due.due_month,
        "due_day": due.due_day,
        "trigger": due.trigger,
        "survives": due.survives is True,
        "evidence": value.evidence,
        "needs_resolution": value.needs_resolution,
    }
