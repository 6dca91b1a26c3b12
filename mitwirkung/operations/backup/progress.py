"""How far a command is: on a terminal in one line, otherwise at every tenth part."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.management.base import OutputWrapper


@dataclass
class ProgressLine:
    """Says how many of `total` are done."""

    stream: OutputWrapper
    words: str
    total: int
    done: int = 0

    def advance(self) -> None:
        """Count one on."""
        self.done += 1
        line = f"{self.words}: {self.done} von {self.total}"
        if self.stream.isatty():
            self.stream.write(f"\r{line}", style_func=str, ending="\n" if self.done == self.total else "")
            self.stream.flush()
        elif self.done == self.total or self.done % max(self.total // 10, 1) == 0:
            self.stream.write(line, style_func=str)


Follow = Callable[[str, int], ProgressLine]  # begins to follow so many of something
