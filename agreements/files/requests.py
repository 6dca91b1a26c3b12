"""How much a request may carry."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings

AnyView = TypeVar("AnyView", bound=Callable[..., Any])


def takes_files(most: int = 1) -> Callable[[AnyView], AnyView]:
    """Let a view receive files; `most` at once."""

    def decorate(view: AnyView) -> AnyView:
        view.most_files = most  # type: ignore[attr-defined]  # read by `body_limit`
        return view

    return decorate


def body_limit(view: Callable[..., Any]) -> int:
    """Return the most bytes that a view reads: its form, and its files up to the upload limit."""
    form: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    files: int = getattr(view, "most_files", 0) * settings.UPLOAD_MAX_BYTES
    return form + files
