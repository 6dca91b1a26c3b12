"""Colours and shapes of tones; the shape is for readers who do not see colours."""

from dataclasses import dataclass

from agreements.tones import Tone


@dataclass(frozen=True, slots=True)
class Look:
    """`shape` is a symbol of static/icons.svg, `tone` a class of mitwirkung.css."""

    tone: str
    shape: str


LOOKS = {
    Tone.NEUTRAL: Look("neutral", "ring"),
    Tone.ACTIVE: Look("info", "half"),
    Tone.ATTENTION: Look("attention", "diamond"),
    Tone.GOOD: Look("good", "disc-check"),
    Tone.BAD: Look("bad", "triangle"),
    Tone.STOPPED: Look("neutral", "disc-cross"),
    Tone.OVER: Look("neutral", "disc-bar"),
}


def badge_look(tone: str) -> Look:
    """Return the look of a tone or its value. Raises ValueError for any other value."""
    return LOOKS[Tone(tone)]
