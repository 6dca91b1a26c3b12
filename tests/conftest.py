"""What every test can use."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cache

import pytest
from django.db import OperationalError, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from agreements.documents import editions
from tests.scenario import Scenario, build_scenario

flush = BaseDatabaseOperations.execute_sql_flush
JOBS = "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE"  # no model of ours
DEADLOCKS = 5  # a browser that was closed may have left a request that is still being answered


def flush_without_triggers(operations: BaseDatabaseOperations, statements: Sequence[str]) -> None:
    """Empty the tables after a transactional test although our triggers refuse TRUNCATE."""
    for attempt in range(1, DEADLOCKS + 1):
        try:
            flush(operations, ["SET LOCAL session_replication_role = replica", JOBS, *statements])
        except OperationalError:
            if attempt == DEADLOCKS:
                raise
        else:
            return


def pytest_configure() -> None:
    """Let only the test runner past the guards."""
    pytest.MonkeyPatch().setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_triggers)


# Fixtures for everybody stand below.


@pytest.fixture(scope="session", autouse=True)
def files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the files of the tests away from those of the demo."""
    with override_settings(FILES_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash the passwords of invented people quickly; how long it takes is Django's matter."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def one_press() -> Iterator[None]:
    """Print each edition once in a run: the same content gives the same bytes, which tests/documents hold it to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editions, "render_pdf", cache(editions.render_pdf))
        yield


class ScenarioCache:
    """Keeps the scenario between tests that use it one after another: freezing renders PDFs and takes seconds.

    It stands in a transaction of its own, which is rolled back before a test that does not use it.
    """

    def __init__(self) -> None:
        self.scenario: Scenario | None = None
        self.open = ExitStack()

    def play(self, blocker: DjangoDbBlocker) -> Scenario:
        """Return the scenario, built if it does not stand yet."""
        if self.scenario is None:
            self.open.enter_context(blocker.unblock())
            self.open.enter_context(transaction.atomic())
            self.open.callback(transaction.set_rollback, True)
            try:
                self.scenario = build_scenario()
            except Exception:
                self.close()
                raise
        return self.scenario

    def close(self) -> None:
        """Take the scenario down."""
        self.scenario = None
        self.open.close()


SCENARIO_CACHE = ScenarioCache()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser, whose stories take longest, and play all that needs the scenario in one go."""
    items.sort(key=lambda item: (not needs(item, "live_server"), not needs(item, "scenario")))


def needs(item: pytest.Item, fixture: str) -> bool:
    """Say whether a test uses a fixture."""
    return fixture in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave nothing of the scenario to tests that build a world of their own."""
    if not needs(item, "scenario"):
        SCENARIO_CACHE.close()


@pytest.fixture(scope="session")
def scenario_cache(django_db_setup: None) -> Iterator[ScenarioCache]:
    """The scenario's house; it closes before the database of the tests is dropped."""
    yield SCENARIO_CACHE
    SCENARIO_CACHE.close()


@pytest.fixture
def built_scenario(scenario_cache: ScenarioCache, django_db_blocker: DjangoDbBlocker) -> Scenario:
    """The scenario as it stands between tests."""
    return scenario_cache.play(django_db_blocker)


@pytest.fixture
def scenario(built_scenario: Scenario, db: None) -> Scenario:
    """The scenario as fresh for each test; what the test changes is rolled back after it."""
    return built_scenario.fresh()
