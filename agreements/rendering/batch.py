"""Many Zeichnungsfassungen at once, on several processes: rendering is work for processors, and a render is alone in its process.

The processes know no database: content and moment go in, the SHA-256 of the PDF comes out. This module is imported by them
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

AHEAD = 4  # so many orders a process wait their turn; the texts of a thousand agreements never lie in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be rendered: the canonical JSON of a content, and the moment that its PDF bears."""

    key: int
    content: str
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What came of an order: the SHA-256 and the size of its PDF, or why there is none."""

    key: int
    sha256: str = ""
    size: int = 0
    problem: str = ""


def render_all(orders: Iterable[Order], *, processes: int) -> Iterator[Rendered]:
    """Render Zeichnungsfassungen on so many processes and yield each as it is ready, in any order.

    What cannot be rendered is told in its place and stops nothing; a process that is killed raises BrokenProcessPool.
    """
    waiting = iter(orders)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin) as pool:
        running: set[Future[Rendered]] = set()
        try:
            while True:
                room = AHEAD * processes - len(running)
                running |= {pool.submit(render_one, order) for order in islice(waiting, room)}
                if not running:
                    return
                ready, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in ready)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def render_one(order: Order) -> Rendered:
    """Render one Zeichnungsfassung in this process."""
    try:
        content = read_content(order.content.encode())
        pdf = render_pdf(content, kind=PdfKind.EXECUTION, moment=order.moment)
    except UnprintableError as error:
        return Rendered(key=order.key, problem=str(error))
    except Exception as error:  # one text must not stop the others
        return Rendered(key=order.key, problem=f"{type(error).__name__}: {error}")
    return Rendered(key=order.key, sha256=hashlib.sha256(pdf).hexdigest(), size=len(pdf))


def _begin() -> None:
    """Prepare a process; Ctrl-C is for the one who started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
