"""Reads where in a draft a pasted text goes."""

from django.db.models import Q

from agreements.choices import SectionKind
from agreements.drafting.importing.counting import Counting
from agreements.models import Instrument, Section
from agreements.numbering import Numbering
from agreements.texts.assembly import raw_copy


def counting_behind(instrument: Instrument, place: Section | None) -> Counting:
    """Return how a draft counts what is inserted behind a section, and new annexes behind the last one."""
    before = instrument.sections.filter(
        Q(kind=SectionKind.ANNEX) | Q(position__lte=place.position if place else 0)
    )
    kinds = list(before.values_list("kind", flat=True))
    return Counting(
        numbering=Numbering(instrument.numbering),
        lone_clauses_numbered=instrument.lone_clauses_numbered,
        keeps_marks=False,
        before={kind: kinds.count(kind) for kind in SectionKind},
        clauses=place.clauses.count() if place and place.kind == SectionKind.SECTION else 0,
    )


def places_to_insert(instrument: Instrument) -> list[tuple[Section, str]]:
    """Return the sections that a text can be put behind; annexes follow the last one by themselves."""
    labels = {section.key: own.number for own, section, _ in raw_copy(instrument).labelled_sections()}
    rows = instrument.sections.exclude(kind=SectionKind.ANNEX)
    return [(row, f"{labels.get(row.key, '')} {row.heading}".strip()) for row in rows]
