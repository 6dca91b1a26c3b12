"""Runs the bench: `make bench`, or only a part of it: `make bench ONLY=amending`."""

import os
import signal
import sys
from importlib import import_module

import django

from mitwirkung.database import ensure_test_database
from mitwirkung.environment_errors import error_sentence


def main() -> int:
    """Prepare the surroundings, then measure; bad surroundings end in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitwirkung.settings")
    signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(128 + signum))
    try:
        ensure_test_database(lambda text: print(text, file=sys.stderr))
        django.setup()
        bench = import_module("bench.run")  # it imports models, so it cannot be imported before the setup
        if sys.argv[1:] and sys.argv[1] not in bench.PARTS:
            print(f"There is no part {sys.argv[1]}; there are: {', '.join(bench.PARTS)}.", file=sys.stderr)
            return 2
        bench.run(*sys.argv[1:2])
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Exception as error:
        words = error_sentence(error)
        if words is None:
            raise
        print(words, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
