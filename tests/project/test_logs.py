"""A line of the log says what happened, to which request or job, and names nobody."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from time import process_time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from districts.log_context import JOB
from districts.models import User
from districts.roles import Role
from mitwirkung.logs import JsonLines, TextLines, redacted
from tests.project.conftest import PASSWORD
from tests.scenario import Scenario, version_of
from tests.signing.links.visitor import ADDRESS, Visitor, invited

TOKEN = "abc_DEF-123"


class Lines(logging.Handler):
    """Keeps the lines that would be written."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(formatter)
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))

    @property
    def parsed(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.written]

    def of_requests(self) -> list[dict[str, object]]:
        return [line for line in self.parsed if line["logger"] == "mitwirkung.requests"]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    """All that is logged from INFO on, as production writes it."""
    handler = Lines(JsonLines())
    logging.getLogger().addHandler(handler)
    with caplog.at_level(logging.INFO):
        yield handler
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"Not Found: /zeichnen/{TOKEN}/code/", "Not Found: /zeichnen/…/code/"),
        (f"GET /kalender/{TOKEN}.ics", "GET /kalender/….ics"),
        ("GET /pruefen/K7QX-M2/", "GET /pruefen/…/"),
        ("GET /suche/?q=Frau+Beispiel&art=x HTTP/1.1", "GET /suche/?… HTTP/1.1"),
        ("to Rosa <rosa.rathaus@bezirk.example>, 2", "to Rosa <…@…>, 2"),
        ("what?\nDETAIL:  Key (username)=(amira) exists.\nend", "what?\nDETAIL: …\nend"),
        ("Invalid request from ip=2001:db8::7: Invalid HTTP", "Invalid request from ip=… Invalid HTTP"),
        ('connection to server at "10.0.0.5" failed', 'connection to server at "10.0.0.5" failed'),
        ("sent: mail 12", "sent: mail 12"),
        ("a@b.example/c@d.example|e@f.example", "…@……@……@…"),
    ],
)
def test_what_must_not_be_read_is_replaced(said: str, written: str) -> None:
    assert redacted(said) == written


@pytest.mark.parametrize("piece", ["%C3%BF", "a", "a@", "a@b-", "/x?", "?a", "ip=", "/zeichnen/"])
def test_a_long_line_holds_up_nobody(piece: str) -> None:
    """A stranger may send an address of kilobytes, which is logged; a worker has four threads."""
    began = process_time()
    redacted(piece * (100_000 // len(piece)))
    assert process_time() - began < 10, "in the square of its length it would be minutes"


def test_a_request_has_a_line_and_its_number(
    lines: Lines, client: Client, person: Callable[..., User]
) -> None:
    amira = person(Role.COORDINATOR)
    client.force_login(amira)
    page = client.get("/vertraege/?q=Beispiel", headers={"X-Request-ID": "0123456789abcdef"})
    (line,) = lines.of_requests()
    assert page.headers["X-Request-ID"] == line["request"] == "0123456789abcdef"
    assert isinstance(line.pop("ms"), int)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(line.pop("time")))
    assert line == {
        "level": "INFO",
        "logger": "mitwirkung.requests",
        "message": "GET /vertraege/ 200",
        "request": "0123456789abcdef",
        "user": amira.pk,
        "method": "GET",
        "path": "/vertraege/",
        "status": 200,
    }


@pytest.mark.parametrize("given", ["", "short", "ä" * 10, "a b c d e f g h", '"}{"x":"12345', "a" * 65])
def test_a_number_that_is_none_is_replaced(lines: Lines, client: Client, db: None, given: str) -> None:
    page = client.get("/impressum/", headers={"X-Request-ID": given})
    (line,) = lines.of_requests()
    assert re.fullmatch("[0-9a-f]{32}", page.headers["X-Request-ID"])
    assert line["request"] == page.headers["X-Request-ID"]
    assert "user" not in line, "nobody was asked for"


def test_what_fails_in_a_request_has_its_number_and_no_values(
    db: None, lines: Lines, person: Callable[..., User]
) -> None:
    amira = person(Role.COORDINATOR, name="amira")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO districts_user SELECT (u).* FROM (SELECT u FROM districts_user u WHERE id = %s)",
                [amira.pk],
            )
    except IntegrityError:
        logging.getLogger("anywhere").exception("Failed for %s", "amira@example.org")
    (line,) = lines.parsed
    assert line["message"] == "Failed for …@…"
    assert "IntegrityError" in str(line["error"])
    assert "DETAIL: …" in str(line["error"])
    assert f"({amira.pk})" not in str(line["error"])


def test_a_job_has_its_number(lines: Lines) -> None:
    token = JOB.set(17)
    logging.getLogger("agreements.worker").info("sent: mail 12")
    JOB.reset(token)
    logging.getLogger("agreements.worker").info("idle")
    assert [(line["message"], line.get("job")) for line in lines.parsed] == [
        ("sent: mail 12", 17),
        ("idle", None),
    ]


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({}, "text"),
        ({"MITWIRKUNG_PRODUCTION": "1"}, "json"),
        ({"MITWIRKUNG_LOG_FORMAT": "xml"}, "must be json or text"),
    ],
)
def test_production_writes_json(given: dict[str, str], written: str) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import mitwirkung.settings as s; print(s.LOGGING['handlers']['console']['formatter'])",
        ],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "MITWIRKUNG_SECRET_KEY": "x", "DATABASE_URL": "postgresql:///x"}
        | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert written in said.stdout + said.stderr


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()], ids=["json", "text"])
def test_no_token_code_or_address_is_in_any_line_of_a_journey(
    formatter: logging.Formatter, lines: Lines, scenario: Scenario
) -> None:
    """Sign in wrongly and rightly, invite, come by the link, type the code, fetch a calendar, verify, fail."""
    cache.clear()
    lines.setFormatter(formatter)
    amira, rosa = scenario.amira, Visitor(Client(raise_request_exception=False))
    User.objects.filter(pk=amira.pk).update(email="amira@verein.example")
    amira.set_password(PASSWORD)
    amira.save()
    browser = Client()
    for password in ("falsch-geraten-99", PASSWORD):
        browser.post(reverse("account_login"), {"username": amira.username, "password": password})
    shown = browser.post(reverse("calendar_renew")).content.decode()
    (secret,) = set(re.findall(r"/kalender/([\w-]+)\.ics", shown))
    assert Client().get(f"/kalender/{secret}.ics").status_code == 200
    assert browser.get(reverse("agreement_list"), {"q": "Rosa Rathaus"}).status_code == 200
    link = invited(scenario.signing, amira)
    token = rosa.link()
    rosa.client.post(token)
    rosa.client.post(f"{token}code/", {"code": "000000"})
    code = rosa.code()
    rosa.client.post(f"{token}code/", {"code": code})
    assert rosa.client.get(rosa.page("link_read", link)).status_code == 200
    checked = reverse("verify_code", args=[version_of(scenario.signed).fingerprint[:12]])
    rosa.client.get(checked)
    browser.get("/gibt-es-nicht/?email=amira@verein.example")
    browser.get(reverse("admin:index"))
    written = "\n".join(lines.written)
    assert "/zeichnen/…/code/" in written
    assert "/kalender/….ics" in written
    for secret_word in (
        token.split("/")[2],
        code,
        f"{code[:3]} {code[3:]}",
        secret,
        ADDRESS,
        "rosa.rathaus",
        "Rosa Rathaus",
        "amira@verein.example",
        amira.username,
        PASSWORD,
        "falsch-geraten",
        checked.split("/")[2],
        "127.0.0.1",
        str(browser.session.session_key),
    ):
        assert secret_word not in written, secret_word
