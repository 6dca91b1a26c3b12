"""The main menu for the current user."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from agreements.access import current_user
from agreements.drafting.comments.thread_lists import pending_counts
from agreements.models import Instrument
from agreements.policy import verdict
from agreements.worklist.presenters import ALL_DISTRICTS
from districts import policy
from districts.roles import DISTRICT_ROLES, Role

OVERSEEING = frozenset({Role.COORDINATOR, Role.OBSERVER})  # whose work begins with all districts


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """`current` is the value of aria-current, or empty."""

    label: str
    url: str
    current: str = ""


def _entry(label: str, url: str, path: str) -> MenuEntry:
    return MenuEntry(label, url, current="page" if path == url else "true" if path.startswith(url) else "")


def entries(request: HttpRequest) -> list[MenuEntry]:
    """Return the main menu; empty for anonymous users, and for requests refused before anybody was recognised."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return []
    scope = policy.role_scope(request.user)
    obligations = "Unsere Pflichten" if scope.all_roles & DISTRICT_ROLES else "Pflichten"
    ways = [("Was steht an", "whats_due")] if scope.all_roles & DISTRICT_ROLES else []
    if scope.city & OVERSEEING:
        ways.append(("Meine Arbeit" if Role.COORDINATOR in scope.city else ALL_DISTRICTS, "work"))
    ways += [("Verträge", "agreement_list"), ("Bezirke", "district_list"), (obligations, "obligation_list")]
    ways.append(("Freistellung", "release_list"))
    if Role.COORDINATOR in scope.city:
        ways.append(("Mitzeichnungen", "clearance_list"))
    if scope.city & {Role.COORDINATOR, Role.ADMIN}:
        ways.append(("Mustertexte", "template_list"))
    if Role.ADMIN in scope.city:
        ways.append(("Verwaltung", "admin:index"))
    menu = [_entry(label, reverse(name), request.path) for label, name in ways]
    if any(entry.current for entry in menu):
        return menu
    home = _home(request)
    return [replace(entry, current="true") if entry.url == home else entry for entry in menu]


def _home(request: HttpRequest) -> str:
    """Return the URL of the list that the page's object belongs to; empty without an object."""
    about = getattr(request, "about", None)
    agreement = about.agreement if isinstance(about, Instrument) else about
    if agreement is None:
        return ""
    return reverse("template_list" if agreement.is_model else "agreement_list")


def roles(request: HttpRequest) -> list[str]:
    """Return the German names of the user's roles; none before anybody was recognised."""
    if not hasattr(request, "user"):
        return []
    held = policy.role_scope(request.user).all_roles
    return [role.label for role in Role if role in held]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor; lazy, so that fragments without menu cost nothing."""
    return {
        "navigation": SimpleLazyObject(lambda: entries(request)),
        "reader_roles": SimpleLazyObject(lambda: roles(request)),
        "see_people": SimpleLazyObject(lambda: verdict(request.user, "people.view")),
        "read_ledger": SimpleLazyObject(lambda: verdict(request.user, "reminder.view")),
        "pending_comments": SimpleLazyObject(lambda: pending_counts(current_user(request))),
    }
