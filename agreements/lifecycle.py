"""The lifecycle of an instrument as a table, one row per transition. Pure.

No other module compares statuses to decide what may follow. `policy` decides who may take a transition, by `roles`.
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
    """A permitted change of status; without roles it is taken by the application when its condition is met.

    `done` tells afterwards what holds now. A `made_elsewhere` row is for instruments signed elsewhere, and only it is; one
    that is not `by_hand` is part of an action and has no button.
    """

    name: str
    sources: frozenset[Status]
    target: Status
    roles: frozenset[Role]
    label: str
    done: str
    event: EventKind
    needs_reason: bool = False
    made_elsewhere: bool = False
    by_hand: bool = True


COORDINATORS = frozenset({Role.COORDINATOR})

TRANSITIONS = {
    row.name: row
    for row in (
        Transition(
            "open_review",
            frozenset({Status.DRAFT}),
            Status.REVIEW,
            COORDINATORS,
            "In die Abstimmung geben",
            "Der Entwurf ist jetzt in der Abstimmung.",
            EventKind.REVIEW_OPENED,
        ),
        Transition(
            "back_to_draft",
            frozenset({Status.REVIEW}),
            Status.DRAFT,
            COORDINATORS,
            "Zurück in den Entwurf nehmen",
            "Der Text ist wieder ein Entwurf; der Bezirk sieht ihn nicht mehr.",
            EventKind.REVIEW_CLOSED,
        ),
        Transition(
            "freeze",
            frozenset({Status.DRAFT, Status.REVIEW}),
            Status.SIGNING,
            COORDINATORS,
            "Zur Zeichnung festschreiben",
            "Der Text liegt jetzt zur Zeichnung vor.",
            EventKind.FROZEN,
        ),
        Transition(
            "unfreeze",
            frozenset({Status.SIGNING}),
            Status.REVIEW,
            COORDINATORS,
            "Aus der Zeichnung zurückholen",
            "Der Text ist aus der Zeichnung zurückgeholt und wieder in der Abstimmung.",
            EventKind.UNFROZEN,
            needs_reason=True,
        ),
        Transition(
            "conclude",
            frozenset({Status.SIGNING}),
            Status.SIGNED,
            frozenset(),
            "Abschließen",
            "Alle haben unterzeichnet.",
            EventKind.CONCLUDED,
        ),
        Transition(
            "withdraw",
            frozenset({Status.DRAFT, Status.REVIEW, Status.SIGNING}),
            Status.WITHDRAWN,
            COORDINATORS,
            "Zurückziehen",
            "Der Vertrag ist zurückgezogen und bleibt zum Nachlesen.",
            EventKind.WITHDRAWN,
            needs_reason=True,
        ),
        Transition(
            "record",
            frozenset({Status.DRAFT}),
            Status.SIGNED,
            COORDINATORS,
            "Andernorts geschlossen: aufnehmen",
            "Der Vertrag ist aufgenommen.",
            EventKind.AGREEMENT_RECORDED,
            made_elsewhere=True,
            by_hand=False,
        ),
        Transition(
            "reopen_record",
            frozenset({Status.SIGNED}),
            Status.DRAFT,
            COORDINATORS,
            "Andernorts geschlossen: Aufnahme ändern",
            "Die Aufnahme lässt sich ändern.",
            EventKind.RECORD_REOPENED,
            needs_reason=True,
            made_elsewhere=True,
            by_hand=False,
        ),
        Transition(
            "withdraw_record",
            frozenset({Status.SIGNED}),
            Status.WITHDRAWN,
            COORDINATORS,
            "Aufnahme zurückziehen",
            "Die Aufnahme ist zurückgezogen und bleibt zum Nachlesen. Am Vertrag selbst ändert das nichts.",
            EventKind.RECORD_WITHDRAWN,
            needs_reason=True,
            made_elsewhere=True,
        ),
    )
}

# archiving steps permitted after each step; None: before the first
ARCHIVE_FOLLOWS: dict[ArchiveStep | None, frozenset[ArchiveStep]] = {
    None: frozenset({ArchiveStep.OFFERED}),
    ArchiveStep.OFFERED: frozenset({ArchiveStep.DECLINED, ArchiveStep.HANDED_OVER}),
    ArchiveStep.DECLINED: frozenset(),
    ArchiveStep.HANDED_OVER: frozenset(),
}
ARCHIVE_ENDS = frozenset({ArchiveStep.DECLINED, ArchiveStep.HANDED_OVER})


def transitions_from(status: Status, *, made_elsewhere: bool = False) -> tuple[Transition, ...]:
    """Return the transitions from a status, in the order of the table."""
    return tuple(
        row for row in TRANSITIONS.values() if status in row.sources and row.made_elsewhere == made_elsewhere
    )


def first_step(status: Status, goals: frozenset[Status]) -> Transition | None:
    """Return the first transition of the shortest way from a status to one of `goals`; None if none leads there."""
    seen = {status}
    ways = [(step, step) for step in transitions_from(status)]
    for first, last in ways:  # grows while it is read
        if last.target in goals:
            return first
        if last.target not in seen:
            seen.add(last.target)
            ways += [(first, step) for step in transitions_from(last.target)]
    return None


def way_on(status: Status, goals: frozenset[Status], roles: frozenset[Role]) -> tuple[str, Transition | None]:
    """Return in German what the status is and which step leads to `goals`, and that step if the roles may take it."""
    step, now = first_step(status, goals), f"Jetzt ist der Stand „{status.label}“."
    if step is None:
        return f"{now} Dieser Stand ist endgültig.", None
    if not step.roles:
        way = "Dorthin kommt der Vertrag von selbst, sobald alle erforderlichen Unterschriften vorliegen."
        return f"{now} {way}", None
    way = f"{now} Dorthin führt der Schritt „{step.label}“"
    if step.roles & roles:
        return f"{way}.", step
    who = " oder ".join(role.label for role in Role if role in step.roles)
    return f"{way}; das macht die Rolle {who}.", None


def diagram() -> str:
    """Return the table as a Mermaid state diagram, as shown in the README."""
    lines = ["stateDiagram-v2", f"    [*] --> {INITIAL.value}"]
    lines += [f"    {status.value}: {status.label}" for status in Status]
    lines += [
        f"    {source.value} --> {row.target.value}: {row.label}"
        for row in TRANSITIONS.values()
        for source in Status
        if source in row.sources
    ]
    lines += [f"    {status.value} --> [*]" for status in Status if status in FINAL]
    return "\n".join(lines)
