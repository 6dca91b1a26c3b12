"""Draws a page of an uploaded file in a subprocess with resource limits."""

import logging
import subprocess
import sys
from pathlib import Path

from agreements.tracking.evidence.preview.limits import LOCKED, UNREADABLE

ROOT = Path(__file__).resolve().parents[4]
COMMAND = (sys.executable, "-m", "agreements.tracking.evidence.preview")
TIMEOUT = 20  # seconds
logger = logging.getLogger(__name__)


class UnreadableError(Exception):
    """The file cannot be opened; the message says why, in German."""


class DrawingFailedError(Exception):
    """The subprocess failed; this says nothing about the file."""


WHY = {
    LOCKED: "Die Datei ist mit einem Passwort geschützt; so kann sie niemand prüfen. Speichern Sie sie ohne Passwort.",
    UNREADABLE: "Die Datei lässt sich nicht öffnen; vielleicht ist sie unvollständig. Bitte prüfen Sie, ob sie sich bei "
    "Ihnen öffnen lässt.",
}
TOO_MUCH = "Die Datei lässt sich nicht öffnen: Sie braucht zu viel Zeit oder Speicher."


def count_pages(data: bytes, media_type: str) -> int:
    """Return the number of pages of a file; a picture has one. Raises UnreadableError, DrawingFailedError."""
    return int(_run(data, media_type, 0))


def draw_page(data: bytes, media_type: str, number: int) -> bytes:
    """Return a page, counted from 1, as JPEG without metadata. Raises UnreadableError, DrawingFailedError."""
    return _run(data, media_type, number)


def _run(data: bytes, media_type: str, number: int) -> bytes:
    try:
        run = subprocess.run(  # noqa: S603  our own module; the file is never executed
            (*COMMAND, media_type, str(number)),
            input=data,
            capture_output=True,
            timeout=TIMEOUT,
            cwd=ROOT,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(TOO_MUCH) from error
    if run.returncode in WHY:
        raise UnreadableError(WHY[run.returncode])
    if run.returncode < 0:  # ended by a signal: a limit, or a crash in a library
        raise UnreadableError(TOO_MUCH)
    if run.returncode:
        logger.error("Drawing an uploaded file failed: %s", run.stderr.decode(errors="replace")[-2000:])
        raise DrawingFailedError(run.returncode)
    return run.stdout
