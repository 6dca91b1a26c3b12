"""Reads a page as a browser would: its headings, fields and forms; or does without the page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import urls
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponseNotFound
from django.template import loader
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils.html import strip_tags

from districts.models import User

VOID = {"input", "img", "br", "link", "meta", "hr", "source", "col", "use", "path"}


class Page(HTMLParser):
    """What a test wants to know about a page."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[int, str]] = []
        self.title = ""
        self.labelled: set[str] = set()
        self.unlabelled: list[dict[str, str]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.fields: dict[str, str] = {}
        self.select = ""
        self.feed(response.content.decode())
        self.close()

    @property
    def text(self) -> str:
        """All words, white space folded."""
        return " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        said = {name: value or "" for name, value in attrs}
        self.tags.append((tag, said))
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append((int(tag[1]), ""))
        if tag == "label" and "for" in said:
            self.labelled.add(said["for"])
        if tag in {"input", "select", "textarea"} and said.get("type") not in {"hidden", "submit", "button"}:
            named = "aria-label" in said or "aria-labelledby" in said or "label" in self.open
            if not named:
                self.unlabelled.append(said)
        self._field(tag, said)

    def handle_endtag(self, tag: str) -> None:
        """Leave the element."""
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag in {"select", "textarea"}:
            self.select = ""

    def handle_data(self, data: str) -> None:
        """Take the words."""
        self.texts.append(data)
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data
        if self.open and self.open[-1] == "textarea" and self.select:
            self.fields[self.select] += data.removeprefix("\n") if not self.fields[self.select] else data
        if self.headings and any(tag in {"h1", "h2", "h3", "h4", "h5", "h6"} for tag in self.open):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        if tag == "option" and self.select and "selected" in said:
            self.fields[self.select] = said.get("value", "")
        name = said.get("name", "")
        if not name or "main" not in self.open:
            return
        if tag == "input" and said.get("type") in {"checkbox", "radio"}:
            if "checked" in said:
                self.fields[name] = said.get("value", "on")
        elif tag == "input" and said.get("type") not in {"submit", "file"}:
            self.fields[name] = said.get("value", "")
        elif tag in {"select", "textarea"}:
            self.select = name
            self.fields[name] = ""


def read(response: Any) -> Page:
    """Return the page of a response."""
    return Page(response)


def told(response: Any) -> str:
    """Return what the next page will tell about a form that was accepted, without rendering that page."""
    assert response.status_code == 302, read(response).text[:600]
    response.client.cookies.pop("messages", None)  # as if the page had been shown
    return strip_tags(" ".join(str(message) for message in get_messages(response.wsgi_request)))


def signed_in(user: User) -> Client:
    """Return a browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def query_count(act: Callable[[], object]) -> int:
    """Return how often something asks the database."""
    with CaptureQueriesContext(connection) as caught:
        act()
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in caught.captured_queries)


def page_queries(browser: Client, address: str, query: dict[str, Any] | None = None) -> int:
    """Return how often a page asks the database."""

    def open_page() -> None:
        assert browser.get(address, query or {}).status_code == 200

    return query_count(open_page)


@contextmanager
def unrendered() -> Iterator[None]:
    """Answer with empty pages, where a test asks who gets which answer and not what stands there."""
    # what imports the functions of the loader does so before, or it would keep the empty ones for good
    loader.get_template("base.html")
    assert get_resolver().url_patterns
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "render_to_string", lambda *_, **__: "")
        patch.setattr(SimpleTemplateResponse, "rendered_content", "")
        patch.setattr(urls, "handler404", lambda *_, **__: HttpResponseNotFound())
        yield
