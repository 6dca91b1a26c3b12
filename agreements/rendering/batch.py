"""Render many Zeichnungsfassungen in several processes, one render at a time in each.

The processes do not use the database: content and moment go in, the SHA-256 of the PDF comes out. They import this module
before Django is set up.
"""

import hashlib
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from multiprocessing import get_context

import django

from agreements.content import read_content
from agreements.rendering.glyphs import UnprintableError
from agreements.rendering.pdf import PdfKind, render_pdf

QUEUED_PER_PROCESS = 4  # so that the texts of a thousand agreements are never in memory at once


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """The canonical JSON of a content, and the moment that its PDF bears."""

    key: int
    content: str
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderResult:
    """The SHA-256 and the size of the PDF, or the problem."""

    key: int
    sha256: str = ""
    size: int = 0
    problem: str = ""


def render_all(jobs: Iterable[RenderJob], *, processes: int) -> Iterator[RenderResult]:
    """Render Zeichnungsfassungen and yield each when it is ready, in any order.

    A content that cannot be rendered yields its problem; a killed process raises BrokenProcessPool.
    """
    waiting = iter(jobs)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_set_up) as pool:
        running: set[Future[RenderResult]] = set()
        try:
            while True:
                free = QUEUED_PER_PROCESS * processes - len(running)
                running |= {pool.submit(render_one, job) for job in islice(waiting, free)}
                if not running:
                    return
                ready, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in ready)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def render_one(job: RenderJob) -> RenderResult:
    """Render one Zeichnungsfassung in this process."""
    try:
        content = read_content(job.content.encode())
        pdf = render_pdf(content, kind=PdfKind.EXECUTION, moment=job.moment)
    except UnprintableError as error:
        return RenderResult(key=job.key, problem=str(error))
    except Exception as error:  # one text must not stop the others
        return RenderResult(key=job.key, problem=f"{type(error).__name__}: {error}")
    return RenderResult(key=job.key, sha256=hashlib.sha256(pdf).hexdigest(), size=len(pdf))


def _set_up() -> None:
    """Set up Django; Ctrl-C is handled by the parent process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
