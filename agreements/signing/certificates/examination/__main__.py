"""Subprocess of `sandbox`: reads a `Request` from stdin, writes the `ExaminationResult` to stdout.

The argument is its limit of CPU time in seconds.
"""

import gc
import logging
import sys
from pathlib import Path

import msgspec

from agreements.signing.certificates.examination.certificates import read_lists
from agreements.signing.certificates.examination.examine import examine, examine_foreign
from agreements.signing.certificates.examination.sandbox import Request, limit_this_process


def main() -> None:
    limit_this_process(int(sys.argv[1]))
    gc.disable()  # the process ends with its one file; collecting cycles takes a fifth of its time
    logging.disable(logging.CRITICAL)  # faults of a file belong into its result
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    uploaded = Path(request.uploaded).read_bytes()
    lists = read_lists(Path(request.anchors) if request.anchors else None)
    if request.base:
        earlier = tuple(Path(path).read_bytes() for path in request.earlier)
        verdict = examine(Path(request.base).read_bytes(), uploaded, lists, request.moment, earlier)
    else:
        verdict = examine_foreign(uploaded, lists, request.moment)
    sys.stdout.buffer.write(msgspec.json.encode(verdict))


if __name__ == "__main__":
    main()
