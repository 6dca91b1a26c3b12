"""The rules of docs/architecture.md that no linter knows."""

import ast
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

from agreements.choices import Status
from agreements.lifecycle import EDITABLE, FINAL, FROZEN, INITIAL, TRANSITIONS, diagram, transitions_from
from agreements.management.commands import permission_table

ROOT: Path = settings.BASE_DIR
PACKAGES = ("mitwirkung", "districts", "agreements", "tests", "bench")
LONGEST = 300
LONGEST_TEST = 400  # a table of cases may be long
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "core", "base", "lib"}
RETIRED = {
    "vocabulary": "choices",
    "askers": "client_address",
    "looking": "jobs",
    "pausing": "jobs",
    "answers": "form_responses",
    "refusals": "errors",
    "steps": "transitions",
    "link_keys": "link_tokens",
    "guards": "triggers",
    "sheets": "form_bundle",
    "together": "concurrency",
    "three_ways": "conflict_page",
    "latest": "last_change",
    "editing": "concurrency",
    "pasted": "text_cleaning",
    "parting": "split_join",
    "placing": "reordering",
    "fragments": "htmx_responses",
    "talking": "queries",
    "turns": "pending",
    "ways": "suggestion_diff",
    "rights": "permissions",
    "deciding": "suggestion_views",
    "pieces": "view_models",
    "making": "actions",
    "taking_over": "apply_update",
    "newer": "updates",
    "laying": "schedule",
    "laid": "cached_summary",
    "ladder": "recurrence",
    "standing": "status",
    "gathering": "queries",
    "judging": "validation",
    "showing": "responses",
    "telling": "presenters",
    "measuring": "shortfall",
    "tallying": "counts",
    "agreed": "agreed_shares",
    "drawing": "preview",
    "checking": "malware",
    "found": "signature_facts",
    "cancelling": "invalidation",
    "stepping": "transition_actions",
    "deputies": "delegates",
    "kept": "read_only",
    "told": "audited",
    "talk": "comments",
    "records": "dated_facts",
    "house": "base_admin",
    "surroundings": "environment_errors",
    "keeper": "postgres_supervisor",
    "badges": "status_badges",
    "stage": "scenario",
    "world": "factories",
    "sittings": "event_groups",
    "handing_over": "handover",
}
# the modules of the value that all others are built around
CONTENT = {"agreements/content.py", "agreements/content_parts.py", "agreements/changes.py"}
VENDORED = ("static/vendor/*", "tests/browser/vendor/*", "*/fonts/*", "*.png", "*.ttf", "*.woff2")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Django and the server look these up by their names
FOUND_BY_NAME = {
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "500.html",
    "bootstrap5/errors.html",
}


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


def test_no_module_has_a_retired_name() -> None:
    """Words that only this project used, and what stands in their place, so that none comes back."""
    assert not {
        shown(path): RETIRED[name]
        for path in modules()
        for name in {path.stem, path.parent.name}
        if name in RETIRED
    }


def test_a_public_class_has_its_name_alone() -> None:
    """A value in `content` and the row it is built from may share one."""
    homes: dict[str, list[str]] = {}
    for path in product_modules():
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(shown(path))
    assert not {
        name: places
        for name, places in homes.items()
        if len(places) > 1 and name != "Command" and not any(place in CONTENT for place in places)
    }


def test_forms_addresses_and_models_lie_where_their_names_say() -> None:
    """A package has one shape: forms in `forms`, addresses in `urls`, models in `models`, views in `views`."""
    outside = []
    for path in product_modules():
        parts = {*path.relative_to(ROOT).with_suffix("").parts}
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base) for base in node.bases}
                if bases & {"forms.Form", "forms.ModelForm"} and not ends(parts, "forms", "admin"):
                    outside.append(f"{shown(path)}: form {node.name}")
                if "models.Model" in bases and "models" not in parts:
                    outside.append(f"{shown(path)}: model {node.name}")
            if (
                isinstance(node, ast.Assign)
                and ast.unparse(node.targets[0]) == "urlpatterns"
                and "urls" not in parts
            ):
                outside.append(f"{shown(path)}: urlpatterns")
            if isinstance(node, ast.FunctionDef) and is_view(node) and not ends(parts, "views"):
                outside.append(f"{shown(path)}: view {node.name}")
    assert not outside


def ends(parts: set[str], *names: str) -> bool:
    """Say whether a part of a path is named so, alone or with a noun before it (`photo_forms`)."""
    return any(part == name or part.endswith(f"_{name}") for part in parts for name in names)


def is_view(function: ast.FunctionDef) -> bool:
    """Say whether a function is decorated by what gives a view its object."""
    decorators = {ast.unparse(decorator).split("(")[0] for decorator in function.decorator_list}
    return any(
        (name.endswith("_action") and name != "atomic_action")
        or name in {"action_required", "login_not_required"}
        for name in decorators
    )


def product_modules() -> list[Path]:
    return [
        path
        for path in modules()
        if path.relative_to(ROOT).parts[0] not in {"tests", "bench"} and "migrations" not in path.parts
    ]


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


def test_a_template_is_used_and_has_nothing_inline() -> None:
    users = "".join(user.read_text() for user in [*TEMPLATES, *modules()])
    for template in TEMPLATES:
        name = template.relative_to(ROOT / "templates").as_posix()
        text = re.sub(r"{%.*?%}|{{.*?}}", "", template.read_text())
        assert not re.search(
            r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", text, re.IGNORECASE
        ), name
        assert not re.search(r"(?:href|src)=[\"']https?://", text), f"{name}: somebody else's server"
        if name in FOUND_BY_NAME or name.startswith(("admin/", "pages/")):
            continue  # Django's admin asks for its templates by model; the legal pages' names stand in the addresses
        assert f'"{name}"' in users or f"'{name}'" in users, name


def test_an_address_is_written_in_the_block_that_looks_it_up() -> None:
    """Another block of the template would find it empty, and a link that leads nowhere is not noticed."""
    strayed = [
        (shown(template), name)
        for template in TEMPLATES
        for blocks in [re.split(r"(?={% block )", template.read_text())]
        for block in blocks
        for name in re.findall(r"{% url [^%]* as (\w+) %}", block)
        for other in blocks
        if re.search(rf"{{{{ {name}\b", other) and f" as {name} %}}" not in other
    ]
    assert not strayed


def test_every_legal_page_has_its_address() -> None:
    named = re.findall(r'"page": "(\w+)"', (ROOT / "mitwirkung/urls.py").read_text())
    assert sorted(named) == sorted(path.stem for path in (ROOT / "templates/pages").glob("*.html"))


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


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
    assert {step.name for step in TRANSITIONS.values() if step.needs_reason} == {
        *("unfreeze", "withdraw"),
        *("reopen_record", "withdraw_record"),
    }
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
