"""Bodies above the limit of their view are refused unread; who renders much waits her turn."""

from collections.abc import Iterator
from runpy import run_path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from agreements.documents.render_limit import IN_LINE, LOCKS, in_turn
from agreements.files.requests import body_limit
from tests.page import read
from tests.scenario import Scenario

MANY = 300 * 1024 * 1024
FORM = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
UPLOADS = {
    "signature_new": 1,
    "signature_correct": 1,
    "signed_file_new": 1,
    "delegation_new": 1,
    "photo_new": 1,
    "link_file_new": 1,
    "archive_new": 1,
    "termination_new": 1,
    "termination_retract": 1,
    "record_new": 1,
    "record_known": 1,
    "record_correct": 1,
    "resolution_new": 1,
    "resolution_edit": 1,
    "milestone_new": 1,
    "milestone_edit": 1,
    "signatory_document_edit": 1,
    "evidence_new": 5,
    "evidence_renew": 5,
    "obligation_report": 5,
    "table_detail": 2,
}


class Untouched:
    """A body that must not be read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def views(patterns: list[Any]) -> Iterator[Any]:
    for pattern in patterns:
        yield from views(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]


@pytest.mark.parametrize("address", ["/anmelden/", "/pruefen/", "/passwort/"])
def test_a_body_above_the_limit_is_refused_unread(address: str, client: Client, db: None) -> None:
    sent: dict[str, Any] = {"wsgi.input": Untouched(), "CONTENT_LENGTH": str(MANY)}
    reply = client.generic("POST", address, content_type="multipart/form-data; boundary=x", **sent)
    assert reply.status_code == 413
    assert "je Datei höchstens 20 MB" in read(reply).text


def test_only_views_that_take_files_take_more_than_a_form() -> None:
    limits = {pattern.name: body_limit(pattern.callback) for pattern in views(get_resolver().url_patterns)}
    large = {name: limit for name, limit in limits.items() if limit != FORM}
    assert large == {name: FORM + files * settings.UPLOAD_MAX_BYTES for name, files in UPLOADS.items()}


def test_a_script_learns_where_a_redirect_leads(client: Client, db: None) -> None:
    reply = client.get("/passwort/", headers={"X-Keep-Files": "1"})
    assert (reply.status_code, reply.headers["X-Location"]) == (204, "/anmelden/?next=/passwort/")


def test_one_document_is_rendered_and_one_waits_for_each_person(scenario: Scenario) -> None:
    request = RequestFactory().get(reverse("draft_pdf", args=[scenario.draft.pk]))
    request.user = scenario.amira
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            for place in (1, 2):
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS + place, scenario.amira.pk])
            refused = scenario.browser("coordinator").get(request.path)
            assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
            assert "werden noch gesetzt" in read(refused).text
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS + 2, scenario.amira.pk])
            assert in_turn(lambda request: "gesetzt")(request) == "gesetzt"
    finally:
        other.close()


def test_a_worker_has_threads_left_beside_the_documents_of_one_person() -> None:
    """With one thread each, two workers answered nobody for a minute while 24 drafts were asked for."""
    assert run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))["threads"] > IN_LINE
