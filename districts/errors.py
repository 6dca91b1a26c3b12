"""What an action answers when a rule forbids it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from districts.offboarding import Obstacle


class Refused(Exception):  # noqa: N818  an expected outcome, not a program error
    """A rule forbids it and nothing was changed; the message is a German sentence for the person."""


class StillInHand(Refused):
    """Something hangs on the person that is handed over first; `obstacles` say where."""

    def __init__(self, obstacles: "Sequence[Obstacle]") -> None:
        self.obstacles = tuple(obstacles)
        reasons = " ".join(f"{one.reason} {one.way}." for one in self.obstacles)
        super().__init__(f"{reasons} Es wurde nichts geändert.")
