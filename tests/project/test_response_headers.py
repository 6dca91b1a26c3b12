"""Every answer, of whatever kind, tells the browser to be strict: pages, errors, files, calendars and what a style sheet is."""

from collections.abc import Callable

import pytest
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse

from tests.calendar_feed.feeds import address_of
from tests.scenario import Scenario, version_of

KINDS: dict[str, Callable[[Scenario], HttpResponseBase]] = {
    "page": lambda scenario: scenario.browser("coordinator").get("/vertraege/"),
    "page of the admin": lambda scenario: scenario.browser("admin").get("/admin/"),
    "page of a stranger": lambda scenario: Client().get("/anmelden/"),
    "redirect": lambda scenario: Client().get("/vertraege/"),
    "refused": lambda scenario: scenario.browser("staff").get(reverse("agreement_new")),
    "unknown": lambda scenario: Client().get("/gibt-es-nicht/"),
    "foreign host": lambda scenario: Client().get("/", headers={"host": "anderswo.example"}),
    "method": lambda scenario: Client().put("/anmelden/"),
    "foreign form": lambda scenario: Client(enforce_csrf_checks=True).post("/anmelden/"),
    "failed": lambda scenario: Client(raise_request_exception=False).get("/kaputt/500/"),
    "style sheet": lambda scenario: Client().get("/static/css/mitwirkung.css"),
    "script": lambda scenario: Client().get("/static/js/site.js"),
    "picture": lambda scenario: Client().get("/static/favicon.svg"),
    "signed PDF": lambda scenario: scenario.browser("coordinator").get(
        reverse("edition_file", args=[version_of(scenario.signing).editions.get().pk])
    ),
    "table": lambda scenario: scenario.browser("coordinator").get(
        reverse("list_download", args=["pflichten", "csv"])
    ),
    "calendar": lambda scenario: Client().get(address_of(scenario.amira)),
    "probe": lambda scenario: Client().get("/gesund/"),
    "passkey": lambda scenario: Client().get(reverse("mfa_login_webauthn")),
}


@pytest.mark.parametrize("kind", KINDS)
@override_settings(ROOT_URLCONF="tests.project.test_public_pages")
def test_an_answer_of_any_kind_is_strict(kind: str, scenario: Scenario) -> None:
    answer = KINDS[kind](scenario)
    headers = answer.headers
    if answer.streaming:
        b"".join(answer)  # read to its end, so that its file is closed
    for power in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{power}=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in headers["Content-Security-Policy"]
    media_type = headers.get("Content-Type", "")
    assert "charset=" in media_type or not media_type.startswith("text/"), media_type
    assert not {"Access-Control-Allow-Origin", "Server", "X-Powered-By"} & set(headers)


def test_what_pages_need_is_not_forbidden(db: None) -> None:
    policy = Client().get("/anmelden/").headers["Permissions-Policy"]
    assert not [name for name in ("publickey-credentials", "clipboard") if name in policy]
