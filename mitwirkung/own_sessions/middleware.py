"""Ends a session in which nobody did anything for a while, and every session some hours after its sign-in.

What was typed is kept by the pages, in the browser.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase

from districts.session_keys import renew_session_key

SEEN, SINCE, ENDED = "seen", "since", "ended_idle"
MINUTE = 60  # no more than one write each
# what pages ask by themselves is no sign of anybody there
BY_ITSELF = frozenset({"presence_report", "presence_leave"})


class IdleTimeout:
    """Stands before the sign-in that views require."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
            return
        now = int(time.time())
        seen, since = request.session.get(SEEN), request.session.get(SINCE, now)
        is_idle = seen is not None and now - seen > settings.IDLE_SECONDS
        # each write lets the cookie's time begin anew
        if is_idle or now - since > settings.SESSION_COOKIE_AGE:
            logout(request)
            request.user = AnonymousUser()
            if is_idle:
                request.session[ENDED] = True
            return
        match = request.resolver_match
        by_itself = match is not None and match.url_name in BY_ITSELF
        # after a clock was set back, what seems to lie ahead counts from now
        if seen is None or now < seen or (now - seen >= MINUTE and not by_itself):
            request.session[SEEN], request.session[SINCE] = now, min(since, now)


def note_seen(request: HttpRequest | None, **kwargs: Any) -> None:
    """Begin to count with the sign-in."""
    if request is not None:
        request.session[SEEN] = request.session[SINCE] = int(time.time())


def renew_key(request: HttpRequest, reauthenticated: bool = False, **kwargs: Any) -> None:
    """Renew the key of who has shown again that it is she, as at the sign-in."""
    if reauthenticated:
        renew_session_key(request)
