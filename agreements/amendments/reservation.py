"""What an amendment touches: two that are out for signing must not meet there. Pure."""

from collections.abc import Iterable, Iterator

from agreements.changes import (
    Change,
    ClauseInserted,
    ClauseMoved,
    ClauseNumbered,
    SectionInserted,
    SectionMoved,
    SectionRemoved,
)


def touched(changes: Iterable[Change]) -> frozenset[str]:
    """Return keys and anchors, labels that are given, „term“, „title“, „subject“, sides and codes of obligations.

    The label of a clause stands behind the key of its section: „p08 (2a)“.
    """
    return frozenset(name for change in changes for name in _names(change) if name)


def _names(change: Change) -> Iterator[str]:
    yield change.target
    match change:
        case ClauseInserted():
            yield from (change.behind or change.section, f"{change.section} {change.label}")
        case ClauseMoved():
            yield from (change.behind or change.section, f"{change.section} {change.label}", change.vacated)
        case ClauseNumbered():
            yield f"{change.section} {change.after}"
        case SectionInserted():
            yield from (change.behind, change.label)
            yield from (clause.key for clause in change.after.clauses)
        case SectionMoved():
            yield from (change.behind, change.label, change.vacated)
            yield from (key for key, _ in change.clause_labels)
        case SectionRemoved():
            yield from (clause.key for clause in change.before.clauses)
