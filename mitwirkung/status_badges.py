"""How a status looks: a tone, and a shape that says the same to whoever sees no colours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """One look; `shape` is a sign of static/icons.svg, `tone` a class of mitwirkung.css."""

    tone: str
    shape: str


OPEN = Look("neutral", "ring")
UNDER_WAY = Look("info", "half")
WAITING = Look("attention", "diamond")
GOOD = Look("good", "disc-check")
BAD = Look("bad", "triangle")
STOPPED = Look("neutral", "disc-cross")
OVER = Look("neutral", "disc-bar")

LOOKS = {
    # what somebody decided about an instrument
    "draft": OPEN,
    "review": UNDER_WAY,
    "signing": WAITING,
    "signed": GOOD,
    "withdrawn": STOPPED,
    # what follows for an agreement
    "none": OPEN,
    "preparing": UNDER_WAY,
    "in_force": GOOD,
    "expiring": WAITING,
    "terminated": STOPPED,
    "ended": OVER,
    "superseded": OVER,
    # what a report says about an obligation
    "in_progress": UNDER_WAY,
    "fulfilled": GOOD,
    "partly": WAITING,
    "not_fulfilled": BAD,
    "impossible": STOPPED,
    # how an office answered when it was asked for its Mitzeichnung, and where a round stands
    "unchanged": GOOD,
    "remarks": WAITING,
    "refused": BAD,
    "missing": OPEN,
    "current": GOOD,
    "older": WAITING,
    "resting": OVER,
    "closed": OVER,
    # whether an obligation binds others than those who sign
    "outside": WAITING,
    "unknown": OPEN,
    # what became of a suggestion
    "open": UNDER_WAY,
    "accepted": GOOD,
    "declined": STOPPED,
    # when an obligation is due
    "overdue": BAD,
    "due": WAITING,
    "upcoming": OPEN,
    "done": GOOD,
    "waiting": UNDER_WAY,
    "asked_back": WAITING,
    "lapsed": OVER,
    "confirmed": GOOD,
}


def badge_look(value: str) -> Look:
    """Return the look of a status; a word without one gets the plain ring."""
    return LOOKS.get(str(value), OPEN)
