"""Log lines that name nobody: no token of a link or calendar, no code, no e-mail address, no query string.

Readers of logs must not be able to sign, nor to see who asked for what. In production every line is one JSON object.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from districts.log_context import JOB, REQUEST, known_person

# what is replaced, and by what
SECRETS = (
    (re.compile(r"(/(?:zeichnen|kalender|pruefen)/)[\w-]+"), r"\1…"),
    (re.compile(r"(/(?:abbestellen|einladung|passwort/neu)/)[^\s/?\"']+"), r"\1…"),
    (re.compile(r"(?<=[\w/])\?[^\s\"'?]*=[^\s\"']*"), "?…"),
    # no mailbox has a longer name (RFC 5321), and without an end a long path would take seconds
    (re.compile(r"[^\s@<>\"'(),:;=]{1,64}@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"(\bip=)[0-9a-fA-F.:]+"), r"\1…"),  # gunicorn, of a request that it cannot read
    (re.compile(r"(DETAIL:).*"), r"\1 …"),  # PostgreSQL quotes the row that it refuses
)


def redacted(text: str) -> str:
    """Return the text of a log line without what must not be read there."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


class TextLines(logging.Formatter):
    """The message and, of an error, where it happened."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message and what is known of request, job and error."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_about_request(REQUEST.get()),
            "status": getattr(record, "status_code", None),
            "ms": getattr(record, "milliseconds", None),
            "job": JOB.get() or getattr(record, "job_id", None),
            "error": self.formatException(record.exc_info) if record.exc_info else None,
        }
        return json.dumps(
            {
                name: redacted(value) if isinstance(value, str) else value
                for name, value in line.items()
                if value is not None
            },
            ensure_ascii=False,
        )


def _about_request(request: HttpRequest | None) -> dict[str, Any]:
    if request is None:
        return {}
    return {
        "request": getattr(request, "id", None),
        "user": known_person(request),
        "method": request.method,
        "path": request.path,
    }
