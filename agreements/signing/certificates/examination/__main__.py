"""The child of `sandbox`, started with its seconds of processor time: reads a request from standard input and writes the verdict to standard output."""

import gc
import logging
import sys
from pathlib import Path

import msgspec

from agreements.signing.certificates.examination.certificates import read_lists
from agreements.signing.certificates.examination.examine import examine
from agreements.signing.certificates.examination.sandbox import Request, limit_this_process


def main() -> None:
    """Examine one file."""
    limit_this_process(int(sys.argv[1]))
    gc.disable()  # the process ends with its one file; looking for circles takes a fifth of its time
    logging.disable(logging.CRITICAL)  # a file's faults belong into its verdict
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    verdict = examine(
        Path(request.base).read_bytes(),
        Path(request.uploaded).read_bytes(),
        read_lists(Path(request.anchors) if request.anchors else None),
        request.moment,
        tuple(Path(path).read_bytes() for path in request.earlier),
    )
    sys.stdout.buffer.write(msgspec.json.encode(verdict))


if __name__ == "__main__":
    main()
