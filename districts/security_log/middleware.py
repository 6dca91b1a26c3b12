"""Writes down who was refused, and what views noted."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from districts.log_context import known_person
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note, write_notes


def security_log(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware; outside of every transaction. A refusal of nobody known is left to the log of requests."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == 403 and known_person(request) is not None:
            note(request, SecurityKind.REFUSED)
        write_notes(request)
        return response

    return answer
