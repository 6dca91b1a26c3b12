"""Checks of the environment before start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from mitwirkung.checks import files_are_kept_private, files_can_be_written
from mitwirkung.database import database_url
from mitwirkung.environment_errors import SetupError, error_sentence
from tests.templates import APPLICATION

PRODUCTION = {
    "MITWIRKUNG_PRODUCTION": "1",
    "MITWIRKUNG_SECRET_KEY": "a-long-random-secret-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "MITWIRKUNG_HOSTS": "vertraege.example.org",
}


def check_deploy(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run Django's deployment checks in a process, as the operations manual says."""
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("MITWIRKUNG_", "DJANGO_"))
    }
    files = {"MITWIRKUNG_FILES": str(tmp_path / "files"), "MITWIRKUNG_VAR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=surroundings | files | PRODUCTION | changes,
        capture_output=True,
        text=True,
        check=False,
    )


def as_application() -> str:
    """Return the address of the database with the role that production names."""
    return database_url(connection.settings_dict | {"USER": APPLICATION})


@pytest.mark.kills
@pytest.mark.usefixtures("django_db_setup")
def test_the_documented_production_settings_pass_all_deployment_checks(tmp_path: Path) -> None:
    done = check_deploy(tmp_path, DATABASE_URL=as_application())
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.kills
def test_the_deployment_checks_would_notice_a_weak_secret(tmp_path: Path) -> None:
    done = check_deploy(tmp_path, MITWIRKUNG_SECRET_KEY="short")
    assert done.returncode != 0
    assert "security.W009" in done.stderr


@pytest.mark.parametrize("published", ["STATIC_ROOT", "STATICFILES_DIRS"])
def test_files_below_a_published_folder_stop_the_start(
    tmp_path: Path, settings: Settings, published: str
) -> None:
    setattr(settings, published, tmp_path if published == "STATIC_ROOT" else [tmp_path])
    settings.FILES_ROOT = tmp_path / "deep" / "files"
    assert [error.id for error in files_are_kept_private(None)] == ["mitwirkung.E001"]


def test_files_beside_the_published_folders_are_fine(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.FILES_ROOT = tmp_path / "files"
    assert files_are_kept_private(None) == []
    assert files_can_be_written(None) == []


def test_a_file_in_the_place_of_the_folder_is_found(tmp_path: Path, settings: Settings) -> None:
    in_the_way = tmp_path / "files"
    in_the_way.write_text("not a folder")
    settings.FILES_ROOT = in_the_way / "deeper"
    assert [error.id for error in files_can_be_written(None)] == ["mitwirkung.E002"]


@pytest.mark.django_db
@pytest.mark.parametrize("app", ["districts", "agreements", "mitwirkung"])
def test_a_database_of_an_unreleased_state_is_refused_in_one_sentence(app: str) -> None:
    MigrationRecorder(connection).record_applied(app, "0099_of_another_state")
    with pytest.raises(
        SetupError, match=rf"another state of MitWirkung \({app}\.0099_of_another_state\)"
    ) as caught:
        call_command("migrate", verbosity=0)
    assert "Nothing in it was changed" in (error_sentence(caught.value) or "")
