"""An installation with its backup, and an empty place to restore into."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests import templates
from tests.conftest import DATABASES
from tests.operations.backup.places import Place


@pytest.fixture(scope="package", autouse=True)
def unblocked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let these tests work in databases of their own, with real transactions."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def original(tmp_path: Path) -> Iterator[Place]:
    """An installation that holds the scenario."""
    place = Place(f"{DATABASES.empty}_original", tmp_path / "files")
    with override_settings(FILES_ROOT=place.files):
        templates.copy_scenario(place.database)
    yield place
    place.remove()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Place]:
    """An empty database and no folder yet."""
    place = Place(f"{DATABASES.empty}_elsewhere", tmp_path / "elsewhere" / "files")
    place.clear()
    yield place
    place.remove()


@pytest.fixture(scope="package")
def made_once(unblocked: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A backup of the scenario, made once."""
    folder = tmp_path_factory.mktemp("backup")
    place = Place(f"{DATABASES.empty}_made_once", folder / "files")
    with override_settings(FILES_ROOT=place.files):
        templates.copy_scenario(place.database)
    place.run("backup", str(folder / "target"))
    place.remove()
    yield folder / "target"
    connection.close()


@pytest.fixture
def backup(made_once: Path, tmp_path: Path) -> Path:
    """A copy of that backup, to damage."""
    return Path(shutil.copytree(made_once, tmp_path / "backup"))
