"""The installer's checks and messages."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from mitwirkung.devtools import install

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


@pytest.fixture
def empty_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the installer in an empty folder."""
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "VENV_PYTHON", tmp_path / ".venv" / "bin" / "python")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    return tmp_path


def stand_in(folder: Path, script: str) -> None:
    """Replace the Python of the virtual environment."""
    program = folder / ".venv" / "bin" / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.mark.parametrize("found", [(3, 6), (3, 10), (2, 7)])
def test_an_old_python_is_refused_with_a_way_on(found: tuple[int, int]) -> None:
    with pytest.raises(install.CannotInstallError, match=r"needs 3\.11 or newer: install one") as caught:
        install.check_python(found)
    assert f"Python {found[0]}.{found[1]} is too old" in str(caught.value)


@pytest.mark.parametrize("found", [(3, 11), (3, 13), (4, 0)])
def test_a_new_python_is_welcome(found: tuple[int, int]) -> None:
    install.check_python(found)


@pytest.mark.parametrize("name", ["mitwirkung/devtools/install.py", "manage.py"])
def test_old_pythons_can_read_the_sentence(name: str) -> None:
    source = (settings.BASE_DIR / name).read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6)).body


def test_missing_programs_are_named_as_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert set(install.missing_packages("test")) >= {
        "chromium-headless-shell",
        "poppler-utils",
        "default-jdk-headless",
    }
    assert "chromium-headless-shell" not in install.missing_packages("demo")


def test_a_missing_library_is_named_as_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(install.LIBRARIES, "libno-such-library.so.0", "libno-such-library0")
    assert "libno-such-library0" in install.missing_packages("demo")


def test_without_apt_the_line_to_run_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        install.CannotInstallError, match="apt-get install -y --no-install-recommends chromium java"
    ):
        install.install_packages(["chromium", "javac"])


@pytest.mark.skipif(os.getuid() != 0, reason="only root installs packages")
def test_root_installs_the_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> "{tmp_path}/log"\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    install.install_packages(["chromium"])
    assert (tmp_path / "log").read_text().splitlines() == [
        "noninteractive update",
        "noninteractive install -y --no-install-recommends chromium",
    ]


def test_requirements_are_installed_once(empty_project: Path) -> None:
    stand_in(empty_project, f'echo "$*" >> "{empty_project}/log"')
    requirements = empty_project / "requirements.txt"
    requirements.write_text("one")
    install.install_requirements("requirements.txt")
    install.install_requirements("requirements.txt")
    log = empty_project / "log"
    assert log.read_text().count("--require-hashes") == 1
    requirements.write_text("two")
    install.install_requirements("requirements.txt")
    assert log.read_text().count("--require-hashes") == 2


def test_a_failed_installation_shows_why_and_is_tried_again(
    empty_project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(empty_project, "echo no route to the packages; exit 3")
    (empty_project / "requirements.txt").write_text("one")
    for _ in range(2):
        with pytest.raises(install.CannotInstallError, match="run the same command again"):
            install.install_requirements("requirements.txt")
        assert "  | no route to the packages" in capsys.readouterr().err


def test_a_place_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "mitwirkung").mkdir()
    script = tmp_path / "mitwirkung" / "install.py"
    script.write_text(Path(install.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / ".venv").write_text("a file in the way")
    result = subprocess.run(
        [sys.executable, "-I", script, "demo"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (settings.BASE_DIR / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text).strip())
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+ \\\n\s+--hash=sha256:[0-9a-f]{64}", entry), entry[:80]


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_requirements_name_no_place_to_load_them_from(name: str) -> None:
    text = (settings.BASE_DIR / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted|(?m:^-)|\s/\w", text)


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {"requirements.txt": project["dependencies"]}
    wanted["requirements-dev.txt"] = project["dependencies"] + project["optional-dependencies"]["dev"]
    for name, dependencies in wanted.items():
        pinned = set(
            re.findall(r"(?m)^([a-z0-9._-]+)==", (settings.BASE_DIR / name).read_text(encoding="utf-8"))
        )
        names = {re.split(r"[\[~=<>! ]", dependency)[0].lower() for dependency in dependencies}
        assert names <= pinned, f"run make requirements: {name} lacks {sorted(names - pinned)}"


def test_both_files_pin_the_same_versions() -> None:
    pins = [
        dict(
            re.findall(r"(?m)^([a-z0-9._-]+)==(\S+)", (settings.BASE_DIR / name).read_text(encoding="utf-8"))
        )
        for name in REQUIREMENTS
    ]
    assert pins[0].items() <= pins[1].items()
