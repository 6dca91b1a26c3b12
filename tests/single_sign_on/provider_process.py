"""oidc-provider-mock, an identity provider that others wrote, as a process of its own."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

READY = re.compile(r"running on (http://127\.0\.0\.1:\d+)")


@contextmanager
def provider_process(*people: Mapping[str, object]) -> Iterator[str]:
    """Run a provider that knows these people by their claims; yield its address once it says that it listens."""
    known = [word for person in people for word in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", "0", "--require-nonce", "true", *known]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield _address(process)
        finally:
            process.kill()


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := READY.search(line):
            return found[1]
    raise AssertionError("".join(said))
