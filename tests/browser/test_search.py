"""The search in a browser: from any page by its keys to the passage."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.search.indexed import index_all


@pytest.fixture
def amira(transactional_db: None) -> User:
    """Who has written a contract that is signed, and indexed."""
    user = factories.coordinator()
    factories.signed_contract(factories.district("08"), user)
    factories.draft(factories.district("05"), user)
    index_all()
    return user


def test_a_passage_is_found_from_any_page_by_keys_alone(
    page: Page, log_in: Callable[[User], None], amira: User
) -> None:
    log_in(amira)
    page.goto("/bezirke/")
    expect(page.get_by_role("searchbox", name="Suchen (Strg+K)")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("Kernteam freistellen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Suche")
    look(page, "search")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox", name="Suchen")).to_be_focused()
    page.keyboard.type("§ 6 Abs. 2")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Wie sagen es die anderen?").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie sagen es die anderen?")
    look(page, "search-elsewhere")
    page.go_back()
    page.get_by_role("link", name="§ 6 (2) Freistellung").first.click()
    expect(page.locator("#absatz-p06-2")).to_be_in_viewport()
    assert page.url.endswith("#absatz-p06-2")
