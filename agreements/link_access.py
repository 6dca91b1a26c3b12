"""View decorators for signatories without an account: a token finds a link, an entered code opens a visit.

A visit is an entry in the session that belongs to one link and expires. The state of the link is checked on every
request, so whatever ends the link ends the visit too.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache

from agreements.link_state import LinkState, link_state
from agreements.link_tokens import matches_hash, token_hash
from agreements.models import SigningLink
from districts.access import View
from districts.session_keys import renew_session_key

VISIT = timedelta(minutes=45)
VISITS = "signing_visits"
NO_VISIT = (
    "Diese Seite öffnet sich nur über den Link in Ihrer E-Mail und den Code dazu. Ihr Besuch endet von selbst nach "
    "45 Minuten. Es ist nichts verloren: Öffnen Sie den Link in der E-Mail bitte noch einmal."
)


def link_page(view: View) -> View:
    """Serve the page without sign-in, uncached, unindexed, and without its path in the Referer."""

    @login_not_required
    @never_cache
    @wraps(view)
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        # „no-referrer“ would make browsers send „Origin: null“, which CSRF protection refuses
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return private


def link_by_token(view: Callable[..., HttpResponseBase]) -> View:
    """Pass the link with the token of the URL, in whatever state; None if there is none."""

    @link_page
    @wraps(view)
    def with_link(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        found = _links().filter(token_sha256=token_hash(token)).first()
        link = found if found is not None and matches_hash(token, found.token_sha256) else None
        return view(request, link, token=token, **kwargs)

    return with_link


def visited_link(view: Callable[..., HttpResponseBase]) -> View:
    """Pass the visited link in whatever state; 403 without a visit, whether the link exists or not."""

    @link_page
    @wraps(view)
    def with_link(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        until = parse_datetime(_visits(request).get(str(pk), ""))
        link = _links().filter(pk=pk).first() if until is not None and timezone.now() < until else None
        if link is None:
            raise PermissionDenied(NO_VISIT)
        return view(request, link, **kwargs)

    return with_link


def visited_live_link(view: Callable[..., HttpResponseBase]) -> View:
    """Pass the visited link while it is live; else redirect to the page that explains its state."""

    @visited_link
    @wraps(view)
    def with_live_link(request: HttpRequest, link: SigningLink, **kwargs: Any) -> HttpResponseBase:
        if link_state(link, timezone.now()) != LinkState.LIVE:
            return redirect("link_closed", link.pk)
        return view(request, link, **kwargs)

    return with_live_link


def begin_visit(request: HttpRequest, link: SigningLink, at: datetime) -> None:
    """Begin a visit under a new session key; other visits of the same browser continue."""
    renew_session_key(request)
    request.session[VISITS] = {**_visits(request), str(link.pk): (at + VISIT).isoformat()}


def end_visit(request: HttpRequest, link: SigningLink) -> None:
    """Remove the visit from the session."""
    request.session[VISITS] = {pk: until for pk, until in _visits(request).items() if pk != str(link.pk)}


def _visits(request: HttpRequest) -> dict[str, str]:
    """Return the end of each visit, in ISO format, by the key of its link."""
    visits: dict[str, str] = request.session.get(VISITS, {})
    return visits


def _links() -> QuerySet[SigningLink]:
    return SigningLink.objects.select_related(
        "signatory", "version__instrument__agreement__district", "version__instrument__agreement__coordinator"
    )
