"""Reads settings from environment variables, and secrets also from files and from systemd's credentials."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def items(name: str, default: str = "") -> list[str]:
    """Return what a variable lists between commas."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def secret(name: str, default: str = "") -> str:
    """Return a secret: the variable, else the content of the file that `NAME_FILE` names, else the credential `NAME`.

    An empty one counts as not set. Raises ImproperlyConfigured for a file that cannot be read.
    """
    if value := os.environ.get(name):
        return value
    named = os.environ.get(f"{name}_FILE")
    if named:
        return _content(Path(named), f"{name}_FILE") or default
    credential = credential_file(name)
    return (_content(credential, f"The credential {name}") if credential else "") or default


def credential_file(name: str) -> Path | None:
    """Return the file of a credential of systemd (`LoadCredential=`), None if it is missing or empty."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder) / name if folder else None
    return path if path and path.is_file() and path.stat().st_size else None


def _content(path: Path, what: str) -> str:
    try:
        return path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ImproperlyConfigured(f"{what} ({path}) cannot be read: {reason}.") from error
