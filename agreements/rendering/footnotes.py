"""Footnotes in typed text, `[^words]`: numbered through an instrument in order of appearance, listed behind their §."""

import re
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

# brackets inside are balanced, such as those of [PLATZHALTER], or escaped; a footnote inside of a footnote is none
FOOTNOTE = re.compile(r"\[\^(?=\s*[^\s\]])(?P<words>(?:\\[^\n]|[^\[\]\n\\]|\[(?!\^)[^\[\]\n]*\])+)\]")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote with its number."""

    number: int
    html: SafeString

    @property
    def anchor(self) -> str:
        """The id of its words."""
        return f"fussnote-{self.number}"

    @property
    def call_anchor(self) -> str:
        """The id of its number in the text."""
        return f"{self.anchor}-stelle"


@dataclass(slots=True)
class Footnotes:
    """Counts the footnotes of an instrument and holds those that are not listed yet."""

    count: int = 0
    waiting: list[Footnote] = field(default_factory=list)

    def add(self, html: SafeString) -> Footnote:
        self.count += 1
        self.waiting.append(Footnote(self.count, html))
        return self.waiting[-1]

    def take(self) -> tuple[Footnote, ...]:
        """Return those that are not listed yet, once."""
        taken, self.waiting = tuple(self.waiting), []
        return taken
