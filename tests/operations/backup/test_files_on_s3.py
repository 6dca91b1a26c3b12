"""A backup takes along what lies on S3, comes back there too, and a proof never touches the bucket."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.test import override_settings

from agreements.files import store
from tests.files.s3_server import s3_server, settings_for
from tests.operations.backup.places import Place


def names() -> set[str]:
    """Return what lies in the bucket."""
    return {name for name, _ in store.backend().written()}


def test_files_on_s3_are_backed_up_proved_and_restored(
    original: Place, elsewhere: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = str(tmp_path / "target")
    with s3_server() as server:
        with override_settings(**settings_for(server, prefix="first/")):
            for path in original.files.glob("??/*"):
                store.backend().replace(path.name, path.read_bytes())
            shutil.rmtree(original.files)
            original.run("backup", target)
            before = names()
            for name, value in settings_for(server, prefix="first/").items():
                monkeypatch.setenv(f"MITWIRKUNG_{name}", value)
            assert "alles unversehrt" in original.run("prove_backup", target)
            assert names() == before
            with pytest.raises(CommandError, match="liegen schon welche"):
                elsewhere.run("restore", target)
        with override_settings(**settings_for(server, prefix="second/")):
            assert "alles unversehrt" in elsewhere.run("restore", target)
            assert names() == before
        server.refuse()
        with (
            override_settings(**settings_for(server, prefix="first/")),
            pytest.raises(CommandError, match="Ablage der Dateien antwortet nicht"),
        ):
            original.run("backup", str(tmp_path / "other"))
