"""An operation that is well."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone

from tests.operations.health.well import all_well
from tests.sealing.association import SealSetup, build_seal_setup
from tests.sealing.conftest import pytest_runtest_call, pytest_runtest_setup

__all__ = ["pytest_runtest_call", "pytest_runtest_setup"]  # an event loop for each test


@pytest.fixture(scope="session")
def seal_setup(tmp_path_factory: pytest.TempPathFactory) -> SealSetup:
    return build_seal_setup(tmp_path_factory.mktemp("haus"))


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def well(db: None, seal_setup: SealSetup, now: datetime) -> Iterator[datetime]:
    """Everything runs; the moment at which it was looked at."""
    with all_well(seal_setup, 25, now):
        yield now
