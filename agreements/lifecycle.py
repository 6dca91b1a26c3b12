"""The life of an instrument as a table: one row for each step. Pure; it draws its own diagram.

No other file compares two statuses to decide what may follow. Who may take a step is the policy's question;
`roles` here is the row it asks.
"""

from dataclasses import dataclass

from agreements.choices import ArchiveStep, Status
from agreements.events import EventKind
from agreements.tones import Tone
from districts.roles import Role

EDITABLE = frozenset({Status.DRAFT, Status.REVIEW})
FROZEN = frozenset({Status.SIGNING, Status.SIGNED})
INITIAL = Status.DRAFT
FINAL = frozenset({Status.SIGNED, Status.WITHDRAWN})
TONES = {
    Status.DRAFT: Tone.NEUTRAL,
    Status.REVIEW: Tone.ACTIVE,
    Status.SIGNING: Tone.ATTENTION,
    Status.SIGNED: Tone.GOOD,
    Status.WITHDRAWN: Tone.STOPPED,
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted change of status. No roles means: taken by the house itself when its condition is met."""

    name: str
    sources: frozenset[Status]
    target: Status
    roles: frozenset[Role]
    label: str
    event: EventKind
    needs_reason: bool = False


COORDINATORS = frozenset({Role.COORDINATOR})

TRANSITIONS = {
    step.name: step
    for step in (
        Transition(
            "open_review",
            frozenset({Status.DRAFT}),
            Status.REVIEW,
            COORDINATORS,
            "In die Abstimmung geben",
            EventKind.REVIEW_OPENED,
        ),
        Transition(
            "back_to_draft",
            frozenset({Status.REVIEW}),
            Status.DRAFT,
            COORDINATORS,
            "Zurück in den Entwurf nehmen",
            EventKind.REVIEW_CLOSED,
        ),
        Transition(
            "freeze",
            frozenset({Status.DRAFT, Status.REVIEW}),
            Status.SIGNING,
            COORDINATORS,
            "Zur Zeichnung festschreiben",
            EventKind.FROZEN,
        ),
        Transition(
            "unfreeze",
            frozenset({Status.SIGNING}),
            Status.REVIEW,
            COORDINATORS,
            "Aus der Zeichnung zurückholen",
            EventKind.UNFROZEN,
            needs_reason=True,
        ),
        Transition(
            "conclude",
            frozenset({Status.SIGNING}),
            Status.SIGNED,
            frozenset(),
            "Abschließen",
            EventKind.CONCLUDED,
        ),
        Transition(
            "withdraw",
            frozenset({Status.DRAFT, Status.REVIEW, Status.SIGNING}),
            Status.WITHDRAWN,
            COORDINATORS,
            "Zurückziehen",
            EventKind.WITHDRAWN,
            needs_reason=True,
        ),
    )
}

# what may follow on which step of the archiving; None is before the first
ARCHIVE_FOLLOWS: dict[ArchiveStep | None, frozenset[ArchiveStep]] = {
    None: frozenset({ArchiveStep.OFFERED}),
    ArchiveStep.OFFERED: frozenset({ArchiveStep.DECLINED, ArchiveStep.HANDED_OVER}),
    ArchiveStep.DECLINED: frozenset(),
    ArchiveStep.HANDED_OVER: frozenset(),
}
ARCHIVE_ENDS = frozenset({ArchiveStep.DECLINED, ArchiveStep.HANDED_OVER})


def transitions_from(status: Status) -> tuple[Transition, ...]:
    """Return the steps that lead away from a status, in the order of the table."""
    return tuple(step for step in TRANSITIONS.values() if status in step.sources)


def diagram() -> str:
    """Return the life of an instrument as a Mermaid state diagram, as it stands in the README."""
    lines = ["stateDiagram-v2", f"    [*] --> {INITIAL.value}"]
    lines += [f"    {status.value}: {status.label}" for status in Status]
    for step in TRANSITIONS.values():
        lines += [
            f"    {source.value} --> {step.target.value}: {step.label}"
            for source in Status
            if source in step.sources
        ]
    lines += [f"    {status.value} --> [*]" for status in Status if status in FINAL]
    return "\n".join(lines)
