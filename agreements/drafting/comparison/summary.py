"""The numbers of differences in one German sentence. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.drafting.comparison.result import AnyRow, ClauseDiff, Comparison, SectionDiff

NOTHING = "Keine Unterschiede"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCount:
    """Numbers of changed, moved, added and removed parts of one kind."""

    singular: str
    plural: str
    changed: int = 0
    moved: int = 0
    added: int = 0
    removed: int = 0

    @property
    def words(self) -> str:
        """Return German text like „3 Absätze geändert, 1 verschoben“, empty without differences."""
        numbers = (
            (self.changed, "geändert"),
            (self.moved, "verschoben"),
            (self.added, "neu"),
            (self.removed, "entfallen"),
        )
        parts = [(number, word) for number, word in numbers if number]
        if not parts:
            return ""
        number, word = parts[0]
        first = f"{number} {self.singular if number == 1 else self.plural} {word}"
        return ", ".join([first, *(f"{number} {word}" for number, word in parts[1:])])


def counts(comparison: Comparison) -> tuple[ChangeCount, ...]:
    """Return the numbers for each kind of part, in the order of the page."""
    sections = tuple(comparison.sections)
    return (
        ChangeCount(singular="Angabe im Kopf", plural="Angaben im Kopf", changed=len(comparison.head)),
        ChangeCount(
            singular="Angabe zur Laufzeit", plural="Angaben zur Laufzeit", changed=len(comparison.term)
        ),
        _count("Vertragspartei", "Vertragsparteien", comparison.parties),
        _count("Abschnitt", "Abschnitte", sections),
        _count("Absatz", "Absätze", tuple(comparison.clauses)),
        _count("Pflicht", "Pflichten", comparison.obligations),
        _count("unterzeichnende Person", "unterzeichnende Personen", comparison.signatories),
    )


def summary(comparison: Comparison) -> str:
    return ", ".join(filter(None, (count.words for count in counts(comparison)))) or NOTHING


def _count(singular: str, plural: str, parts: Sequence[AnyRow | ClauseDiff | SectionDiff]) -> ChangeCount:
    return ChangeCount(
        singular=singular,
        plural=plural,
        changed=sum(part.changed for part in parts),
        moved=sum(part.moved for part in parts),
        added=sum(part.before is None for part in parts),
        removed=sum(part.after is None for part in parts),
    )
