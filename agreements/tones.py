"""What a status means to the reader. Pure: presenters set a tone, `mitwirkung.status_badges` says how it looks."""

from enum import StrEnum


class Tone(StrEnum):
    """How a status is to be taken."""

    NEUTRAL = "neutral"
    ACTIVE = "active"
    ATTENTION = "attention"
    GOOD = "good"
    BAD = "bad"
    STOPPED = "stopped"
    OVER = "over"
