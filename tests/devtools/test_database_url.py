"""Valid and invalid values of DATABASE_URL."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from mitwirkung.database import database_settings, database_url
from tests.devtools.conftest import Clone

FAULTY = {
    "sqlite:///db.sqlite3": "must begin with postgresql://, not 'sqlite'",
    "mysql://u:secret@h/db": "must begin with postgresql://, not 'mysql'",
    "just words": "must begin with postgresql://",
    "postgresql://u:secret@h:port/db": "host or port in DATABASE_URL cannot be read",
    "postgresql://u:secret@h:99999/db": "host or port in DATABASE_URL cannot be read",
    "postgresql://u:secret@[::1/db": "host or port in DATABASE_URL cannot be read",
    "postgresql://u:secret@h/db?colour=red": 'unknown option: invalid connection option "colour"',
    "postgresql://u:secret@h": "names no database",
}


def test_every_part_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://am%40t:p%2Fw%3A1@db.example:6432/mit%20wirkung?sslmode=require"
    )
    settings = database_settings()
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["USER"], settings["PASSWORD"]) == ("am@t", "p/w:1")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", "6432", "mit wirkung")
    assert settings["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "url", ["postgresql://mw@:5433/mw?host=%2Frun%2FA%20b", "postgresql://mw@%2Frun%2FA%20b:5433/mw"]
)
def test_the_folder_of_a_socket_may_stand_for_the_host(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings = database_settings()
    assert (settings["HOST"], settings["PORT"]) == ("/run/A b", "5433")
    assert "host" not in settings["OPTIONS"]


def test_production_pools_its_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://mw@db/mw")
    monkeypatch.setenv("MITWIRKUNG_PRODUCTION", "1")
    settings = database_settings()
    assert settings["OPTIONS"]["pool"]["max_size"] > 1
    assert settings["CONN_HEALTH_CHECKS"] is True
    assert "CONN_MAX_AGE" not in settings


@pytest.mark.parametrize("url", FAULTY)
def test_a_faulty_value_is_named_without_its_password(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=FAULTY[url]) as caught:
        database_settings()
    assert "secret" not in str(caught.value)


def test_a_command_says_one_sentence_about_another_database(clone: Clone) -> None:
    status, output = clone.manage("check", DATABASE_URL="sqlite:///db.sqlite3")
    assert status == 1
    assert output.startswith("DATABASE_URL must begin with postgresql://")
    assert output.count("\n") == 1


def test_a_command_says_one_sentence_about_an_unreachable_database(clone: Clone) -> None:
    status, output = clone.manage("migrate", DATABASE_URL="postgresql://mw:secret@127.0.0.1:1/mw")
    assert status == 1
    assert output.startswith("The database cannot be reached: ")
    assert "check DATABASE_URL" in output
    assert "secret" not in output
    assert output.count("\n") == 1


def test_production_does_not_fall_back_to_the_embedded_server(clone: Clone) -> None:
    status, output = clone.manage("check", MITWIRKUNG_PRODUCTION="1", MITWIRKUNG_SECRET_KEY="x")
    assert status == 1
    assert output.startswith("DATABASE_URL is not set: production needs")
    assert not (clone.folder / "var").exists()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://am%40t:p%2Fw%3A1@db.example:6432/mit%20wirkung?sslmode=require",
        "postgresql://mw@:5433/mw?host=%2Frun%2FA%20b",
        "postgresql:///mw",
    ],
)
def test_an_address_is_written_from_the_settings_it_gave(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings = database_settings()
    monkeypatch.setenv("DATABASE_URL", database_url(settings))
    assert database_settings() == settings


def test_the_pool_is_no_part_of_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://mw@db/mw")
    monkeypatch.setenv("MITWIRKUNG_PRODUCTION", "1")
    assert "pool" not in database_url(database_settings())
