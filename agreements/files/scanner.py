"""Asks ClamAV's daemon about bytes: they go to it over its socket (INSTREAM), and it names what it found.

A client of our own: the protocol is one request and one line, and the libraries for it have not been kept for years.
"""

import socket
import struct
from contextlib import closing
from dataclasses import dataclass

from django.conf import settings

PIECE = 64 * 1024
SECONDS = 20.0  # of anybody's patience, for each answer
LONGEST_ANSWER = 4096
CLEAN = "stream: OK"
FOUND = " FOUND"


class ScannerUnreachableError(Exception):
    """The scanner is set up and does not answer, or does not say what it found."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the scanner said: which one it is, and the name of what it found; an empty name means nothing."""

    scanner: str
    found: str = ""


def is_set_up() -> bool:
    """Say whether files are checked for malware in this house."""
    return bool(settings.CLAMD)


def scan(data: bytes) -> Scanned:
    """Return what the scanner finds in bytes. Raises ScannerUnreachableError."""
    pieces = (data[start : start + PIECE] for start in range(0, len(data), PIECE))
    sent = b"".join(struct.pack(">I", len(piece)) + piece for piece in pieces)
    try:
        version = _ask(b"zVERSION\0")
        answer = _ask(b"zINSTREAM\0" + sent + struct.pack(">I", 0))
    except (OSError, ValueError) as error:
        raise ScannerUnreachableError(f"{settings.CLAMD}: {error}") from error
    if answer == CLEAN:
        return Scanned(version)
    if answer.endswith(FOUND):
        return Scanned(version, answer.removeprefix("stream: ").removesuffix(FOUND)[:200])
    raise ScannerUnreachableError(f"{settings.CLAMD}: {answer[:200]!r}")


def _ask(request: bytes) -> str:
    with closing(_connected()) as connection:
        connection.sendall(request)
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            piece = connection.recv(LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
    return answer.rstrip(b"\0").decode(errors="replace")


def _connected() -> socket.socket:
    if settings.CLAMD.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(settings.CLAMD)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = settings.CLAMD.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
