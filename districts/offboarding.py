"""Checks before an account is disabled; packages above register theirs here, the admin runs them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # checks are registered before the models are loaded
    from districts.models import User

CHECKS: list[Callable[["User"], str]] = []


def offboarding_obstacles(person: "User") -> str:
    """Return in German why an account must not be disabled yet, or an empty string."""
    return " ".join(filter(None, (check(person) for check in CHECKS)))
