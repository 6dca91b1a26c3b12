"""Walks over all addresses: those without parts, those that pages lead to, and those that nothing leads to.

Nothing here knows an address, a page or a module of ours. Of addresses that differ only in their parts, some are taken.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from tests.behaviour.plain import blocks
from tests.behaviour.still import seed

PART = re.compile(r"<(?:\w+:)?(\w+)>")
HEADERS = ("Content-Type", "Location", "Content-Disposition", "Cache-Control", "Refresh")
FILE = re.compile(r"\.\w{2,4}$")
A_PART, PARTS, A_FILE, IN_ADMIN, QUERIES = 5, 4, 2, 1, 4  # how many addresses of one route are taken
OF_ONE = 2  # and how many below the same first part, or of one path with different queries


@dataclass
class Answer:
    """What somebody got: a line about it, and its blocks."""

    said: str
    blocks: dict[str, str]
    status: int
    leads_to: list[str]


@dataclass
class Walk:
    """Keeps which addresses were taken and which wait."""

    people: dict[str, Client]
    waiting: deque[str] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    taken: Counter[tuple[str, ...]] = field(default_factory=Counter)
    filled: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    opened: dict[str, set[int]] = field(default_factory=dict)

    def pages(self, first: list[str]) -> Iterator[tuple[str, str]]:
        """Yield every address that is visited with what everybody gets there; those named come first."""
        for address in first:
            self._take(address, always=True)
        yield from self._visit()
        for route in routes():
            if not PART.search(route):
                self._take(f"/{route}")
        yield from self._visit()
        for route in routes():
            if route not in self.opened and "(?P" not in route:
                for address in self._filled(route):
                    self._take(address)
        yield from self._visit()

    def never_opened(self) -> list[str]:
        """Return the routes that nobody could open, with what they answered."""
        return [
            f"{route} {sorted(self.opened.get(route, []))}"
            for route in routes()
            if not any(status < 400 for status in self.opened.get(route, []))
        ]

    def _visit(self) -> Iterator[tuple[str, str]]:
        while self.waiting:
            address = self.waiting.popleft()
            got = {who: fetch(client, address) for who, client in self.people.items()}
            route = route_of(address) or ""
            self.opened.setdefault(route, set()).update(answer.status for answer in got.values())
            yield address, page(address, route, got)
            for answer in got.values():
                for other in answer.leads_to:
                    self._take(other)

    def _take(self, address: str, *, always: bool = False) -> None:
        """Have an address visited unless it was, or enough like it were."""
        address = address.replace(settings.PUBLIC_URL, "").partition("#")[0]
        path, _, query = address.partition("?")
        route = route_of(path) if path.startswith("/") else None
        if route is None or address in self.seen:
            return
        self.seen.add(address)
        names = PART.findall(route)
        parts = _parts(route, path)
        if query:
            kinds = {("?", route): QUERIES, ("?", path): OF_ONE}
            if route.startswith("admin/"):  # its lists lead to their rows with the choice in each address
                kinds = {("?", route): 0 if "_" in query else 1}
        elif route.startswith("admin/"):
            kinds = {(route,): IN_ADMIN}
        elif FILE.search(path):
            kinds = {(route,): A_FILE, (route, *parts[:1]): 1 if len(names) > 1 else A_FILE}
        elif len(names) > 1:
            kinds = {(route,): PARTS, (route, parts[0]): OF_ONE}
        else:
            kinds = {(route,): A_PART}
        if not always and any(self.taken[kind] >= most for kind, most in kinds.items()):
            return
        self.taken.update(kinds.keys())
        self.filled.setdefault(route, []).append(parts)
        self.waiting.append(address)

    def _filled(self, route: str) -> Iterator[str]:
        """Yield addresses of a route that nothing leads to, with parts of addresses that begin like it."""
        names = PART.findall(route)
        best: dict[tuple[str, ...], None] = {}
        for end in range(len(names), 0, -1):
            begin = _head(route, end)
            for other, parts in self.filled.items():
                if len(PART.findall(other)) >= end and _head(other, end) == begin:
                    best |= dict.fromkeys(each[:end] for each in parts)
            if best:
                break
        for parts in best or {(): None}:
            known = [*parts, *(self._any(name) for name in names[len(parts) :])]
            texts = PART.sub("\0", route).split("\0")
            yield "/" + "".join(text + part for text, part in zip_longest(texts, known, fillvalue=""))

    def _any(self, name: str) -> str:
        for route, filled in self.filled.items():
            names = PART.findall(route)
            if name in names:
                return filled[0][names.index(name)]
        return "1"


def fetch(client: Client, address: str) -> Answer:
    """Ask for a page and take back what that has changed."""
    seed()
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    fresh = Client(raise_request_exception=False)
    if session:
        fresh.cookies[settings.SESSION_COOKIE_NAME] = session.value
    with transaction.atomic():
        reply = fresh.get(address)
        data = b"".join(reply) if reply.streaming else reply.content
        transaction.set_rollback(True)
    reply.close()
    kind = reply.headers.get("Content-Type", "")
    told = [str(reply.status_code), *(f"{name}: {reply[name]}" for name in HEADERS if name in reply.headers)]
    leads_to = links(address, data.decode()) if kind.startswith("text/html") else []
    if "Location" in reply.headers:
        leads_to.append(urljoin(address, reply["Location"]))
    return Answer(" | ".join(told), blocks(kind, data), reply.status_code, leads_to)


def page(address: str, route: str, got: dict[str, Answer]) -> str:
    """Return the text of one address: what everybody gets, and each block once with all who get it."""
    lines = [address, route, "", *(f"{who}: {answer.said}" for who, answer in got.items())]
    readers: dict[tuple[str, str], list[str]] = {}
    for who, answer in got.items():
        for block in answer.blocks.items():
            readers.setdefault(block, []).append(who)
    for (name, text), who in sorted(readers.items(), key=lambda item: item[0][0], reverse=True):
        lines += ["", f"==== {name} of {', '.join(who)}", text]
    return "\n".join(lines) + "\n"


class Links(HTMLParser):
    """Collects what a page leads to, in whichever attribute it is named."""

    def __init__(self, address: str) -> None:
        """Begin with nothing."""
        super().__init__()
        self.address = address
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take every attribute that is an address."""
        for name, value in attrs:
            if not value or urlsplit(value).scheme not in {"", "http"}:
                continue
            if name in {"href", "src", "action"} or value.startswith("/") or settings.PUBLIC_URL in value:
                self.found.append(urljoin(self.address, value))


def links(address: str, html: str) -> list[str]:
    """Return the addresses that a page leads to."""
    found = Links(address)
    found.feed(html)
    return found.found


def routes(resolver: URLResolver | None = None, above: str = "") -> list[str]:
    """Return every route of the configuration, however deep it is included."""
    found: list[str] = []
    for entry in (resolver or get_resolver()).url_patterns:
        route = f"{above}{entry.pattern}"
        if isinstance(entry, URLPattern):
            found.append(route)
        else:
            found += routes(entry, route)
    return list(dict.fromkeys(found))


def route_of(address: str) -> str | None:
    """Return the route that an address belongs to, if there is one."""
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return None


def _parts(route: str, path: str) -> tuple[str, ...]:
    """Return what fills the route in an address, as it is written there."""
    pattern = PART.sub("\0", route)
    fitting = re.fullmatch("/" + re.escape(pattern).replace("\0", "(.+?)"), path)
    return fitting.groups() if fitting else ()


def _head(route: str, parts: int) -> str:
    """Return the beginning of a route up to and with so many parts, without how these are named."""
    return "<>".join(PART.sub("\0", route).split("\0")[:parts]) + "<>"
