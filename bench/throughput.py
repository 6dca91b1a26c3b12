"""Requests per second: two gunicorn workers on this machine's own address, asked by 20 clients at once."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import floor
from bench.measure import URLCONF, BrokenPageError
from bench.pages import Page
from bench.progress import Progress
from bench.story import Dataset
from districts.models import User
from mitwirkung.environment_errors import bound_socket

WORKERS = 2
CLIENTS = 20
REQUESTS = 400  # of a page at most
SECONDS = 5.0  # after which no request begins
PATIENCE = 300  # seconds for one answer
OK = 200
ANONYMOUS = "anybody"
COOKIE_PREFIX = "__Host-"  # of every cookie of production
MOST_USED = {
    ("what is due", "district staff"),
    ("our obligations", "district staff"),
    ("agreement, signed", "district staff"),
    ("my work", "coordinator"),
    ("overview", "coordinator"),
    ("obligation list", "coordinator"),
    ("agreement list", "coordinator"),
    ("agreement, signed", "coordinator"),
    ("district list", "coordinator"),
    ("new agreement", "coordinator"),
    ("list: agreement", "admin"),
    ("list: obligationterms", "admin"),
    ("list: district", "admin"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a page costs under load. `processor` is the seconds that the workers computed for one request."""

    page: Page
    per_second: float
    p95: float
    processor: float


@dataclass(frozen=True, slots=True)
class Server:
    """A running gunicorn."""

    pid: int
    port: int

    def processor_time(self) -> float:
        """Return the seconds that its workers have computed so far, those that were replaced included."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return sum(map(_processor_time, workers)) + _processor_time(str(self.pid), of_ended_children=True)


def served(pages: Sequence[Page], dataset: Dataset, progress: Progress) -> list[Served]:
    """Ask for each of the most used pages, and for two that do nothing, with many clients at once."""
    nothing = Page("bare view", ANONYMOUS, reverse(floor.nothing, urlconf=URLCONF))
    chosen = [nothing, Page("sign in", ANONYMOUS, reverse("account_login"))]
    chosen += [page for page in pages if (page.name, page.reader) in MOST_USED]
    cookies = {name: _signed_in(dataset, name) for name in {page.reader for page in chosen}}
    found = []
    with serving() as server:
        with progress.step("Starting gunicorn"):
            asked(server, nothing, "")
        for page in chosen:
            with progress.step(f"{page.name} ({page.reader}), {CLIENTS} clients"):
                found.append(asked(server, page, cookies[page.reader]))
    return found


@contextmanager
def serving() -> Iterator[Server]:
    """Serve this process's database and files as operations.md says, until the block ends."""
    options = ["--workers", str(WORKERS), "--log-level", "error"]
    with closing(bound_socket("0")) as bound:
        command = [sys.executable, "-m", "gunicorn", "bench.served", *options]
        command += ["--bind", f"fd://{bound.fileno()}"]
        environment = os.environ | this_database()
        with subprocess.Popen(command, env=environment, pass_fds=[bound.fileno()]) as running:
            try:
                yield Server(running.pid, bound.getsockname()[1])
            finally:
                running.terminate()


def asked(
    server: Server, page: Page, cookie: str, *, requests: int = REQUESTS, seconds: float = SECONDS
) -> Served:
    """Ask for a page with all clients at once, until enough was answered or the time is over."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(
            clients.map(
                lambda number: list(_client(server, page, cookie, iter([number]), None)), range(CLIENTS)
            )
        )
        numbers = iter(range(requests))
        computed, began = server.processor_time(), time.perf_counter()
        until = began + seconds
        each = clients.map(lambda _: list(_client(server, page, cookie, numbers, until)), range(CLIENTS))
        times = [one for of_client in each for one in of_client]
        took = time.perf_counter() - began
    return Served(
        page=page,
        per_second=len(times) / took,
        p95=quantiles(times, n=20)[-1],
        processor=(server.processor_time() - computed) / len(times),
    )


def _client(
    server: Server, page: Page, cookie: str, numbers: Iterator[int], until: float | None
) -> Iterator[float]:
    """Yield the time of each answer, as one browser with one connection gets them."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as browser:
        for _ in numbers:
            begin = time.perf_counter()
            if until is not None and begin > until:
                return
            browser.request("GET", page.url, headers={"Cookie": cookie})
            answer = browser.getresponse()
            answer.read()
            if answer.status != OK:
                raise BrokenPageError(f"{page.url} answered {answer.status} to {page.reader}.")
            yield time.perf_counter() - begin


def _signed_in(dataset: Dataset, name: str) -> str:
    return "" if name == ANONYMOUS else session_cookie(dataset.readers[name])


def session_cookie(person: User) -> str:
    """Sign a person in and return her cookie."""
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def production_cookie(person: User) -> str:
    """Sign a person in and return her cookie as production calls it."""
    return f"{COOKIE_PREFIX}{session_cookie(person)}"


def this_database() -> dict[str, str]:
    """Return the variables by which another process serves this one's database, which is not the configured one, and files."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{quote(str(connection.settings_dict['NAME']))}"))
    return {"DATABASE_URL": url, "MITWIRKUNG_FILES": str(settings.FILES_ROOT)}


def _processor_time(pid: str, *, of_ended_children: bool = False) -> float:
    # the name of the program, in brackets, may contain spaces
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    first = 13 if of_ended_children else 11
    return (int(fields[first]) + int(fields[first + 1])) / os.sysconf("SC_CLK_TCK")
