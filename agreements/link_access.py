"""The door for signatories without an account: a token finds a link, an entered code opens its pages for a while.

A visit belongs to one link, and so to one person and one instrument. It stands in the session, ends by the clock, and is
judged anew at every step: whatever kills the link ends the visit too.
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
from agreements.link_tokens import is_token, token_hash
from agreements.models import SigningLink
from districts.access import View

VISIT = timedelta(minutes=45)
VISITS = "signing_visits"
NO_VISIT = (
    "Diese Seite öffnet sich nur über den Link in Ihrer E-Mail und den Code dazu. Ihr Besuch endet von selbst nach "
    "45 Minuten. Es ist nichts verloren: Öffnen Sie den Link in der E-Mail bitte noch einmal."
)


def visitors_only(view: View) -> View:
    """Open a page to people without an account; no cache keeps it, and its address is told to no other page."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        response = view(request, *args, **parts)
        # „no-referrer“ would make browsers send „Origin: null“, and forms be refused; this tells no path either
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def link_of_token(view: Callable[..., HttpResponseBase]) -> View:
    """Give the view the link whose token stands in the address, whatever became of it; None if there is none."""

    @visitors_only
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **parts: Any) -> HttpResponseBase:
        found = _links().filter(token_sha256=token_hash(token)).first()
        link = found if found is not None and is_token(token, found.token_sha256) else None
        return view(request, link, token=token, **parts)

    return guarded


def link_visited(view: Callable[..., HttpResponseBase]) -> View:
    """Give the view the link that is being visited, while it lives; what became of a dead one is told on a page of its own."""

    @link_known
    @wraps(view)
    def guarded(request: HttpRequest, link: SigningLink, **parts: Any) -> HttpResponseBase:
        if link_state(link, timezone.now()) != LinkState.LIVE:
            return redirect("link_closed", link.pk)
        return view(request, link, **parts)

    return guarded


def link_known(view: Callable[..., HttpResponseBase]) -> View:
    """Give the view the link that is being visited, dead or alive; 403 without a visit, whether there is a link or not."""

    @visitors_only
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **parts: Any) -> HttpResponseBase:
        link = _links().filter(pk=pk).first() if visits(request, pk, timezone.now()) else None
        if link is None:
            raise PermissionDenied(NO_VISIT)
        return view(request, link, **parts)

    return guarded


def begin_visit(request: HttpRequest, link: SigningLink, at: datetime) -> None:
    """Let the holder of the code in, under a new session key; other visits of the same browser go on."""
    request.session.cycle_key()
    known: dict[str, str] = request.session.get(VISITS, {})
    request.session[VISITS] = {**known, str(link.pk): (at + VISIT).isoformat()}


def end_visit(request: HttpRequest, link: SigningLink) -> None:
    """Forget a visit."""
    known: dict[str, str] = request.session.get(VISITS, {})
    request.session[VISITS] = {pk: until for pk, until in known.items() if pk != str(link.pk)}


def visits(request: HttpRequest, pk: int, at: datetime) -> bool:
    """Say whether the code of a link was entered in this browser a short while ago."""
    known: dict[str, str] = request.session.get(VISITS, {})
    until = parse_datetime(known.get(str(pk), ""))
    return until is not None and at < until


def _links() -> QuerySet[SigningLink]:
    return SigningLink.objects.select_related(
        "signatory", "version__instrument__agreement__district", "version__instrument__agreement__coordinator"
    )
