"""Times a page and the floor under it, turn by turn, so that a busy machine is unfair to neither."""

import re
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import floor
from bench.pages import Page
from bench.progress import Progress
from districts.models import User

WARM_UP = 3
GOOD = {200, 302}
URLCONF = "bench.floor"
CURSOR = re.compile(
    r'^DECLARE "\w+" .*?CURSOR .*?FOR (?=SELECT)'
)  # a choice field reads its rows in portions


class BrokenPageError(Exception):
    """A page that does not answer as it should is not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one page cost; times are medians in seconds."""

    queries: int
    seconds: float
    floor_seconds: float
    processor: float  # what this process computed for the page, without the database
    size: int

    @property
    def ratio(self) -> float:
        """How many times the floor the page takes."""
        return self.seconds / self.floor_seconds


@override_settings(ROOT_URLCONF=URLCONF)
def measure(page: Page, reader: User, repeat: int, progress: Progress) -> Measured:
    """Open a page again and again as a reader, and its floor as often."""
    client = Client()
    client.force_login(reader)
    for _ in range(WARM_UP):
        size = _open(client, page)
    with CaptureQueriesContext(connection) as captured:
        _open(client, page)
    floor.statements[:] = [CURSOR.sub("", query["sql"]) for query in captured.captured_queries]
    bare, address = bare_client(), reverse(floor.bare)
    page_timer = ProcessorTimer(lambda: _open(client, page))
    seconds, floor_seconds = in_turns(page_timer, lambda: bare.get(address), repeat, progress.tick)
    return Measured(
        queries=len(floor.statements),
        seconds=seconds,
        floor_seconds=floor_seconds,
        processor=page_timer.median,
        size=size,
    )


class ProcessorTimer:
    """Notes for each call how long the processor worked for it, which a busy machine does not change much."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act = act
        self._times: list[float] = []

    def __call__(self) -> None:
        """Act."""
        begin = time.process_time()
        self._act()
        self._times.append(time.process_time() - begin)

    @property
    def median(self) -> float:
        return median(self._times)


def in_turns(
    ours: Callable[[], Any], lowest: Callable[[], Any], repeat: int, tick: Callable[[], None]
) -> tuple[float, float]:
    """Return the medians of both, each called `repeat` times."""
    times = []
    for _ in range(repeat):
        begin = time.perf_counter()
        ours()
        between = time.perf_counter()
        lowest()
        times.append((between - begin, time.perf_counter() - between))
        tick()
    return median(one for one, _ in times), median(two for _, two in times)


def peak_memory() -> float:
    """Return the most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _open(client: Client, page: Page) -> int:
    answer = client.get(page.url)
    if answer.status_code not in GOOD:
        raise BrokenPageError(f"{page.url} answered {answer.status_code} to {page.reader}.")
    return len(answer.getvalue())


def bare_client() -> Client:
    """Return a client whose requests pass no middleware."""
    client = Client()
    with override_settings(MIDDLEWARE=[]):
        client.handler.load_middleware()
    return client
