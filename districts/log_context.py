"""What is being worked on: log lines and the security log say it of each entry."""

from contextvars import ContextVar

from django.http import HttpRequest

REQUEST: ContextVar[HttpRequest | None] = ContextVar("REQUEST", default=None)
JOB: ContextVar[int | None] = ContextVar("JOB", default=None)  # the background job's number in the queue


def known_person(request: HttpRequest | None) -> int | None:
    """Return the number of the request's user if she has been looked up already; asks the database nothing."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)
