"""View models of the references of a draft."""

from dataclasses import dataclass

from agreements.content import Content
from agreements.models import Clause, Instrument
from agreements.references.links import broken_references, find_loose_references
from agreements.references.targets import targets_of
from agreements.texts.assembly import raw_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRow:
    """A reference: where it stands, what it says, and what it names; `clause` is the key of its Absatz, if it has one."""

    place: str
    words: str
    clause: str
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencesView:
    """The references of a draft that are no links; `fixed` ones are right today and cannot follow."""

    broken: tuple[ReferenceRow, ...]
    astray: tuple[ReferenceRow, ...]
    plain: tuple[ReferenceRow, ...]
    fixed: tuple[ReferenceRow, ...]

    @property
    def is_clean(self) -> bool:
        return not (self.broken or self.astray or self.plain or self.fixed)


def references_view(instrument: Instrument) -> ReferencesView:
    """Return the references of a draft in a fixed number of queries."""
    content = raw_copy(instrument)
    locked: set[str] = set()
    if not instrument.agreement.is_model:
        rows = Clause.objects.filter(section__instrument=instrument, locked=True)
        locked = set(rows.values_list("key", flat=True))
    headings = _headings(content)
    rows_ = [
        ReferenceRow(place=one.place, words=one.words, clause=one.clause, target=headings.get(one.key, ""))
        for one in find_loose_references(content)
    ]
    return ReferencesView(
        broken=tuple(
            ReferenceRow(place=place, words=words, clause=clause)
            for clause, place, words in broken_references(content)
        ),
        astray=tuple(row for row in rows_ if not row.target),
        plain=tuple(row for row in rows_ if row.target and row.clause and row.clause not in locked),
        fixed=tuple(row for row in rows_ if row.target and (not row.clause or row.clause in locked)),
    )


def _headings(content: Content) -> dict[str, str]:
    """Return what each place is called, with the heading of its §: „§ 6 Absatz 2, Freistellung“."""
    headings = {section.key: section.heading for section in content.sections}
    return {
        key: f"{target.said['']}, {headings[target.section]}" for key, target in targets_of(content).items()
    }
