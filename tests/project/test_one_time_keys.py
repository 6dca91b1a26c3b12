"""A form that creates something counts once, and other methods than reading and sending are refused."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from agreements.models import Thread
from districts.models import User
from mitwirkung.one_time_keys import TWICE
from tests import factories
from tests.page import read
from tests.scenario import Scenario

# changes by number of revision, or nothing that would be there twice
WITHOUT_KEY = re.compile(
    r"(accounts|second_factor|own_sessions|admin|verification|drafting/editor)/|privacy/erase\.html|signing/links/(start|code|recover|read)\.html"
    r"|base\.html|drafting/(conflict|editor)\.html|presence/sidebar\.html"
)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)


@pytest.fixture
def amira() -> User:
    return factories.coordinator()


@pytest.fixture
def address(amira: User) -> str:
    """Where a comment is written, which a double click wrote twice."""
    draft = factories.draft(factories.district("03"), amira)
    return reverse("thread_new", args=[draft.pk, "p03-1"])


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def filled(browser: Client, address: str, text: str = "Bitte kürzer.") -> dict[str, str]:
    """Return the form as a newly opened page would send it."""
    return {**read(browser.get(address)).fields, "addressee": "team", "text": text}


@pytest.mark.django_db
def test_a_second_click_counts_nothing_and_leads_to_the_same_place(amira: User, address: str) -> None:
    browser = browser_of(amira)
    sent = filled(browser, address)
    first, second = browser.post(address, sent), browser.post(address, sent, follow=True)
    assert first.status_code == 302
    assert second.redirect_chain == [(first.headers["Location"], 302)]
    assert TWICE in read(second).text
    assert Thread.objects.count() == 1
    assert browser.post(address, filled(browser, address)).status_code == 302
    assert Thread.objects.count() == 2, "a page that is opened anew is a form of its own"


@pytest.mark.django_db
def test_a_refused_form_uses_nothing_up_and_other_words_are_not_lost(amira: User, address: str) -> None:
    browser = browser_of(amira)
    sent = filled(browser, address)
    for _ in range(2):
        assert browser.post(address, {**sent, "text": " "}).status_code == 422
    assert browser.post(address, sent).status_code == 302
    # „Back“ in the browser shows the form with its old key
    assert browser.post(address, {**sent, "text": "Und hier auch."}).status_code == 302
    assert Thread.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_count_once(amira: User, address: str) -> None:
    browsers = [browser_of(amira) for _ in range(20)]

    def post(browser: Client, sent: dict[str, str]) -> str:
        try:
            return browser.post(address, sent).headers["Location"]
        finally:
            connection.close()

    @hypothesis_settings(max_examples=3, deadline=None)
    @given(text=WORDS)
    def attempt(text: str) -> None:
        before = Thread.objects.count()
        sent = filled(browsers[0], address, text)
        with ThreadPoolExecutor(20) as pool:
            led_to = set(pool.map(post, browsers, [sent] * 20))
        assert len(led_to) == 1
        assert Thread.objects.count() == before + 1

    attempt()


def test_every_form_that_creates_carries_a_key() -> None:
    folder: Path = settings.BASE_DIR / "templates"
    without = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if "{% csrf_token %}" in path.read_text().replace("{% csrf_token %}{% one_time_key %}", "")
    ]
    assert [name for name in without if not WITHOUT_KEY.search(name)] == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(scenario: Scenario, method: str) -> None:
    browser = scenario.browser("coordinator")
    for address in (
        reverse("agreement_new"),
        reverse("draft_edit", args=[scenario.draft.pk]),
        reverse("account_login"),
    ):
        reply = browser.generic(method, address)
        assert (reply.status_code, reply.headers["Allow"]) == (405, "GET, HEAD, POST")
