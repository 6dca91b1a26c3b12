"""The database of a test run: loaded with `-p tests.database`, before Django reads its settings."""

import sys
from collections.abc import Iterator

import pytest

from mitwirkung.database import ensure_test_database
from mitwirkung.environment_errors import error_sentence


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Start the embedded server when DATABASE_URL is unset; parallel workers inherit the address."""
    try:
        ensure_test_database(lambda text: print(text, file=sys.stderr))  # noqa: T201 - before pytest's own output
    except Exception as error:
        raise pytest.UsageError(error_sentence(error) or str(error)) from error
    return (yield)
