"""What log lines of a background job say of it."""

from contextvars import ContextVar

JOB: ContextVar[int | None] = ContextVar("JOB", default=None)  # its number in the queue
