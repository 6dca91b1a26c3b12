"""Two web servers and two workers on one database, with the files on S3, and people in front of them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from types import SimpleNamespace
from typing import Any

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, Client, encode_multipart

from districts.models import User
from mitwirkung.settings import BASE_DIR
from tests.files.conftest import bucket, s3
from tests.files.places import BucketPlace
from tests.files.s3_server import settings_for
from tests.http_sessions import until
from tests.jobs.conftest import PATIENCE, Scene, scene, seal_setup
from tests.jobs.proxy import Proxy
from tests.page import Page
from tests.ports import free_port, listening
from tests.sealing.test_worker import worker_environment

__all__ = ["bucket", "s3", "scene", "seal_setup"]

Answer = tuple[int, Page]


class Node:
    """A web server that can be killed and started again at the same port."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.port = free_port()
        self.start()

    def start(self) -> None:
        with listening(self.port) as bound:  # only the server keeps it: who is dead answers nobody
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "mitwirkung.wsgi", "--log-level", "critical"),
                    *("--workers", "1", "--bind", f"fd://{bound.fileno()}"),
                ],
                cwd=BASE_DIR,
                env=self.environment,
                pass_fds=[bound.fileno()],
                start_new_session=True,
                stderr=subprocess.DEVNULL,
            )

    def kill(self) -> None:
        """End it and its workers at once, whatever they are doing."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)


class Browser:
    """A person at a desk, whose requests may go to either node."""

    def __init__(self, user: User) -> None:
        client = Client()
        client.force_login(user)  # the session is in the database: every node knows it
        self.cookies = {name: cookie.value for name, cookie in client.cookies.items()}

    def get(self, node: Node, path: str) -> Answer:
        return self._ask(node, "GET", path, b"", {})

    def post(self, node: Node, path: str, fields: dict[str, Any]) -> Answer:
        body = encode_multipart(BOUNDARY, fields)
        return self._ask(node, "POST", path, body, {"Content-Type": MULTIPART_CONTENT})

    def _ask(self, node: Node, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Return status and page; raises OSError or HTTPException where nobody answers."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(HTTPConnection("127.0.0.1", node.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, {"Cookie": cookies, "Accept": "text/html", **headers})
            answer = connection.getresponse()
            content = answer.read()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
        text = content.decode(errors="replace")  # a file is no page
        return answer.status, Page(SimpleNamespace(content=text.encode()))


NOBODY_ANSWERS = (OSError, HTTPException)


class Town:
    """The whole set-up."""

    def __init__(self, scene: Scene, s3: Proxy, bucket: BucketPlace, prefix: str) -> None:
        self.scene, self.s3, self.bucket = scene, s3, bucket
        named = {f"MITWIRKUNG_{name}": value for name, value in settings_for(s3, prefix).items()}
        # whoever looks for a file in the folder finds that it cannot even be made
        self.more = {**named, "MITWIRKUNG_FILES": "/dev/null/files"}
        self.nodes = [Node({**worker_environment(), **self.more}) for _ in range(2)]
        self.workers = [self.worker() for _ in range(2)]

    def worker(self) -> "subprocess.Popen[str]":
        return self.scene.start(**self.more)


@pytest.fixture
def town(bucket: BucketPlace, s3: Proxy, scene: Scene, settings: Any) -> Iterator[Town]:
    """`bucket` comes first: what the scene stores lies there."""
    town = Town(scene, s3, bucket, settings.S3_PREFIX)
    try:
        until(lambda: all(_answers(node) for node in town.nodes))
        yield town
    finally:
        for node in town.nodes:
            node.kill()


def _answers(node: Node) -> bool:
    with closing(HTTPConnection("127.0.0.1", node.port, timeout=PATIENCE)) as connection:
        try:
            connection.request("GET", "/gesund/")
            return connection.getresponse().status == 200
        except NOBODY_ANSWERS:
            return False
