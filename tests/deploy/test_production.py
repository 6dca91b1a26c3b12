"""The whole production server behind nginx: a person signs in, reads and sends, and no log has her words."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPResponse
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password

from bench.proxied import HOST, Browser, Proxied, product
from bench.throughput import production_cookie
from districts.models import User
from districts.roles import Role
from tests.http_sessions import nobody_else_asks, until
from tests.project.conftest import PASSWORD, person

__all__ = ["person"]
pytestmark = pytest.mark.kills
TOO_LARGE = 30 * 1024 * 1024
TOKEN = "a-token-that-nobody-may-read"


@pytest.fixture
def server(transactional_db: None) -> Iterator[Proxied]:
    with product() as running:
        yield running
    until(nobody_else_asks)


def ask(browser: Browser, method: str, path: str, body: str = "", **headers: str) -> tuple[HTTPResponse, str]:
    browser.request(method, path, body=body or None, headers=headers)
    answer = browser.getresponse()
    return answer, answer.read().decode()


def test_a_person_works_through_the_proxy_and_no_log_has_her_secrets(
    server: Proxied, person: Callable[..., User]
) -> None:
    amira = person(Role.COORDINATOR)
    User.objects.filter(pk=amira.pk).update(password=make_password(PASSWORD, hasher=PBKDF2PasswordHasher()))
    with closing(server.browser()) as browser:
        page, text = ask(browser, "GET", "/anmelden/")
        assert page.status == 200
        assert page.headers["Strict-Transport-Security"]
        cookies = cookies_of(page)
        csrf = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[0]
        form = urlencode({"csrfmiddlewaretoken": csrf, "username": "amira", "password": PASSWORD})
        sent = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookies,
            "Referer": f"https://{HOST}/anmelden/",
        }
        signed_in, _ = ask(browser, "POST", "/anmelden/", form, **sent)
        assert signed_in.status == 302
        set_there = signed_in.headers.get_all("Set-Cookie") or []
        names = {re.sub(r"\d+$", "…", cookie.partition("=")[0]) for cookie in set_there}
        assert names == {f"__Host-{name}" for name in ("sessionid", "csrftoken", "messages", "device_…")}
        for cookie in set_there:
            assert "; Path=/; " in f"{cookie}; ", cookie
            assert {"Secure", "SameSite=Lax"} <= set(cookie.split("; ")), cookie
            assert "Domain=" not in cookie
            assert "HttpOnly" in cookie or cookie.startswith("__Host-csrftoken=")
        cookies = cookies_of(signed_in)
        assert ask(browser, "GET", "/vertraege/?suche=Rathaus", Cookie=cookies)[0].status == 200
        assert (
            ask(browser, "GET", "/vertraege/", Cookie=production_cookie(User.objects.get()))[0].status == 200
        )
        for path in (f"/zeichnen/{TOKEN}/", f"/kalender/{TOKEN}.ics", f"/abbestellen/7.{TOKEN}:1/"):
            assert ask(browser, "GET", path)[0].status in {404, 400, 200}, path
        too_large = {"Cookie": cookies, "Content-Type": "application/octet-stream"}
    with closing(server.browser()) as browser:
        answer, text = ask(browser, "POST", "/anmelden/", "x" * TOO_LARGE, **too_large)
        assert (answer.status, "Das ist zu groß" in text) == (413, True)
    for name, log in server.logs().items():
        assert not [word for word in (TOKEN, PASSWORD, "amira", "Rathaus", csrf) if word in log], name


def cookies_of(answer: HTTPResponse) -> str:
    return "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or [])
