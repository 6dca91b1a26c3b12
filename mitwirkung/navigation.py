"""The main menu: which ways lead on from every page, for this reader."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from agreements.access import current_user
from agreements.drafting.comments.thread_lists import pending_counts
from agreements.models import Instrument
from districts import policy
from districts.roles import DISTRICT_ROLES, Role

OVERSEEING = frozenset({Role.COORDINATOR, Role.OBSERVER})  # whose work begins with all districts


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One way of the main menu; `current` is the value of aria-current, or empty."""

    label: str
    url: str
    current: str = ""


def _entry(label: str, url: str, path: str) -> MenuEntry:
    return MenuEntry(label, url, current="page" if path == url else "true" if path.startswith(url) else "")


def entries(request: HttpRequest) -> list[MenuEntry]:
    """Return the main menu for the reader of this request; nothing for somebody who is not signed in."""
    if not request.user.is_authenticated:
        return []
    standing = policy.role_scope(request.user)
    obligations = "Unsere Pflichten" if standing.all_roles & DISTRICT_ROLES else "Pflichten"
    ways = [("Was steht an", "whats_due")] if standing.all_roles & DISTRICT_ROLES else []
    if standing.city & OVERSEEING:
        ways.append(("Überblick", "overview"))
    ways += [("Verträge", "agreement_list"), ("Bezirke", "district_list"), (obligations, "obligation_list")]
    ways.append(("Freistellung", "release_list"))
    if Role.COORDINATOR in standing.city:
        ways.append(("Mitzeichnungen", "clearance_list"))
    if standing.city & {Role.COORDINATOR, Role.ADMIN}:
        ways.append(("Mustertexte", "template_list"))
    if Role.ADMIN in standing.city:
        ways.append(("Verwaltung", "admin:index"))
    menu = [_entry(label, reverse(name), request.path) for label, name in ways]
    if any(entry.current for entry in menu):
        return menu
    home = _home(request)
    return [replace(entry, current="true") if entry.url == home else entry for entry in menu]


def _home(request: HttpRequest) -> str:
    """Return the list that what this page is about belongs to; empty for a page about nothing in particular."""
    about = getattr(request, "about", None)
    agreement = about.agreement if isinstance(about, Instrument) else about
    if agreement is None:
        return ""
    return reverse("template_list" if agreement.is_model else "agreement_list")


def roles(request: HttpRequest) -> list[str]:
    """Return the German names of the reader's roles, each once, in the order of the table of roles."""
    held = policy.role_scope(request.user).all_roles
    return [role.label for role in Role if role in held]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: asked only where a template draws the menu, so that parts of a page cost nothing."""
    return {
        "navigation": SimpleLazyObject(lambda: entries(request)),
        "reader_roles": SimpleLazyObject(lambda: roles(request)),
        "pending_comments": SimpleLazyObject(lambda: pending_counts(current_user(request))),
    }
