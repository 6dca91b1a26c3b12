"""Where a secret may stand: a variable, a file, a credential of systemd."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from mitwirkung.database import database_settings
from mitwirkung.environment import credential_file, secret

NAME = "MITWIRKUNG_TRIED_SECRET"


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Have a file and a credential with the secret."""
    for variable in (NAME, f"{NAME}_FILE", "DATABASE_URL", "DATABASE_URL_FILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / NAME).write_text("of the credential\n")
    (tmp_path / "file").write_text("of the file\n")
    return tmp_path


def test_the_nearest_place_wins(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert secret(NAME) == "of the credential"
    monkeypatch.setenv(f"{NAME}_FILE", str(places / "file"))
    assert secret(NAME) == "of the file"
    monkeypatch.setenv(NAME, "of the variable")
    assert secret(NAME) == "of the variable"


def test_an_empty_secret_is_not_set(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (places / NAME).write_text("")
    assert credential_file(NAME) is None
    monkeypatch.setenv(NAME, "")
    assert secret(NAME, "default") == "default"
    assert secret("MITWIRKUNG_NEVER_HEARD_OF") == ""


def test_a_file_that_cannot_be_read_stops_the_start(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{NAME}_FILE", str(places / "nowhere"))
    with pytest.raises(
        ImproperlyConfigured, match=rf"{NAME}_FILE \(.*nowhere\) cannot be read: No such file"
    ):
        secret(NAME)
    (places / NAME).write_bytes(b"\xff\xfe")
    monkeypatch.delenv(f"{NAME}_FILE")
    with pytest.raises(ImproperlyConfigured, match="it is no text"):
        secret(NAME)


def test_the_address_of_the_database_may_be_a_credential(places: Path) -> None:
    (places / "DATABASE_URL").write_text("postgresql://mw:secret@db/mw\n")
    assert database_settings()["PASSWORD"] == "secret"
