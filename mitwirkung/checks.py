"""System checks of folders and the database."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader

from mitwirkung.environment_errors import SetupError

POWERFUL = """
    SELECT current_user WHERE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) OR EXISTS (
        SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
            AND pg_has_role(current_user, relowner, 'USAGE')
    )
"""


def nearest_existing(path: Path) -> Path:
    """Return an absolute path, or the first of the folders above it that is there."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def files_are_kept_private(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that signed documents are not below a published folder."""
    if settings.S3_BUCKET:
        return []
    kept = Path(settings.FILES_ROOT).resolve()
    published = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    return [
        Error(
            f"MITWIRKUNG_FILES ({kept}) lies in {folder}, which is published.",
            hint="Choose a folder outside of it.",
            id="mitwirkung.E001",
        )
        for folder in published
        if kept.is_relative_to(folder.resolve())
    ]


def files_can_be_written(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that the folder for signed documents is writable."""
    folder = nearest_existing(Path(settings.FILES_ROOT).resolve())
    if settings.S3_BUCKET or (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return []
    return [
        Error(
            f"MITWIRKUNG_FILES ({settings.FILES_ROOT}) cannot be written: {folder} refuses it.",
            hint="Give the account that runs the server write access, or choose another folder.",
            id="mitwirkung.E002",
        )
    ]


def application_owns_nothing(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn if the role of the application may lift triggers: a superuser, or the owner of a table."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(POWERFUL)
        (role,) = cursor.fetchone() or ("",)
    if not role:
        return []
    return [
        Warning(
            f"The database role {role} is a superuser or owns tables, so it could lift the triggers that keep what is signed.",
            hint="Run deploy/sql/roles.sql and name mw_app in DATABASE_URL.",
            id="mitwirkung.W003",
        )
    ]


def refuse_foreign_migrations(using: str = "default", **_: object) -> None:
    """Raise SetupError before migrating a database with migrations of ours that are unknown here.

    The tables of an unreleased or newer state cannot be migrated.
    """
    loader = MigrationLoader(connections[using])
    foreign = {
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in {"districts", "agreements", "mitwirkung"} and (app, name) not in loader.disk_migrations
    }
    if foreign:
        raise SetupError(
            f"This database was made by another state of MitWirkung ({min(foreign)}), whose tables cannot be taken over. "
            f"Nothing in it was changed: keep it, and name an empty one in DATABASE_URL; or, if it was only for trying "
            f"out, move {settings.VAR_DIR} away and start again."
        )
