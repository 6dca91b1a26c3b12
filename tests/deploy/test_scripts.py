"""The scripts of deploy/: readable, and of one mind with the units. `make install-drill` runs them."""

import re
import subprocess

import pytest
from django.conf import settings

DEPLOY = settings.BASE_DIR / "deploy"
SCRIPTS = sorted(DEPLOY.glob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_can_be_read(script: object) -> None:
    read = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")


def test_installing_makes_every_secret_that_a_unit_wants() -> None:
    """systemd starts no unit whose credential is missing; an empty one is fine."""
    texts = [path.read_text() for path in (DEPLOY / "systemd").rglob("*") if path.is_file()]
    wanted = {
        (name, path) for text in texts for name, path in re.findall(r"LoadCredential=(\w+):(\S+)", text)
    }
    scripts = (DEPLOY / "install.sh").read_text() + (DEPLOY / "steps.sh").read_text()
    made = set(re.findall(r"\b(?:MITWIRKUNG_[A-Z0-9_]+|DATABASE_URL\w*)", scripts))
    assert {path for _, path in wanted} == {f"/etc/mitwirkung/secrets/{name}" for name, _ in wanted}
    assert {name for name, _ in wanted} <= made


def test_the_example_names_settings_that_there_are() -> None:
    named = set(
        re.findall(r"^#?(MITWIRKUNG_\w+)=", (DEPLOY / "settings.env.example").read_text(), re.MULTILINE)
    )
    known = (settings.BASE_DIR / "mitwirkung" / "settings.py").read_text()
    known += (DEPLOY / "alarm.py").read_text()
    assert len(named) > 5
    assert not [name for name in named if name not in known]


def test_every_unit_that_starts_is_started_and_stopped() -> None:
    steps = (DEPLOY / "steps.sh").read_text()
    for path in (DEPLOY / "systemd").glob("*"):
        if path.is_file() and "[Install]" in path.read_text():
            assert path.name in steps, path.name
