"""Keeps the tokens of links out of our logs: who reads a log must not be able to sign."""

import logging
import re

TOKEN = re.compile(r"(/zeichnen/)[\w-]+")


class NoTokens(logging.Filter):
    """Writes „…“ in the place of a token, in the message and in what is put into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, and let it pass."""
        record.msg = TOKEN.sub(r"\1…", record.msg) if isinstance(record.msg, str) else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(
                TOKEN.sub(r"\1…", part) if isinstance(part, str) else part for part in record.args
            )
        return True
