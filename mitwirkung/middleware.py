"""What happens to every request: it has a number and a line in the log; too large a body is refused unread; a script that
sends a form learns where to go next.
"""

import logging
import re
import uuid
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from agreements.files.requests import body_limit
from districts.log_context import REQUEST

Next = Callable[[HttpRequest], HttpResponseBase]
REQUESTS = logging.getLogger("mitwirkung.requests")
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def numbered_requests(get_response: Next) -> Next:
    """Give the request the number that the proxy has given it, or one of its own, and log how it was answered."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        request.id = number  # type: ignore[attr-defined]  # for the log
        began, token = monotonic(), REQUEST.set(request)
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = number
            facts = {
                "status_code": response.status_code,
                "milliseconds": round((monotonic() - began) * 1000),
            }
            REQUESTS.info("%s %s %s", request.method, request.path, response.status_code, extra=facts)
        finally:
            REQUEST.reset(token)
        return response

    return answer


class BodyLimit:
    """Refuse a body above the limit of its view before Django reads it, which would put it into the temporary folder."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        sent = request.META.get("CONTENT_LENGTH") or "0"
        if sent.isdecimal() and int(sent) <= body_limit(view):
            return None
        context = {"megabytes": settings.UPLOAD_MAX_BYTES // 1024**2}
        return render(request, "413.html", context, status=413)


def redirects_for_scripts(get_response: Next) -> Next:
    """Name the address of a redirect to static/js/files.js, which could not see it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if "X-Keep-Files" in request.headers and "Location" in response.headers:
            response.status_code = 204
            response.headers["X-Location"] = response.headers["Location"]
            del response.headers["Location"]
        return response

    return answer
