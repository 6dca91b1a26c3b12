"""How a session is shown to its owner: which browser, from which network, since when."""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from districts.identity_providers import identity_provider

# the first that fits; others pretend to be those below them
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    pk: int
    device: str
    provider: str  # that its owner came by, if any
    network: str
    since: datetime
    is_current: bool


def session_row(session: UserSession) -> SessionRow:
    provider = identity_provider(session.data.get("provider", ""))
    return SessionRow(
        pk=session.pk,
        device=device_words(session.user_agent),
        provider=provider.name if provider else "",
        network=re.sub(r"\.0$", ".…", session.ip),
        since=session.created_at,
        is_current=session.is_current(),
    )


def device_words(user_agent: str) -> str:
    """Return browser and system in words, as far as they are known."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Unbekannter Browser")
    system = next((f" unter {name}" for mark, name in SYSTEMS if mark in user_agent), "")
    return browser + system
