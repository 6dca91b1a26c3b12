"""The program knows its version."""

import tomllib

from mitwirkung.settings import BASE_DIR
from mitwirkung.version import VERSION


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
