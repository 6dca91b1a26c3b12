"""The order of the house: what nobody notices in a review, a machine names."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from importlinter.cli import lint_imports

from agreements.choices import Status
from agreements.lifecycle import EDITABLE, FINAL, FROZEN, INITIAL, TRANSITIONS, diagram, transitions_from
from agreements.management.commands import permission_table

ROOT: Path = settings.BASE_DIR
PACKAGES = ("mitwirkung", "districts", "agreements", "tests", "bench")
LONGEST = 300
LONGEST_TEST = 400  # a table of cases may be long
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "core", "base", "lib"}
VENDORED = ("static/vendor/*", "tests/browser/vendor/*", "*/fonts/*", "*.png", "*.ttf", "*.woff2")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Django and the server look these up by their names
FOUND_BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "registration/login.html"}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def ignored() -> list[str]:
    return [line.strip("/") for line in (ROOT / ".gitignore").read_text().split() if line]


def files() -> Iterator[Path]:
    """Yield every file that belongs to the project."""
    patterns = [*ignored(), ".git"]
    waiting = [ROOT]
    while waiting:
        for path in waiting.pop().iterdir():
            if any(fnmatch(path.name, pattern) for pattern in patterns):
                continue
            if path.is_dir():
                waiting.append(path)
            elif not any(fnmatch(shown(path), pattern) for pattern in VENDORED):
                yield path


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    lengths = {shown(path): len(path.read_text().splitlines()) for path in modules()}
    too_long = {
        name: length
        for name, length in lengths.items()
        if length > (LONGEST_TEST if name.startswith("tests/") else LONGEST) and "/migrations/" not in name
    }
    assert not too_long


def test_every_module_has_a_name_that_says_something() -> None:
    assert not {shown(path) for path in modules() if path.stem in NAMELESS or path.parent.name in NAMELESS}


def test_every_module_says_what_it_is_for() -> None:
    silent_is_fine = ("__init__.py", "apps.py")
    silent = [
        shown(path)
        for path in modules()
        if path.name not in silent_is_fine
        and not {"migrations", "models"} & set(path.parts)
        and not path.read_text().lstrip().startswith(('"""', "#!", 'r"""'))
    ]
    assert not silent


@pytest.mark.parametrize("template", TEMPLATES, ids=shown)
def test_a_template_is_used_and_has_nothing_inline(template: Path) -> None:
    name = template.relative_to(ROOT / "templates").as_posix()
    text = re.sub(r"{%.*?%}|{{.*?}}", "", template.read_text())
    assert not re.search(
        r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", text, re.IGNORECASE
    )
    assert not re.search(r"(?:href|src)=[\"']https?://", text), "an address of somebody else's server"
    if name in FOUND_BY_NAME or name.startswith(("admin/", "pages/")):
        return  # Django's admin asks for its templates by model; the legal pages' names stand in the addresses
    users = [*TEMPLATES, *modules()]
    assert any(f'"{name}"' in user.read_text() or f"'{name}'" in user.read_text() for user in users)


def test_every_legal_page_has_its_address() -> None:
    named = re.findall(r'"page": "(\w+)"', (ROOT / "mitwirkung/urls.py").read_text())
    assert sorted(named) == sorted(path.stem for path in (ROOT / "templates/pages").glob("*.html"))


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_imports_run_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=None) == 0


def test_the_picture_in_the_readme_is_drawn_from_the_table() -> None:
    readme = (ROOT / "README.md").read_text()
    assert f"```mermaid\n{diagram()}\n```" in readme, "run: manage.py lifecycle_diagram"


def test_the_page_of_permissions_is_fresh() -> None:
    written = (ROOT / "docs/permissions.md").read_text()
    assert written == permission_table.page(), "run: manage.py permission_table > docs/permissions.md"


def test_every_dependency_says_what_it_is_for() -> None:
    lines = [line.strip() for line in (ROOT / "pyproject.toml").read_text().splitlines()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = project["dependencies"] + project["optional-dependencies"]["dev"]
    silent = []
    for dependency in named:
        place = lines.index(f'"{dependency}",')
        while lines[place].startswith('"'):  # a family of packages has one comment above it
            place -= 1
        if not lines[place].startswith("# "):
            silent.append(dependency)
    assert not silent


def test_no_file_names_where_packages_come_from() -> None:
    """The package index is the business of whoever installs; a host of ours would not be there for her."""
    told = re.compile(
        r"--(?:extra-)?index-url|--trusted-host|--find-links|py[p]i\.org|python[h]osted|registry\.npm[j]s|deb\.[d]ebian",
        re.I,
    )
    # the Makefile tells pip-tools to leave them out, and the test of the installation looks for them
    allowed = {"tests/test_architecture.py", "Makefile", "tests/devtools/test_install.py"}
    found = [
        shown(path)
        for path in files()
        if shown(path) not in allowed and told.search(path.read_text(errors="ignore"))
    ]
    assert not found


def test_no_file_needs_the_machine_it_was_written_on() -> None:
    home = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/(?!\.)")
    allowed = {"tests/test_architecture.py"}
    found = {
        shown(path): match[0]
        for path in files()
        if shown(path) not in allowed and (match := home.search(path.read_text(errors="ignore")))
    }
    assert not found


def test_every_status_can_be_reached_and_left() -> None:
    reached = {INITIAL}
    while more := {step.target for step in TRANSITIONS.values() if step.sources & reached} - reached:
        reached |= more
    assert reached == set(Status)
    for status in Status:
        assert bool(transitions_from(status)) == (status not in FINAL), status
        assert status.label


def test_every_status_is_open_frozen_or_withdrawn() -> None:
    assert set(Status) == EDITABLE | FROZEN | {Status.WITHDRAWN}
    assert not EDITABLE & FROZEN


def test_every_step_names_itself_its_event_and_who_takes_it() -> None:
    assert all(name == step.name for name, step in TRANSITIONS.items())
    assert len({step.event for step in TRANSITIONS.values()}) == len(TRANSITIONS)
    assert [step.name for step in TRANSITIONS.values() if not step.roles] == ["conclude"]
    assert {step.name for step in TRANSITIONS.values() if step.needs_reason} == {"unfreeze", "withdraw"}
    assert not {step.name for step in TRANSITIONS.values() if step.target in step.sources}


def test_settings_start_with_the_defaults_alone(tmp_path: Path) -> None:
    """Whoever clones and runs has no environment of ours."""
    said = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            "import mitwirkung.settings as s; print(s.DEBUG, s.PRODUCTION)",
        ],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "MITWIRKUNG_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stdout == "False False\n", said.stderr
