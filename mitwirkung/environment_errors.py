"""Errors of the environment, as one sentence that says what to do."""

import errno
import os
import socket

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}


class SetupError(Exception):
    """The environment is not set up correctly; the message is for people."""


def error_sentence(error: BaseException) -> str | None:
    """Return the message to show instead of a traceback, or None if it may be a bug."""
    if isinstance(error, SetupError | ImproperlyConfigured):
        return str(error)
    if isinstance(error, OSError) and error.errno in NOT_WRITABLE and error.filename is not None:
        return (
            f"{os.fsdecode(error.filename)} cannot be written ({error.strerror}): give this account the right "
            "to write there, free some space, or set MITWIRKUNG_VAR to another folder."
        )
    if isinstance(error, OperationalError) and not _database_answers():
        reason = " ".join(str(error).split())
        return (
            f"The database cannot be reached: {reason} - check DATABASE_URL, "
            "or unset it to use the embedded PostgreSQL."
        )
    return None


def _database_answers() -> bool:
    try:
        connection.close()
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


def bound_socket(port: str) -> socket.socket:
    """Bind a port of the loopback address at once, so that no other program can take it. Raises SetupError."""
    if not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise SetupError(f"PORT must be a number up to 65535, not {port!r}: for example PORT=8001.")
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(("127.0.0.1", int(port)))
        bound.listen()
    except OSError as error:
        bound.close()
        raise SetupError(
            f"Port {port} cannot be used ({error.strerror}): end the program that uses it, "
            "or choose another port, for example PORT=8001 make demo."
        ) from error
    return bound
