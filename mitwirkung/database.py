"""Database settings: DATABASE_URL, or the embedded PostgreSQL under var/ if unset."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import make_conninfo

from mitwirkung.devtools.embedded_postgres import Say, use_server
from mitwirkung.environment import secret

EXAMPLE = "for example postgresql://user:password@host:5432/name"
NOT_STARTED = "postgresql:///mitwirkung?host=/embedded-postgresql-not-started"
# until a connection that has gone silent is given up, by the operating system itself (no matter for a socket); who
# waits for an answer reads within two seconds that there is none
SILENCE = {
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "4",
    "tcp_user_timeout": "1800",
}
# more connections than a server has threads: who waits for one waits for the database, and no longer than this
POOL = {"min_size": 1, "max_size": 10, "timeout": 1.5}


def ensure_database(say: Say) -> None:
    """Start or join the embedded server if DATABASE_URL is unset, and set DATABASE_URL.

    Must be called before Django is set up; child processes inherit the variable.
    """
    if secret("DATABASE_URL"):
        return
    if _production():
        raise ImproperlyConfigured(
            f"DATABASE_URL is not set: production needs a PostgreSQL server, {EXAMPLE}."
        )
    os.environ["DATABASE_URL"] = use_server(_var(), "postgres", say)


def ensure_test_database(say: Say) -> None:
    """Do the same with a separate, non-durable cluster for tests."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = use_server(_var(), "postgres-tests", say, durable=False)


def database_settings() -> dict[str, Any]:
    """Return Django's settings for DATABASE_URL. Raises ImproperlyConfigured."""
    try:
        parts = urlsplit(secret("DATABASE_URL", NOT_STARTED))
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            f"The host or port in DATABASE_URL cannot be read: write {EXAMPLE}."
        ) from error
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL must begin with postgresql://, not {parts.scheme or 'without a scheme'!r}: MitWirkung's "
            f"rules live in PostgreSQL and no other database can hold them; write {EXAMPLE}."
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ImproperlyConfigured(f"DATABASE_URL names no database: write {EXAMPLE}.")
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or _host(parts),
        "PORT": options.pop("port", None) or str(port or ""),
        "OPTIONS": {"connect_timeout": "2", **SILENCE, **options},
    }
    try:
        make_conninfo(**options)
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"DATABASE_URL has an unknown option: {str(error).strip()}.") from error
    if _production():
        settings["OPTIONS"]["pool"] = POOL
        settings["CONN_HEALTH_CHECKS"] = True  # or the pool would hand out what a restarted server has ended
    else:
        settings["CONN_MAX_AGE"] = 60
    return settings


def database_url(settings: Mapping[str, Any]) -> str:
    """Return the DATABASE_URL of settings that Django uses."""
    options = {key: str(value) for key, value in settings["OPTIONS"].items() if key != "pool"}
    options |= {"host": settings["HOST"]} if settings["HOST"] else {}
    person = quote(settings["USER"], safe="")
    secret = f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    name = quote(settings["NAME"], safe="")
    return f"postgresql://{person}{secret}@{port}/{name}?{urlencode(options, quote_via=quote)}"


def _host(parts: SplitResult) -> str:
    """Return the host or socket folder; `hostname` would lower-case a folder."""
    raw = parts.netloc.rpartition("@")[2]
    return unquote(raw.partition(":")[0]) if raw.startswith("%") else parts.hostname or ""


def _production() -> bool:
    return os.environ.get("MITWIRKUNG_PRODUCTION") == "1"


def _var() -> Path:
    return Path(os.environ.get("MITWIRKUNG_VAR") or Path(__file__).resolve().parent.parent / "var")
