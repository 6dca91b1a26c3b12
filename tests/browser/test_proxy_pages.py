"""What nginx says itself, as axe-core sees it."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.axe import look

PAGES = settings.BASE_DIR / "deploy" / "nginx" / "pages"


@pytest.mark.parametrize("name", ["413", "429", "503"])
def test_the_pages_of_nginx_are_accessible(page: Page, name: str) -> None:
    """They are plain files; the proxy serves their style beside them."""
    page.route("**/fehlerseiten/*", lambda route: route.fulfill(path=PAGES / Path(route.request.url).name))
    page.goto(f"/fehlerseiten/{name}.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(248, 246, 241)"
    look(page, f"nginx-{name}")
