"""What keeps an account from being disabled: the rooms above ask their question here, the admin gets the answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # rooms register before the models are loaded
    from districts.models import User

QUESTIONS: list[Callable[["User"], str]] = []


def offboarding_obstacles(person: "User") -> str:
    """Return in German why an account must not be disabled yet; nothing if it may be."""
    return " ".join(filter(None, (question(person) for question in QUESTIONS)))
