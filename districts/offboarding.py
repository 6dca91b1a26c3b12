"""What still hangs on an account; packages above register their checks here, the admin asks them.

Asked before an account is disabled and before a role is taken away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # checks are registered before the models are loaded
    from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why an account or its role must stay for now, in German, and the page on which that is put right."""

    reason: str
    way: str
    url: str


CHECKS: list[Callable[["User"], Obstacle | None]] = []


def offboarding_obstacles(person: "User") -> list[Obstacle]:
    return [obstacle for check in CHECKS if (obstacle := check(person))]
