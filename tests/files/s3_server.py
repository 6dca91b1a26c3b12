"""An S3 server on this machine, behind a proxy by which it can be away for a while."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import boto3
from botocore.exceptions import ClientError, EndpointConnectionError

from tests.jobs.proxy import Proxy

BUCKET = "vertraege"
KEY, SECRET = "schluessel", "geheimnis"
SECONDS = 60  # until the server must answer


def settings_for(server: Proxy, prefix: str = "") -> dict[str, str]:
    """Return the settings of the application for this server."""
    return {
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT": f"http://127.0.0.1:{server.port}",
        "S3_REGION": "eu-central-1",
        "S3_KEY": KEY,
        "S3_SECRET": SECRET,
        "S3_PREFIX": prefix,
    }


@contextmanager
def s3_server() -> Iterator[Proxy]:
    """Run a server with an empty bucket."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _make_bucket(port)
        before = Proxy(partial(socket.create_connection, ("127.0.0.1", port)))
        yield before
        before.refuse()
    finally:
        server.kill()
        server.wait()


def client(port: int) -> Any:
    return boto3.session.Session().client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="eu-central-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )


def _make_bucket(port: int) -> None:
    asking, until = client(port), time.monotonic() + SECONDS
    while True:
        try:
            asking.create_bucket(
                Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
            )
        except (EndpointConnectionError, ClientError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
