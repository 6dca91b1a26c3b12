"""Rendering on request: one at a time for each person and one in line, so that nobody keeps every worker busy."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string

IN_LINE = 2  # one is rendered, one waits
LOCKS = 0x4D570000  # the first of our two-part advisory locks; the second part is the person
BUSY = "Ihre letzten Dokumente werden noch gesetzt. Warten Sie einen Augenblick und versuchen Sie es dann noch einmal."
SECONDS = 5

View = Callable[..., HttpResponseBase]


def in_turn(view: View) -> View:
    """Render for a person after her last document; answer 429 if one waits already."""

    @wraps(view)
    def turn(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():  # the locks end with it
            if not any(_lock("pg_try_advisory_xact_lock", place, request) for place in range(1, IN_LINE + 1)):
                return _busy(request)
            _lock("pg_advisory_xact_lock", 0, request)
            return view(request, *args, **kwargs)

    return turn


def _lock(function: str, place: int, request: HttpRequest) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [LOCKS + place, request.user.pk or 0])
        return bool(cursor.fetchone()[0])


def _busy(request: HttpRequest) -> HttpResponseBase:
    headers = {"Retry-After": str(SECONDS)}
    if not request.accepts("text/html"):
        return JsonResponse({"reason": BUSY}, status=429, headers=headers)
    page = render_to_string("429.html", {"reason": BUSY}, request)
    return HttpResponse(page, status=429, headers=headers)
