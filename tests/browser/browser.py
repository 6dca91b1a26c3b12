"""Chromium for the tests: how it is started, and a page that notices every trouble."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Playwright, Request

CHROMIUM = "/usr/bin/chromium-headless-shell"  # half the work of a whole browser without its windows
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds: on a busy machine a page with a dozen scripts takes its time
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}
FITS = "document.documentElement.scrollWidth <= innerWidth"
STATUS_IN_MESSAGE = re.compile(r"status of (\d{3})")


def picture(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def follow(link: Locator) -> None:
    """Press what leads to another page and wait for it: after a mere press the next line may meet either page."""
    with link.page.expect_navigation():
        link.click()


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Start Debian's Chromium; whoever runs these tests must have it, so its absence is a failure."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    try:
        yield browser
    finally:
        browser.close()


@dataclass
class Witness:
    """Remembers what a browser complains about: script errors, refused content, failed requests."""

    expected_statuses: set[int] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", self._page_error)
        page.on("requestfailed", self._request_failed)

    def expect_status(self, *statuses: int) -> None:
        """Name the error statuses that the test provokes on purpose."""
        self.expected_statuses.update(statuses)

    def _console(self, message: ConsoleMessage) -> None:
        found = STATUS_IN_MESSAGE.search(message.text)
        if message.type == "error" and not (found and int(found[1]) in self.expected_statuses):
            self.troubles.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _page_error(self, error: Error) -> None:
        self.troubles.append(f"script: {error.stack}")

    def _request_failed(self, request: Request) -> None:
        # A download, or leaving a page while a part of it still loads, ends a request without a fault.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"request: {request.method} {request.url}: {request.failure}")
