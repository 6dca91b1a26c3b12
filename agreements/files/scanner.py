"""A client for ClamAV's daemon (INSTREAM).

Our own, since the protocol is one request and one line, and the libraries for it have been unmaintained for years.
"""

import socket
import struct
from contextlib import closing
from dataclasses import dataclass

from django.conf import settings

CHUNK = 64 * 1024
TIMEOUT = 20.0  # seconds per answer
LONGEST_ANSWER = 4096
CLEAN = "stream: OK"
FOUND = " FOUND"


class ScannerUnreachableError(Exception):
    """The scanner is configured, but does not give a usable answer."""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """The scanner's version, and the name of the malware found, empty if clean."""

    scanner: str
    found: str = ""


def is_set_up() -> bool:
    """Return whether a scanner is configured."""
    return bool(settings.CLAMD)


def version() -> str:
    """Return what the scanner says of itself and its signatures; raises ScannerUnreachableError."""
    try:
        answer = _ask(b"zVERSION\0")
    except (OSError, ValueError) as error:
        raise ScannerUnreachableError(f"{settings.CLAMD}: {error}") from error
    if not answer:
        raise ScannerUnreachableError(f"{settings.CLAMD}: no answer")
    return answer


def scan(data: bytes) -> ScanResult:
    """Scan bytes; raises ScannerUnreachableError."""
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    stream = b"".join(struct.pack(">I", len(chunk)) + chunk for chunk in chunks)
    try:
        scanned_by = _ask(b"zVERSION\0")
        answer = _ask(b"zINSTREAM\0" + stream + struct.pack(">I", 0))
    except (OSError, ValueError) as error:
        raise ScannerUnreachableError(f"{settings.CLAMD}: {error}") from error
    if answer == CLEAN:
        return ScanResult(scanned_by)
    if answer.endswith(FOUND):
        return ScanResult(scanned_by, answer.removeprefix("stream: ").removesuffix(FOUND)[:200])
    raise ScannerUnreachableError(f"{settings.CLAMD}: {answer[:200]!r}")


def _ask(request: bytes) -> str:
    with closing(_connect()) as connection:
        connection.sendall(request)
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            chunk = connection.recv(LONGEST_ANSWER)
            if not chunk:
                break
            answer += chunk
    return answer.rstrip(b"\0").decode(errors="replace")


def _connect() -> socket.socket:
    if settings.CLAMD.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(settings.CLAMD)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = settings.CLAMD.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)
