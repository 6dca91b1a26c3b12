"""Signs of life on standard error; standard output belongs to the table."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

SIGN_SECONDS = 2


class Progress:
    """Shows what is going on, with a dot for every two seconds that it takes."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Speak, or keep quiet in tests."""
        self.quiet = quiet
        self.shown = 0.0

    def say(self, text: str) -> None:
        """Show words at once."""
        self.shown = time.perf_counter()
        if not self.quiet:
            print(text, end="", file=sys.stderr, flush=True)

    @contextmanager
    def step(self, label: str) -> Iterator[None]:
        """Show a step and how long it took."""
        begin = time.perf_counter()
        self.say(f"{label} ")
        try:
            yield
        except BaseException:
            self.say("\n")
            raise
        self.say(f" {time.perf_counter() - begin:.1f} s\n")

    def tick(self) -> None:
        """Say that the step is still going on, if nothing was said for two seconds."""
        if time.perf_counter() - self.shown > SIGN_SECONDS:
            self.say(".")
