"""Times many Zeichnungsfassungen on two processes; the floor is bare WeasyPrint on as many processes with the same HTML."""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from agreements.content import Content
from agreements.rendering.batch import RenderJob, render_all
from bench.bare_pdf import bare_size
from bench.printing import MOMENT, Printed, printed_html
from bench.progress import Progress

PROCESSES = 2
SHOWN = 10  # every so many are shown


class NotRenderedError(Exception):
    """What was not rendered is not measured."""


def batch(content: Content, number: int, progress: Progress) -> Printed:
    """Time so many renders of the same text, from the start of the processes to the last file."""
    html, text = printed_html(content), content.canonical().decode()
    sizes: list[int] = []

    def ours() -> None:
        orders = (RenderJob(key=key, content=text, moment=MOMENT) for key in range(number))
        for done, made in enumerate(render_all(orders, processes=PROCESSES), 1):
            if made.problem:
                raise NotRenderedError(made.problem)
            sizes.append(made.size)
            _show(done, progress)

    def bare() -> None:
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            for done, _ in enumerate(pool.map(bare_size, [html] * number), 1):
                _show(done, progress)

    seconds, floor_seconds = _timed(ours), _timed(bare)
    name = f"PDF, {number} on {PROCESSES} processes"
    return Printed(name=name, seconds=seconds, floor_seconds=floor_seconds, size=sum(sizes))


def _show(done: int, progress: Progress) -> None:
    if done % SHOWN == 0:
        progress.say(f"{done} ")


def _timed(act: Callable[[], None]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin
