"""How a tone looks: a colour, and a shape that says the same to whoever sees no colours."""

from dataclasses import dataclass

from agreements.tones import Tone


@dataclass(frozen=True, slots=True)
class Look:
    """One look; `shape` is a sign of static/icons.svg, `tone` a class of mitwirkung.css."""

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
    """Return the look of a tone or of its word in a template. Raises ValueError for any other word."""
    return LOOKS[Tone(tone)]
