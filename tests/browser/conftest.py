"""A real browser against a real server: every test gets a fresh context, and fails on any trouble in the browser."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from agreements.models import Instrument
from districts.models import User
from tests.browser.browser import PATIENCE, WIDE, Witness, chromium
from tests.browser.writing import open_editor
from tests.http_sessions import nobody_else_asks, until


@pytest.fixture(scope="package")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One Chromium for the tests of this folder; it is gone before any others run.

    Playwright keeps an event loop in this thread, and Django has a connection of its own to the database for each loop:
    the one is closed while the other is in use. The database of the tests is made, and dropped, outside the loop.
    """
    connections.close_all()
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # beside that loop Django would refuse the tests' own queries
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with chromium(playwright) as started:
            yield started
        connections.close_all()


@pytest.fixture
def witness() -> Iterator[Witness]:
    """Fail the test when its browser complained about anything that the test did not expect."""
    seen = Witness()
    yield seen
    assert not seen.troubles, "\n".join(seen.troubles)


def given_session(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    """Sign a person in without the form: the session's cookie is enough."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


@pytest.fixture
def opens(browser: Browser, live_server: LiveServer, witness: Witness) -> Iterator[Callable[[User], Page]]:
    """Open a browser of her own for a person who is signed in."""
    with ExitStack() as closing:

        def open_for(user: User) -> Page:
            context = browser.new_context(
                base_url=live_server.url, viewport=WIDE, locale="de-DE", timezone_id="Europe/Berlin"
            )
            closing.callback(context.close)
            context.on("page", witness.watch)
            given_session(context, live_server, user)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            return page

        yield open_for


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, witness: Witness) -> Iterator[BrowserContext]:
    """A fresh German browser in Berlin, watched by the witness."""
    opened = browser.new_context(
        base_url=live_server.url, viewport=WIDE, locale="de-DE", timezone_id="Europe/Berlin"
    )
    opened.on("page", witness.watch)
    yield opened
    for left in opened.pages:
        left.goto("about:blank")
    opened.close()
    # what a page says when it is left is answered before the tables are emptied
    until(nobody_else_asks)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of the fresh browser."""
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    return opened


@pytest.fixture
def log_in(context: BrowserContext, live_server: LiveServer) -> Callable[[User], None]:
    """Sign a person in."""
    return partial(given_session, context, live_server)


@pytest.fixture
def editor(page: Page, draft: Instrument) -> Iterator[Page]:
    """The editor of the draft; nothing is under way any more when its tables are emptied."""
    open_editor(page, draft)
    yield page
    page.wait_for_load_state("networkidle")
