"""A working day in short: 50 people of all roles behind nginx, while ten connections send slowly and five upload 20 MB."""

import http.client
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import chain
from statistics import quantiles
from threading import Event, Lock

import pikepdf
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from agreements.models import Report
from bench.pages import Page, pages
from bench.progress import Progress
from bench.proxied import HOST, Browser, Proxied, product
from bench.story import Dataset
from bench.throughput import COOKIE_PREFIX, WORKERS, Server, production_cookie
from districts.four_eyes import give_admin_role_on_server
from districts.models import Membership, User
from districts.roles import DISTRICT_ROLES, Role
from mitwirkung.demo.papers import invented_paper

PEOPLE = {  # 50
    Role.DISTRICT_STAFF: 24,
    Role.DISTRICT_LEAD: 8,
    Role.COORDINATOR: 12,
    Role.OBSERVER: 4,
    Role.ADMIN: 2,
}
AS_IN = {Role.DISTRICT_STAFF: "district staff", Role.DISTRICT_LEAD: "district staff", Role.ADMIN: "admin"}
READS = (2.0, 8.0)  # seconds that somebody reads a page before the next
SLOW = 10
UPLOADS = 5
UPLOAD_BYTES = 20 * 1024 * 1024
PER_SECOND = 1024 * 1024  # of each upload
ENOUGH = 20  # answers of a page, to say something of the slowest in twenty
FINE = {200, 302}
ALL = "all pages"
OBSERVED = {"overview", "agreement list", "agreement, signed", "district list", "district"}
LIMIT = 0.300  # seconds, of the p95
UPLOAD = "upload of 20 MB"
CSRF = "c" * 32
GONE = (OSError, http.client.HTTPException)


@dataclass(slots=True)
class Answers:
    """What came back, by page: seconds, and the status of each that was no page."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    slow_ended: int = 0
    lock: Lock = field(default_factory=Lock)

    @contextmanager
    def of(self, page: str) -> Iterator[list[int]]:
        """Time one answer, whose status the block puts into the list."""
        statuses: list[int] = []
        began, problem = time.perf_counter(), ""
        try:
            yield statuses
            problem = "" if statuses[0] in FINE else str(statuses[0])
        except GONE as error:
            problem = type(error).__name__
        with self.lock:
            self.seconds[page].append(time.perf_counter() - began)
            if problem:
                self.errors[page].append(problem)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in, and the pages that she opens."""

    cookie: str
    pages: Sequence[Page]


@dataclass(frozen=True, slots=True)
class Upload:
    """A request that sends a file."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The answers of one run at a number of districts; `processor` is what the workers computed, in seconds."""

    districts: int
    seconds: float
    answers: Answers
    processor: float


def loaded(dataset: Dataset, districts: int, seconds: float, progress: Progress) -> Loaded:
    """Let everybody work for so many seconds."""
    people, upload = _people(dataset), _upload_of(dataset)
    with progress.step("Starting nginx and gunicorn"), product(MITWIRKUNG_MFA_ROLES="") as running:
        _warm_up(running, people)
        workers = Server(running.server.pid, running.port)
        before = workers.processor_time()
        answers = together(running, people, upload, seconds, progress)
        return Loaded(districts, seconds, answers, workers.processor_time() - before)


def together(
    running: Proxied, people: Sequence[Person], upload: Upload, seconds: float, progress: Progress
) -> Answers:
    """Let people work, connections send slowly and files be sent, all at once."""
    answers, stop = Answers(), Event()
    jobs: list[Callable[[], None]] = [
        partial(_work, running, person, random.Random(number), answers, stop)  # noqa: S311 - who reads what, for how long
        for number, person in enumerate(people)
    ]
    jobs += [partial(_send_slowly, running, answers, stop)] * SLOW
    jobs += [partial(_upload, running, upload, answers, stop)] * UPLOADS
    with ThreadPoolExecutor(len(jobs)) as everybody:
        began = time.perf_counter()
        at_work = [everybody.submit(job) for job in jobs]
        while (left := began + seconds - time.perf_counter()) > 0:
            stop.wait(min(1.0, left))
            progress.tick()
        stop.set()
        for job in at_work:
            job.result()
    return answers


def load_table(runs: Sequence[Loaded]) -> str:
    """Return one line for each page at each size, and what was too slow."""
    head = f"{f'{sum(PEOPLE.values())} people, {WORKERS} workers':<36}{'districts':>10}{'answers':>9}{'per second':>12}"
    head += "".join(f"{name:>9}" for name in ("p50 ms", "p95 ms", "p99 ms", "errors"))
    lines, remarks = [head, "-" * len(head)], []
    for run in runs:
        pages = {page: times for page, times in sorted(run.answers.seconds.items()) if page != UPLOAD}
        every = [one for times in pages.values() for one in times]
        uploads = run.answers.seconds[UPLOAD]
        for page, times in {ALL: every, **pages, UPLOAD: uploads}.items():
            found = list(chain(*run.answers.errors.values())) if page == ALL else run.answers.errors[page]
            shown = "".join(f"{one * 1000:>9.0f}" for one in percentiles(times))
            per_second = len(times) / run.seconds
            lines.append(
                f"{page:<36}{run.districts:>10,}{len(times):>9}{per_second:>12.2f}{shown}{len(found):>9}"
            )
        remarks += [
            f"{run.districts:,} districts: {words}" for words in _remarks(run, {ALL: every, **pages}) if words
        ]
    return "\n".join([*lines, "", *remarks])


def percentiles(times: Sequence[float]) -> tuple[float, float, float]:
    """Return p50, p95 and p99."""
    if len(times) < 2:
        return (times[0],) * 3 if times else (0.0,) * 3
    hundredths = quantiles(times, n=100, method="inclusive")
    return hundredths[49], hundredths[94], hundredths[98]


def _remarks(run: Loaded, pages: Mapping[str, Sequence[float]]) -> Iterator[str]:
    slow = {page: percentiles(times)[1] for page, times in pages.items() if len(times) >= ENOUGH}
    named = [f"{page} {p95 * 1000:.0f}" for page, p95 in slow.items() if p95 > LIMIT]
    yield f"p95 above {LIMIT * 1000:.0f} ms: {', '.join(named)}" if named else ""
    for page, found in run.answers.errors.items():
        yield f"errors: {page}: {', '.join(sorted(set(found)))}" if found else ""
    asked = sum(map(len, run.answers.seconds.values()))
    yield f"the workers computed {run.processor / max(asked, 1) * 1000:.0f} ms for an answer, {run.processor:.0f} s in all"
    yield f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    yield f"{SLOW} connections that send slowly were ended {run.answers.slow_ended} times"


def _people(dataset: Dataset) -> list[Person]:
    """Make everybody, signed in."""
    every = pages(dataset)
    found = []
    for role, number in PEOPLE.items():
        theirs = [page for page in every if page.reader == AS_IN.get(role, "coordinator")]
        if role == Role.OBSERVER:
            theirs = [page for page in theirs if page.name in OBSERVED]
        for each in range(number):
            account, _ = User.objects.get_or_create(username=f"load-{role}-{each}", last_name="Last")
            place = dataset.district if role in DISTRICT_ROLES else None
            if role == Role.ADMIN:
                give_admin_role_on_server(account, reason="bench", at=timezone.now())
            else:
                Membership.objects.get_or_create(user=account, role=role, district=place)
            found.append(Person(production_cookie(account), theirs))
    return found


def _warm_up(running: Proxied, people: Sequence[Person]) -> None:
    """Let both workers import what they need, as on any day but the first."""
    cookies = {page: person.cookie for person in people for page in person.pages}
    with ThreadPoolExecutor(WORKERS) as some:
        for _ in range(2):
            list(some.map(partial(_open_once, running), cookies, cookies.values()))


def _open_once(running: Proxied, page: Page, cookie: str) -> None:
    with closing(running.browser()) as browser:
        _get(browser, page.url, cookie)


def _get(browser: Browser, url: str, cookie: str) -> int:
    browser.request("GET", url, headers={"Cookie": cookie})
    return _status(browser)


def _status(browser: Browser) -> int:
    """Return the status of the answer; that of a redirect to the sign-in is 401, for nothing was measured then."""
    answer = browser.getresponse()
    answer.read()
    is_signed_out = answer.headers.get("Location", "").startswith(reverse("account_login"))
    return 401 if is_signed_out else answer.status


def _work(running: Proxied, person: Person, chance: random.Random, answers: Answers, stop: Event) -> None:
    """Open one page after the other, as a browser with one connection does, and read each for a while."""
    with closing(running.browser()) as browser:
        stop.wait(chance.uniform(0, READS[1]))
        while not stop.is_set():
            page = chance.choice(person.pages)
            with answers.of(f"{page.name} ({page.reader})") as statuses:
                statuses.append(_get(browser, page.url, person.cookie))
            if not statuses:
                browser.close()  # the next request connects anew
            stop.wait(chance.uniform(*READS))


def _send_slowly(running: Proxied, answers: Answers, stop: Event) -> None:
    """Begin a request and send one letter of it a second; begin anew when nginx has had enough."""
    while not stop.is_set():
        with closing(running.browser()) as browser:
            try:
                browser.connect()
                browser.sock.sendall(f"POST /anmelden/ HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode())
                while not stop.wait(1):
                    browser.sock.sendall(b"x")
            except GONE:
                answers.slow_ended += 1


def _upload(running: Proxied, upload: Upload, answers: Answers, stop: Event) -> None:
    """Send a file once a minute, as fast as an office's line does."""
    while not stop.is_set():
        with closing(running.browser()) as browser, answers.of(UPLOAD) as statuses:
            browser.putrequest("POST", upload.url)
            for name, value in {**upload.headers, "Content-Length": str(len(upload.body))}.items():
                browser.putheader(name, value)
            browser.endheaders()
            for begin in range(0, len(upload.body), PER_SECOND // 4):
                browser.send(upload.body[begin : begin + PER_SECOND // 4])
                stop.wait(0.25)
            statuses.append(_status(browser))
        stop.wait(60)


def _upload_of(dataset: Dataset) -> Upload:
    """Return a request with a PDF as evidence, as large as a long scan."""
    person = dataset.readers["district staff"]
    report = Report.objects.filter(obligation__agreement=dataset.agreement, reported_by=person).latest("pk")
    paper = _long_paper()
    boundary = "boundary-of-the-bench"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="nachweis-files_"; filename="protokoll.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return Upload(
        reverse("evidence_new", args=[report.obligation_id, report.pk]),
        head.encode() + paper + f"\r\n--{boundary}--\r\n".encode(),
        {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": f"{production_cookie(person)}; {COOKIE_PREFIX}{settings.CSRF_COOKIE_NAME}={CSRF}",
            "X-CSRFToken": CSRF,
            "Referer": f"https://{HOST}/",
        },
    )


def _long_paper() -> bytes:
    written = BytesIO()
    with pikepdf.open(BytesIO(invented_paper("Protokoll", "Es ist besonders lang."))) as paper:
        paper.Root.Scan = paper.make_stream(os.urandom(UPLOAD_BYTES - 100_000))
        paper.save(written)
    return written.getvalue()
