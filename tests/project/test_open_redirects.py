"""No parameter, form field or header of a request decides to which host an answer leads, or what stands in its headers."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from tests import factories
from tests.accounts.people import PASSWORD, with_password
from tests.accounts.test_second_factor import signed_in_with_password, with_app
from tests.page import unrendered
from tests.permissions.annex import OPEN
from tests.permissions.arguments import ARGUMENTS
from tests.permissions.table import ROWS
from tests.scenario import Scenario
from tests.test_permissions import any_address

EVIL = "https://evil.example/"
INJECTED = "/\r\nX-Injected: yes\r\nSet-Cookie: injected=1"
GOALS = ("next", "back", "from", "to", "return", "return_to", "redirect", "redirect_to", "url", "goto")
SENT = {**dict.fromkeys(GOALS, "//evil.example/"), "revision": "1", "direction": "1"}
SENT |= dict.fromkeys(("page", "tag", "q", "reason", "name"), INJECTED)
HEADERS = {
    "Referer": EVIL,
    "HX-Current-URL": EVIL,
    "X-Forwarded-Host": "evil.example",
    "X-Original-URL": EVIL,
    "X-Rewrite-URL": EVIL,
    "X-Request-ID": "1234\r\nX-Injected: yes",
}
ONE_OF_EACH = {row.name: row for row in reversed(ROWS)}


def leads_home(answer: HttpResponseBase) -> bool:
    """Say whether the answer leads nowhere else, and has no header that was sent in."""
    goals = [
        answer.headers.get(name, "")
        for name in ("Location", "HX-Redirect", "HX-Location", "X-Location", "Refresh")
    ]
    at_home = all(
        urlsplit(goal.replace("\\", "/")).netloc in {"", "testserver"}
        and urlsplit(goal).scheme in {"", "http"}
        for goal in goals
    )
    injected = "X-Injected" in answer.headers or any("injected" in name for name in answer.cookies)
    return (
        at_home
        and not injected
        and not any("\n" in value or "\r" in value for value in answer.headers.values())
    )


def asked(client: Client, method: str, url: str) -> HttpResponseBase:
    """Ask with every parameter, in the address and in the form, and take back what it has changed."""
    with transaction.atomic():
        query = {} if method == "get" else {"query_params": SENT}
        reply: HttpResponseBase = getattr(client, method)(url, SENT, headers=HEADERS, **query)
        if reply.streaming:
            b"".join(reply)  # read to its end, so that its file is closed
        transaction.set_rollback(True)
    return reply


def test_no_page_leads_where_a_request_says(scenario: Scenario) -> None:
    amira, dana = scenario.browser("coordinator"), scenario.browser("admin")
    with unrendered():
        for row in ONE_OF_EACH.values():
            is_for_admins = row.answers.startswith("403") and row.sent == 403
            methods = [
                *(["get"] if row.answers.startswith("302") or is_for_admins else []),
                *(["post"] if row.sent == 302 or is_for_admins else []),
            ]
            for method in methods:
                with transaction.atomic():
                    parts = ARGUMENTS[row.name](scenario, row.of) if row.name in ARGUMENTS else []
                    reply = asked(dana if is_for_admins else amira, method, reverse(row.name, args=parts))
                    assert leads_home(reply), (row.name, method, dict(reply.headers))
                    transaction.set_rollback(True)
        for name in OPEN:
            for method in ("get", "post"):
                assert leads_home(asked(Client(), method, address_of(name))), (name, method)


def address_of(name: str) -> str:
    """Return an address of an open page; nothing need be there."""
    return reverse(name, args=[1, "signieren"]) if name == "link_file" else any_address(name)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_nor_does_a_second_factor(target: str, db: None) -> None:
    cache.clear()
    dana = with_password(factories.admin(), "dana@example.org")
    client = signed_in_with_password(dana)
    _, spare = with_app(client)
    again = client.post(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': target})}", {"code": spare[0]})
    assert again.status_code == 302
    assert "evil" not in again.headers["Location"]
    assert "javascript" not in again.headers["Location"]
    fresh = Client()
    asked_for = fresh.post("/anmelden/", {"username": dana.username, "password": PASSWORD, "next": target})
    assert asked_for.headers["Location"] == reverse("mfa_authenticate")
    assert fresh.post(reverse("mfa_authenticate"), {"code": spare[1]}).headers["Location"] == reverse("start")
