"""The plan of an edited text: for each section and its clauses, where they stand and which numbers they have. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from msgspec import UNSET

from agreements.amendments.arrangement import Part, arranged
from agreements.amendments.labels import UNKNOWN
from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section
from agreements.numbering import NUMBERINGS, Numbering

NUMBERED = {SectionKind.SECTION, SectionKind.ANNEX}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPlan:
    """`sections` in their order, and by the key of each section that holds its clauses; `vacated` has the keys of places left."""

    sections: tuple[Part, ...]
    clauses: Mapping[str, tuple[Part, ...]]
    vacated: Mapping[str, str]

    @property
    def labels(self) -> dict[str, str]:
        """The label of each part that holds, by its key."""
        parts = [*self.sections, *(part for parts in self.clauses.values() for part in parts)]
        return {part.key: part.label for part in parts if not part.gone}


def plan_of(base: Content, edited: Content) -> TextPlan:
    """Return the plan of an edited text; the labels of the base must be stored."""
    row = NUMBERINGS[base.numbering or Numbering.PARAGRAPH]
    vacated = _vacated_keys(base, edited)
    sections = arranged(
        [_section_part(section, section.label or "") for section in base.sections],
        [
            _section_part(section, row.section_label(section.kind, 1, section.heading).number)
            for section in edited.sections
        ],
        vacated,
    )
    places = {part.key: part for part in sections if not part.gone}
    old = {section.key: section for section in base.sections if not section.repealed}
    return TextPlan(
        sections=tuple(sections),
        clauses={
            section.key: tuple(_clauses(base, old.get(section.key), section, places[section.key], vacated))
            for section in edited.sections
        },
        vacated=vacated,
    )


def _section_part(section: Section, label: str) -> Part:
    series = section.kind if section.kind in NUMBERED else None
    return Part(key=section.key, label=label, series=series, gone=bool(section.repealed))


def _clauses(
    base: Content, old: Section | None, section: Section, place: Part, vacated: dict[str, str]
) -> list[Part]:
    before = _relabelled(base, old, place) if old else ()
    holding = [clause for clause in before if not clause.repealed]
    if old is None or not any(clause.label for clause in before):
        parts = _counted_anew(base, section, place, keep=len(holding) > 1)
        kept = {clause.key for clause in holding}
        order = arranged([Part(key=c.key) for c in holding], [replace(p, series=None) for p in parts], {})
        labels = {part.key: part.label for part in parts}
        return [
            replace(part, label=labels[part.key], stays=part.stays and part.key in kept) for part in order
        ]
    series = place.series or SectionKind.SECTION
    return arranged(
        [
            Part(
                key=clause.key,
                label=clause.label or "",
                series=series if clause.label else None,
                gone=bool(clause.repealed),
            )
            for clause in before
        ],
        [Part(key=clause.key, label=UNKNOWN, series=series) for clause in section.clauses],
        vacated,
    )


def _counted_anew(base: Content, section: Section, place: Part, *, keep: bool) -> list[Part]:
    """Return the clauses of a section that had no numbers; `keep`: it has several without any, and gets none."""
    row = NUMBERINGS[base.numbering or Numbering.PARAGRAPH]
    own = row.section_label(section.kind, 1, section.heading, place.label)
    lone = base.lone_clauses_numbered is not False
    labels = row.clause_labels(section.kind, own, [UNSET] * len(section.clauses), lone=lone)
    return [
        Part(key=clause.key, label="" if keep else label.number)
        for clause, label in zip(section.clauses, labels, strict=True)
    ]


def _relabelled(base: Content, old: Section, place: Part) -> tuple[Clause, ...]:
    """Return the clauses of a section as they are numbered under its label, which some carry in their own: „8a.1“."""
    return tuple(
        replace(clause, label=label_under(clause.label or "", old.label or "", place.label))
        for clause in old.clauses
    )


def label_under(label: str, before: str, after: str) -> str:
    """Return the label of a clause when that of its section changes: „7.1“ becomes „8a.1“, „(1)“ stays."""
    stem = before.rstrip(".")
    if stem and label.startswith(f"{stem}."):
        return f"{after.rstrip('.')}{label.removeprefix(stem)}"
    return label


def _vacated_keys(base: Content, edited: Content) -> dict[str, str]:
    """Return for each part a key of the place that it would leave: unused, and the same whenever it is asked."""
    taken = {
        key
        for content in (base, edited)
        for section in content.sections
        for key in (section.key, *(clause.key for clause in section.clauses))
    }
    found = {}
    for section in edited.sections:
        for key in (section.key, *(clause.key for clause in section.clauses)):
            number = 1
            while f"{key}-alt{number}" in taken:
                number += 1
            found[key] = f"{key}-alt{number}"
            taken.add(found[key])
    return found
