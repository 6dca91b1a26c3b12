"""Current locations of threads in the text of an instrument."""

from collections.abc import Collection
from dataclasses import dataclass, field

from agreements.models import Instrument, ObligationTerms, Section, Thread
from agreements.texts.assembly import text_of

CLAUSE_GONE = "Absatz entfernt"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentLocation:
    """A clause or an obligation of the draft; `text` is empty if it has been removed."""

    label: str
    text: str = ""
    revision: int = 0
    anchor: str = ""
    locked: bool = False

    @property
    def gone(self) -> bool:
        """Whether the clause or obligation has been removed."""
        return not self.text


@dataclass(frozen=True, slots=True)
class CommentLocations:
    """The locations of one instrument, by clause key and by obligation code."""

    clauses: dict[str, CommentLocation] = field(default_factory=dict)
    duties: dict[str, CommentLocation] = field(default_factory=dict)

    def of(self, thread: Thread) -> CommentLocation:
        """Return the location of a thread whose obligation has been selected with it."""
        if thread.obligation is None:
            return self.clauses.get(thread.clause_key, CommentLocation(label=CLAUSE_GONE))
        code = thread.obligation.code
        return self.duties.get(code, CommentLocation(label=f"Pflicht {code} (entfernt)"))


def locations_in(instrument: Instrument) -> CommentLocations:
    """Return the locations of one instrument, in a fixed number of queries."""
    return locations_of([instrument.pk])[instrument.pk]


def locations_of(instrument_ids: Collection[int]) -> dict[int, CommentLocations]:
    """Return the locations of each instrument by its primary key, in a fixed number of queries."""
    locations = {pk: CommentLocations() for pk in instrument_ids}
    sections: dict[int, list[Section]] = {pk: [] for pk in locations}
    rows = Section.objects.filter(instrument__in=locations).order_by("instrument", "position")
    for section in rows.select_related("instrument__amendment").prefetch_related("clauses"):
        sections[section.instrument_id].append(section)
    for pk, of_instrument in sections.items():
        locations[pk].clauses.update(_clauses(of_instrument))
    terms = ObligationTerms.objects.filter(instrument__in=locations).select_related("obligation")
    for row in terms:
        code = row.obligation.code
        locations[row.instrument_id].duties[code] = CommentLocation(
            label=f"Pflicht {code}", text=row.title, revision=row.revision, anchor="pflichten"
        )
    return locations


def _clauses(sections: list[Section]) -> dict[str, CommentLocation]:
    if not sections:
        return {}
    labels = text_of(sections[0].instrument, sections).clause_labels()
    return {
        clause.key: CommentLocation(
            label=labels[clause.key],
            text=clause.text,
            revision=clause.revision,
            anchor=f"absatz-{clause.key}",
            locked=clause.locked,
        )
        for section in sections
        for clause in section.clauses.all()
    }
