"""What nginx hands on, for the tests: answers with the headers and the number of bytes that arrived (`gunicorn tests.deploy.echo`)."""

import json
from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"]
    size = 0
    while part := body.read(65536):
        size += len(part)
    headers = {name: value for name, value in environ.items() if isinstance(value, str)}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"headers": headers, "size": size}).encode()]
