"""An S3 server on this machine, behind a proxy by which it can be away for a while."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import boto3

from tests.jobs.proxy import Proxy

BUCKET = "vertraege"
KEY, SECRET = "schluessel", "geheimnis"


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
    with socket.create_server(("127.0.0.1", 0)) as bound:  # who asks before the server is there waits for it
        port = bound.getsockname()[1]
        # as werkzeug, on which it runs, hands its socket over to itself
        handed = {"WERKZEUG_RUN_MAIN": "true", "WERKZEUG_SERVER_FD": str(bound.fileno())}
        server = subprocess.Popen(
            [sys.executable, "-m", "moto.server"],
            env=os.environ | handed,
            pass_fds=[bound.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    try:
        client(port).create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
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
