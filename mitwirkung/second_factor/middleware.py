"""Leads to the second factor whoever must have one, and asks again before what cannot be taken back."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from districts.models import User
from districts.roles import Role
from mitwirkung.second_factor.requirement import (
    has_confirmed_lately,
    has_shown_second_factor,
    must_have_second_factor,
)

AGAIN = "Bitte bestätigen Sie zuerst, dass Sie es sind. Es wurde noch nichts geändert."
# what must be open to whoever still has to set one up; the addresses of sign-in are so by their names
OPEN = frozenset({"imprint", "privacy", "accessibility", "alive", "ready", "favicon", "metrics"})
# what changes factors; the pages that ask for one are open, and so are the recovery codes that are shown once
CHANGES_FACTORS = frozenset(
    {
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_generate_recovery_codes",
    }
)
# freezing, signatures, of which the last concludes, handing over, what two people do together, sessions, and everything about
# accounts and roles
CRITICAL = frozenset(
    {
        "signature_new",
        "signed_file_new",
        "signed_file_assign",
        "signature_correct",
        "hand_over",
        "four_eyes_ask",
        "four_eyes_detail",
        "session_list",
        "session_end",
        "people_new",
        "people_edit",
        "people_access",
        "people_leave",
        "departure_withdraw",
        "role_new",
        "role_end",
        "address_confirm",
    }
)
CRITICAL_STEPS = frozenset({"freeze"})
CRITICAL_ADMIN = ("districts_user_", "districts_membership_")
READING = ("_changelist", "_history", "_autocomplete")
FORM_SECONDS = 30 * 60  # for a form that was opened in time and takes a while


class SecondFactorMiddleware:
    """Stands before whatever runs a view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        unknown = set(settings.SECOND_FACTOR_ROLES) - set(Role.values)
        if unknown:
            raise ImproperlyConfigured(f"MITWIRKUNG_MFA_ROLES names no role: {', '.join(sorted(unknown))}.")
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        person, match = request.user, request.resolver_match
        if not isinstance(person, User) or match is None:
            return None
        name = match.url_name or ""
        if (
            name in CHANGES_FACTORS
            and is_mfa_enabled(person)
            and not has_shown_second_factor(request, person)
        ):
            return _to_second_factor(request, person)
        if name in OPEN or name.startswith(("account_", "mfa_", "sign_on_", "invitation")):
            return None
        if must_have_second_factor(person) and not has_shown_second_factor(request, person):
            return _to_second_factor(request, person)
        seconds = FORM_SECONDS if request.method == "POST" else settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if (
            settings.CONFIRM_AGAIN
            and _is_critical(name, kwargs)
            and not has_confirmed_lately(request, person, seconds=seconds)
        ):
            return _to_confirmation(request, person)
        return None


def _is_critical(name: str, kwargs: dict[str, Any]) -> bool:
    if name == "take_step":
        return kwargs.get("name") in CRITICAL_STEPS
    return name in CRITICAL or (name.startswith(CRITICAL_ADMIN) and not name.endswith(READING))


def _to_second_factor(request: HttpRequest, person: User) -> HttpResponse:
    if not is_mfa_enabled(person):
        return _to(request, reverse("mfa_index"))
    ways = [way["url"] for way in get_adapter().get_reauthentication_methods(person)]
    return _to(request, f"{ways[-1]}?{urlencode({'next': _back(request)})}")


def _to_confirmation(request: HttpRequest, person: User) -> HttpResponse | None:
    ways = get_adapter().get_reauthentication_methods(person)
    if not ways:  # signed in elsewhere, and without a second factor: there is nothing to ask for
        return None
    messages.info(request, AGAIN)
    return _to(request, f"{ways[0]['url']}?{urlencode({'next': _back(request)})}")


def _back(request: HttpRequest) -> str:
    """Return the page to go on from: for what only takes a form or draws a part of a page, the one on which it was pressed."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    pressed_on = urlsplit(request.headers.get("Referer", ""))
    return pressed_on.path if pressed_on.path and pressed_on.netloc == request.get_host() else "/"


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
