"""Whether the database answers and fits the program."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from mitwirkung.operations.health.result import HealthCheck, HealthState, Measured

NAME = "Datenbank"


def database_check() -> HealthCheck:
    try:
        missing = unapplied_migrations()
    except DatabaseError:
        return HealthCheck(
            key="database",
            name=NAME,
            state=HealthState.RED,
            sentence="Die Datenbank antwortet nicht. Bis sie es tut, wird nichts gelesen und nichts gespeichert.",
            advice="Den Datenbankserver und DATABASE_URL prüfen. Der Dienst im Hintergrund wartet von selbst.",
        )
    measured = (Measured(metric="unapplied_migrations", value=len(missing)),)
    if missing:
        return HealthCheck(
            key="database",
            name=NAME,
            state=HealthState.RED,
            sentence=f"Die Datenbank ist älter als das Programm: Es fehlen Migrationen ({', '.join(missing[:3])}).",
            advice="Eine Sicherung machen und „manage.py migrate“ ausführen, dann Web und Dienste neu starten.",
            measured=measured,
        )
    return HealthCheck(
        key="database",
        name=NAME,
        state=HealthState.OK,
        sentence="Die Datenbank antwortet und passt zum Programm.",
        measured=measured,
    )


def unapplied_migrations() -> list[str]:
    """Return the migrations that the database lacks. Two queries."""
    return [
        f"{app}.{name}"
        for app, name in sorted(_of_program() - set(MigrationRecorder(connection).applied_migrations()))
    ]


@cache
def _of_program() -> frozenset[tuple[str, str]]:
    """Return the migrations of the program without those that stand for others; they change with a restart only."""
    loader = MigrationLoader(None)
    return frozenset(key for key, migration in loader.disk_migrations.items() if not migration.replaces)
