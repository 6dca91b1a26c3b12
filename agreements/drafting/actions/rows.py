"""Writes the rows of a draft from a content: from the model text, or from a version that is restored.

Rows are found by their keys and changed in place, so that comments, forms and links go on pointing to them.
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
from agreements.models import Clause, Instrument, ObligationTerms, Section
from agreements.template_rules import TemplateRules
from districts.models import Office, SocialSpace


def write_rows(
    instrument: Instrument, source: content.Content, rules: TemplateRules, *, revision: int = 1
) -> None:
    """Make text and obligations of an instrument say what a source says (placeholders unfilled).

    Rows that exist keep what the model text fixes for them; new ones take it from the rules. All get the revision.
    """
    clauses = _write_text(instrument, source, rules, revision)
    _write_obligations(instrument, source, clauses, revision)
    Clause.objects.filter(section__instrument=instrument).exclude(key__in=clauses).delete()
    instrument.sections.exclude(key__in=[section.key for section in source.sections]).delete()


def last_revision(instrument: Instrument) -> int:
    """Return the highest revision among the rows of text and obligations."""
    clauses = Clause.objects.filter(section__instrument=instrument)
    found = (
        rows.aggregate(last=Max("revision"))["last"]
        for rows in (instrument.sections, clauses, instrument.terms)
    )
    return max((revision for revision in found if revision), default=0)


def mark(
    instrument: Instrument, rules: TemplateRules, clause: Clause, deviating: Collection[str] = ()
) -> Clause:
    """Give a clause what the rules fix for it; where a contract deviates, or says something else, no lock."""
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
    known = {row.key: row for row in Clause.objects.filter(section__instrument=instrument)}
    deviating = set(instrument.deviations.values_list("clause_key", flat=True))
    new: list[Clause] = []
    clauses: dict[str, Clause] = {}
    for position, model in enumerate(source.sections, start=1):
        section = sections.get(model.key) or Section(instrument=instrument, key=model.key)
        section.position, section.kind, section.heading = position, model.kind, model.heading
        section.inset, section.revision = model.inset, revision
        section.save()
        for place, said in enumerate(model.clauses, start=1):
            row = known.get(said.key)
            if row is None:
                row = mark(instrument, rules, Clause(key=said.key, text=said.text), deviating)
                new.append(row)
            row.section, row.position, row.text, row.revision = section, place, said.text, revision
            clauses[said.key] = row
    for key, row in known.items():
        if key in clauses:
            row.save()
    Clause.objects.bulk_create(new)
    return clauses


def _write_obligations(
    instrument: Instrument, source: content.Content, clauses: Mapping[str, Clause], revision: int
) -> None:
    known = {row.obligation.code: row for row in instrument.terms.select_related("obligation")}
    wanted = {said.code for said in source.obligations}
    gone = [row for code, row in known.items() if code not in wanted]
    drop_particulars(gone)
    instrument.terms.filter(pk__in=[row.pk for row in gone]).delete()
    ObligationWriter(instrument).write_all(source.obligations, clauses, known, revision)


class ObligationWriter:
    """Writes obligations of a content into one instrument; offices and social spaces are those of its district."""

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
        known: Mapping[str, ObligationTerms],
        revision: int,
    ) -> None:
        """Write all obligations in their order, each into its row if there is one."""
        new: list[NewTerms] = []
        changed: dict[ObligationTerms, content.Obligation] = {}
        for position, said in enumerate(obligations, start=1):
            row, clause = known.get(said.code), clauses.get(said.clause_key)
            if row is None:
                new.append(self._new(said, clause, revision, position))
            else:
                row.clause, row.revision, row.position = clause, revision, position
                changed[row] = said
        self._change(changed)
        add_terms(self.instrument, new)

    def write(
        self, said: content.Obligation, clause: Clause | None, row: ObligationTerms | None, revision: int
    ) -> ObligationTerms:
        """Write one obligation, into its row if there is one, otherwise behind the others."""
        if row is None:
            new = self._new(said, clause, revision, next_position(self.instrument))
            [row] = add_terms(self.instrument, [new])
        else:
            row.clause, row.revision = clause, revision
            self._change({row: said})
        return row

    def _new(self, said: content.Obligation, clause: Clause | None, revision: int, position: int) -> NewTerms:
        return NewTerms(
            code=said.code,
            terms=terms_of(said),
            clause=clause,
            position=position,
            revision=revision,
            particulars=self._particulars(said),
        )

    def _change(self, changed: Mapping[ObligationTerms, content.Obligation]) -> None:
        drop_particulars(changed.keys())
        for row, said in changed.items():
            for name, value in terms_of(said).items():
                setattr(row, name, value)
            row.save()
        save_particulars({row: self._particulars(said) for row, said in changed.items()})

    def _particulars(self, said: content.Obligation) -> Particulars:
        if said.ibs:
            return Particulars(
                field_of_action=said.ibs.field_of_action,
                phase=said.ibs.phase,
                social_spaces=[space for space in self.spaces if space.name in said.ibs.social_spaces],
            )
        if said.sensitivity:
            step = said.sensitivity
            return Particulars(step=step.step, subject=step.subject, target=step.target)
        return Particulars(
            posts=[
                PostTerms(
                    unit=post.unit,
                    function=post.function,
                    share=post.share,
                    sense=post.sense,
                    starts_after_months=post.starts_after_months,
                    needs_resolution=post.needs_resolution,
                    office=self.offices.get(post.unit),
                )
                for post in said.posts
            ]
        )


def terms_of(said: content.Obligation) -> dict[str, object]:
    """Return the terms of an obligation as its row keeps them."""
    due = said.due
    return {
        "kind": said.kind,
        "owed_by": said.owed_by,
        "title": said.title,
        "quantity": said.quantity,
        "unit": said.unit,
        "sense": said.sense,
        "shape": due.shape,
        "due_on": due.due_on,
        "anchor": due.anchor or "",
        "anchor_code": due.anchor_code or "",
        "offset_months": due.offset_months,
        "period_months": due.period_months,
        "due_month": due.due_month,
        "due_day": due.due_day,
        "trigger": due.trigger,
        "reaction_amount": due.reaction_amount,
        "reaction_unit": due.reaction_unit or "",
        "evidence": said.evidence,
        "needs_resolution": said.needs_resolution,
    }
