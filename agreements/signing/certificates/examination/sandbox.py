"""Runs the examination in a subprocess with limits of time and memory.

A hostile file can make a PDF library loop or fill the memory. A thread cannot be stopped, and a limit would apply to the
whole server; so a subprocess examines one file, within limits that it sets itself, without the environment of the server.
"""

import logging
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from agreements.signing.certificates.examination.result import ExaminationResult

ROOT = Path(__file__).resolve().parents[4]
COMMAND = (sys.executable, "-m", "agreements.signing.certificates.examination")
SECONDS = 25
CPU_SECONDS = 20
MEMORY = 1024 * 1024 * 1024
TOO_MUCH = (
    "Die Prüfung der Datei wurde abgebrochen, weil sie zu viel Zeit oder Speicher brauchte. "
    "So sind signierte PDF-Dateien nicht gebaut; die Datei zählt nicht."
)
logger = logging.getLogger(__name__)


class ExaminationFailedError(Exception):
    """The examination failed for a reason outside the file."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Input of the subprocess; all strings are paths on this machine, `base` is empty for a file not issued here."""

    base: str
    uploaded: str
    moment: datetime
    anchors: str = ""
    earlier: tuple[str, ...] = ()


def examine_in_subprocess(
    request: Request, *, seconds: float = SECONDS, cpu_seconds: int = CPU_SECONDS
) -> ExaminationResult:
    """Return the result within bounded time and memory. Raises ExaminationFailedError."""
    try:
        run = subprocess.run(  # noqa: S603  our own module; the file is only read
            [*COMMAND, str(cpu_seconds)],
            input=msgspec.json.encode(request),
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ExaminationResult(problems=(TOO_MUCH,))
    if run.returncode < 0:  # ended by a signal: a limit, or a fault in a library
        return ExaminationResult(problems=(TOO_MUCH,))
    if run.returncode:
        logger.error(
            "The examination of a signed file failed: %s", run.stderr.decode(errors="replace")[-2000:]
        )
        raise ExaminationFailedError(run.returncode)
    return msgspec.json.decode(run.stdout, type=ExaminationResult)


def limit_this_process(cpu_seconds: int) -> None:
    """Set hard limits, which the process cannot raise again."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no files
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
