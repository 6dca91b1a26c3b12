"""Reads an uploaded file or draws one of its pages, in a subprocess with resource limits."""

import logging
import subprocess
import sys
from pathlib import Path

from agreements.files.preview.limits import LOCKED, TOO_MANY_PIXELS, UNREADABLE, XFA
from agreements.files.preview.pictures import MOST_PIXELS

ROOT = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-m", "agreements.files.preview")
TIMEOUT = 20  # seconds
PREVIEW_EDGE = 1600  # pixels
logger = logging.getLogger(__name__)


class UnreadableError(Exception):
    """The file cannot be read by everybody; the message says why and what helps, in German."""


class DrawingFailedError(Exception):
    """The subprocess failed; this says nothing about the file."""


TOO_LARGE = (
    f"Das Bild hat mehr als {MOST_PIXELS // 1_000_000} Millionen Bildpunkte. Verkleinern Sie es, oder scannen Sie mit "
    "300 statt 600 dpi, und laden Sie die neue Datei hoch."
)
WHY = {
    LOCKED: "Die Datei ist mit einem Passwort geschützt; so kann sie niemand prüfen. Speichern Sie sie ohne Passwort oder "
    "drucken Sie sie als PDF, und laden Sie die neue Datei hoch.",
    UNREADABLE: "Die Datei lässt sich nicht öffnen; vielleicht ist sie unvollständig. Öffnet sie sich bei Ihnen, drucken "
    "Sie sie als PDF und laden Sie die neue Datei hoch; sonst scannen oder laden Sie sie bitte noch einmal.",
    XFA: "Die Datei ist ein Formular (XFA), das nur wenige Programme anzeigen; andere sehen es leer. Öffnen Sie sie dort, wo "
    "sie ausgefüllt wurde, drucken Sie sie als PDF und laden Sie die neue Datei hoch.",
    TOO_MANY_PIXELS: TOO_LARGE,
}
TOO_MUCH = (
    "Die Datei lässt sich nicht öffnen: Sie braucht zu viel Zeit oder Speicher. Drucken Sie sie als PDF oder verkleinern "
    "Sie sie, und laden Sie die neue Datei hoch."
)


def count_pages(data: bytes, media_type: str) -> int:
    """Return the number of pages of a file; a picture has one. Raises UnreadableError, DrawingFailedError."""
    return int(_run(data, media_type, 0))


def draw_page(data: bytes, media_type: str, number: int, *, longest_edge: int = PREVIEW_EDGE) -> bytes:
    """Return a page, counted from 1, as JPEG without metadata. Raises UnreadableError, DrawingFailedError."""
    return _run(data, media_type, number, longest_edge)


def _run(data: bytes, media_type: str, number: int, longest_edge: int = PREVIEW_EDGE) -> bytes:
    try:
        run = subprocess.run(  # noqa: S603  our own module; the file is never executed
            (*COMMAND, media_type, str(number), str(longest_edge)),
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
