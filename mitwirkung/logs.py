"""Removes the tokens of links and calendars from logs: readers of logs must not be able to sign."""

import logging
import re

TOKEN = re.compile(r"(/(?:zeichnen|kalender)/)[\w-]+")


class NoTokens(logging.Filter):
    """Replaces tokens by „…“ in messages and arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = TOKEN.sub(r"\1…", record.msg) if isinstance(record.msg, str) else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(
                TOKEN.sub(r"\1…", part) if isinstance(part, str) else part for part in record.args
            )
        return True
