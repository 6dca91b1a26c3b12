"""nginx as it is delivered, with a certificate of its own, before gunicorn as it is delivered."""

import json
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import pytest

from bench.proxied import HOST, PATIENCE, SITE, Proxied, configured, nginx, proxied
from tests.http_sessions import until

pytestmark = pytest.mark.kills
MB = 1024 * 1024
SECRET = "a-token-that-nobody-may-read"
SECRET_PATHS = [
    f"/zeichnen/{SECRET}/",
    f"/zeichnen/{SECRET}/code/",
    f"//zeichnen//{SECRET}/",
    f"/%7aeichnen/{SECRET}/",
    f"/kalender/{SECRET}.ics",
    f"/abbestellen/{SECRET}:1/",
    f"/einladung/{SECRET}/",
    f"/passwort/neu/1-{SECRET}/",
]
FORGED = {
    "X-Forwarded-For": "192.0.2.66",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "81",
    "X-Real-IP": "192.0.2.66",
    "Forwarded": "for=192.0.2.66;host=evil.example",
    "X-Request-ID": "forged",
    "SCRIPT_NAME": "/forged",
}


@pytest.fixture(scope="module")
def echo() -> Iterator[Proxied]:
    with proxied("tests.deploy.echo") as running:
        yield running


def ask(to: Proxied, path: str, *, method: str = "GET", name: str = HOST, **more: Any) -> tuple[int, bytes]:
    with closing(to.browser()) as browser:
        browser.request(method, path, headers={"Host": name, **more.pop("headers", {})}, **more)
        answer = browser.getresponse()
        return answer.status, answer.read()


def test_the_site_is_free_of_faults(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    command = [nginx(), "-t", "-q", "-p", tmp_path, "-c", configured(tmp_path, 1443, 1080)]
    tested = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (tested.returncode, tested.stderr) == (0, "")


def test_forged_headers_vanish(echo: Proxied) -> None:
    status, body = ask(echo, "/", headers=FORGED)
    headers = json.loads(body)["headers"]
    assert status == 200
    assert headers["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert headers["HTTP_X_FORWARDED_PROTO"] == "https"
    assert headers["HTTP_HOST"] == HOST
    assert len(headers["HTTP_X_REQUEST_ID"]) == 32
    told = " ".join(headers.values())
    assert not any(word in told for word in ("192.0.2.66", "evil.example", "forged"))


@pytest.mark.parametrize(("size", "status"), [(int(20.5 * MB), 200), (105 * MB, 200), (105 * MB + 1, 413)])
def test_a_body_passes_up_to_the_limit(echo: Proxied, size: int, status: int) -> None:
    if status == 200:
        answer, body = ask(echo, "/bericht/", method="POST", body=bytes(size))
        assert (answer, json.loads(body)["size"]) == (200, size)
    else:  # announced is enough
        answer, body = ask(echo, "/bericht/", method="POST", headers={"Content-Length": str(size)})
        assert answer == status
        assert "<h1>Das ist zu groß</h1>" in body.decode()


def test_the_pages_of_nginx_need_nobody_and_are_strict(echo: Proxied) -> None:
    with closing(echo.browser()) as browser:
        browser.request("GET", "/fehlerseiten/page.css", headers={"Host": HOST})
        answer = browser.getresponse()
        assert (answer.status, bool(answer.read())) == (200, True)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "begun", [b"POST /bericht/ HTTP/1.1\r\nHost: %s\r\nContent-Length: 999\r\n\r\nx", b"GET / HT"]
)
def test_who_sends_slowly_holds_up_nobody(echo: Proxied, begun: bytes) -> None:
    """Sixteen were enough to stop gunicorn by itself."""
    with ExitStack() as held:
        for _ in range(32):
            browser = held.enter_context(closing(echo.browser()))
            browser.connect()
            browser.sock.sendall(begun.replace(b"%s", HOST.encode()))
        with closing(echo.browser()) as other:
            other.connect()
            other.sock.settimeout(14)  # nginx ends those who are slow after fifteen
            other.request("GET", "/")
            assert other.getresponse().status == 200


def test_who_never_ends_its_request_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    impatient = tmp_path / "site.conf"
    impatient.write_text(SITE.read_text().replace("_header_timeout 15s", "_header_timeout 1s"))
    monkeypatch.setattr("bench.proxied.SITE", impatient)
    with proxied("tests.deploy.echo") as running, closing(running.browser()) as slow:
        slow.connect()
        slow.sock.sendall(b"GET / HT")
        slow.sock.settimeout(10)
        with suppress(ConnectionError):
            assert b"200" not in slow.sock.recv(1000)


def test_an_unknown_host_gets_no_answer(echo: Proxied) -> None:
    with pytest.raises(ConnectionError):
        ask(echo, "/", name="anderswo.example")
    with pytest.raises(ssl.SSLError), closing(echo.browser("anderswo.example")) as browser:
        browser.connect()
    with socket.create_connection(("127.0.0.1", echo.plain_port), timeout=PATIENCE) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: anderswo.example\r\n\r\n")
        assert plain.recv(100) == b""


def test_plain_http_leads_to_tls(echo: Proxied) -> None:
    with socket.create_connection(("127.0.0.1", echo.plain_port), timeout=PATIENCE) as plain:
        plain.sendall(f"GET /vertraege/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        assert f"Location: https://{HOST}/vertraege/".encode() in plain.recv(2000)


def test_only_sending_passwords_is_limited() -> None:
    with proxied("tests.deploy.echo") as running:
        answers = [ask(running, "/anmelden/", method="POST")[0] for _ in range(25)]
        assert answers[:21] == [200] * 21
        assert 429 in answers[21:]
        assert {ask(running, path)[0] for path in ("/anmelden/", "/vertraege/")} == {200}
        assert "<h1>Zu viele Versuche</h1>" in ask(running, "/admin/login/", method="POST")[1].decode()


def test_no_token_is_in_any_log_not_even_without_a_server() -> None:
    with proxied("tests.deploy.echo") as running:
        too_large = {"Content-Length": str(200 * MB)}
        for path in SECRET_PATHS:
            assert ask(running, path)[0] == 200
            assert ask(running, path, method="POST", headers=too_large)[0] == 413
            with pytest.raises(ConnectionError):
                ask(running, path, name="anderswo.example")
        with socket.create_connection(("127.0.0.1", running.plain_port), timeout=PATIENCE) as plain:
            plain.sendall(f"GET {SECRET_PATHS[0]} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            plain.recv(2000)
        with closing(running.browser()) as broken:  # a request that nginx cannot read
            broken.connect()
            broken.sock.sendall(f"GET {SECRET_PATHS[0]} HTTP/1.1\r\nHost: a b\r\n\r\n".encode())
            broken.sock.recv(2000)
        assert ask(running, "/pruefen/ABCD-EFGH/")[0] == 200
        running.take_the_server_away()
        for path in (*SECRET_PATHS, "/pruefen/ABCD-EFGH/"):
            status, body = ask(running, path)
            assert status == 502
            assert "<h1>MitWirkung ist gerade nicht erreichbar</h1>" in body.decode()
        assert ask(running, "/vertraege/?suche=Rathaus")[0] == 502
        # a line is written after its answer
        until(lambda: "/vertraege/" in running.logs()["mitwirkung.access.log"])
        logs = running.logs()
    assert not [name for name, text in logs.items() if SECRET in text]
    access = [json.loads(line) for line in logs["mitwirkung.access.log"].splitlines()]
    assert {line["path"] for line in access} >= {
        "/zeichnen/…",
        "/kalender/…",
        "/abbestellen/…",
        "/einladung/…",
    }
    verified = [line["address"] for line in access if line["path"].startswith("/pruefen/")]
    assert verified == ["", ""]
    assert ("/vertraege/", 502) in {(line["path"], line["status"]) for line in access}
    assert "/pruefen/" not in logs["mitwirkung.error.log"]
    assert "/vertraege/" in logs["mitwirkung.error.log"], "what is no secret is told"
    assert "Rathaus" not in logs["mitwirkung.access.log"]
