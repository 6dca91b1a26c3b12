"""What every test can use."""

import gc
import re
from collections.abc import Iterator, Sequence
from itertools import compress, count
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.template import Context, Template
from django.test import override_settings
from django.test.signals import template_rendered
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from agreements import situation_cache
from agreements.dossier.reading_text import pdf as reading_text_pdf
from agreements.drafting.comparison import pdf as comparison_pdf
from agreements.models import text
from agreements.rendering import pdf, transcript_pdf
from agreements.signing.folder import pdf as folder_pdf
from agreements.tracking.start import brief
from mitwirkung.own_sessions import middleware as idle
from tests import templates
from tests.scenario import Scenario, StageKeys

JOB_TABLES = (
    "procrastinate_jobs",
    "procrastinate_workers",
    "procrastinate_periodic_defers",
)  # no models of ours
ALWAYS = 10**9  # seconds
MARKED = {
    "live_server": "browser",
    "clone": "kills",
    "django_db_setup": "database",
}  # by the fixture that a test uses
INVARIANTS = Path(__file__).parent / "invariants"
DEADLOCKS = 5  # a browser that was closed may have left a request that is still being answered


def flush_without_triggers(operations: BaseDatabaseOperations, statements: Sequence[str]) -> None:
    """Empty the tables after a transactional test although our triggers refuse it.

    To delete from the few that have rows takes a tenth of truncating them all with their indexes.
    """
    tables = [*re.findall(r'"(\w+)"', " ".join(statements)), *JOB_TABLES]
    for attempt in range(1, DEADLOCKS + 1):
        try:
            with transaction.atomic(), operations.connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute("SELECT " + ", ".join(f'EXISTS (SELECT FROM "{name}")' for name in tables))
                for name in compress(tables, cursor.fetchone()):
                    cursor.execute(f'DELETE FROM "{name}"')
        except OperationalError:
            if attempt == DEADLOCKS:
                raise
        else:
            return


def pytest_configure() -> None:
    """Let only the test runner past the guards, and no test fail because the machine is busy."""
    hypothesis_settings.register_profile("busy", deadline=None)
    hypothesis_settings.load_profile("busy")
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
def nobody_leaves() -> Iterator[None]:
    """Let no session end before its time, and none be written by the page that is first asked in a minute."""
    with override_settings(IDLE_SECONDS=ALWAYS), pytest.MonkeyPatch.context() as patch:
        patch.setattr(idle, "MINUTE", ALWAYS)
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Let no test see where an agreement stood in another one, whose rows had the same keys."""
    situation_cache.forget()


@pytest.fixture(scope="session", autouse=True)
def one_press() -> Iterator[None]:
    """Print each page once: the same page gives the same bytes, which tests/rendering hold it to."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (pdf, transcript_pdf, brief, comparison_pdf, folder_pdf, reading_text_pdf):
            patch.setattr(module, "write_pdf", templates.written_once)
        yield


@pytest.fixture(autouse=True)
def keys_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the rows of a test the same keys in every run, or nothing with a new row would ever be printed again."""
    numbers = count(1)
    in_turn = SimpleNamespace(uuid4=lambda: UUID(int=next(numbers), version=4))
    monkeypatch.setattr(text, "uuid", in_turn)


@pytest.fixture(scope="session", autouse=True)
def plain_rendering(django_test_environment: None) -> None:
    """Keep for `response.context` what pages are rendered with; Django's tests copy it for every include, too."""

    def render(template: Template, context: Context) -> str:
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = render  # the test environment puts the original back


class Databases:
    """The two databases of this process: an empty one, and one with the scenario, copied when a test first asks for it."""

    def __init__(self) -> None:
        self.staged = False  # which of the two the test wants
        self.empty = ""
        self.keys: StageKeys | None = None

    def make(self, blocker: DjangoDbBlocker) -> None:
        """Copy the empty one and work in the wanted one."""
        self.blocker = blocker
        self.empty = connection.creation._get_test_db_name()
        templates.copy_migrated(self.empty)
        self.enter()

    def enter(self) -> None:
        """Work in the wanted one from now on."""
        name = f"{self.empty}_staged" if self.staged else self.empty
        if self.staged and self.keys is None:
            with self.blocker.unblock():
                self.keys = templates.copy_scenario(name)
        if connection.settings_dict["NAME"] != name:
            templates.connect_to(name)
            ContentType.objects.clear_cache()  # a flush numbers them anew, in its own database only

    def drop(self) -> None:
        """Remove both."""
        connection.close()
        for name in (self.empty, f"{self.empty}_staged"):
            templates.drop(name)


DATABASES = Databases()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a file by its argument: its bytes may hold the time, and then no two workers collect the same tests."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what a test uses; begin with browser and programs, for they take longest, and use each database in one go."""
    for item in items:
        for fixture, mark in MARKED.items():
            if needs(item, fixture):
                item.add_marker(mark)
        if item.get_closest_marker("django_db"):
            item.add_marker("database")
        if item.path.parent == INVARIANTS:
            item.add_marker("invariants")
    items.sort(
        key=lambda item: (
            not item.get_closest_marker("browser"),
            not item.get_closest_marker("kills"),
            not needs(item, "scenario"),
        )
    )


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays until the end: modules, and thousands of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # a page alone makes thousands of objects


def needs(item: pytest.Item, fixture: str) -> bool:
    """Say whether a test uses a fixture."""
    return fixture in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Choose the database before the test begins its transaction in it."""
    DATABASES.staged = needs(item, "scenario")
    if DATABASES.empty:
        DATABASES.enter()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Copy the databases of this process from their templates, in place of pytest-django, which migrates each."""
    with django_db_blocker.unblock():
        DATABASES.make(django_db_blocker)
    yield
    with django_db_blocker.unblock():
        DATABASES.drop()


@pytest.fixture
def application_role(db: None) -> Iterator[None]:
    """Let a test have the rights of web server and worker, and no others, until its transaction ends."""
    with templates.as_application():
        yield


@pytest.fixture
def scenario(db: None) -> Scenario:
    """The scenario as fresh for each test; what the test changes is rolled back after it."""
    assert DATABASES.keys is not None
    return DATABASES.keys.read()
