"""The units of systemd: without faults, and hardened."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from agreements.job_choices import Queue
from tests.notifications.server import mail_server

DEPLOY = settings.BASE_DIR / "deploy"
UNITS = sorted(path.name for path in (DEPLOY / "systemd").iterdir() if path.is_file())
SERVICES = [name for name in UNITS if name.endswith(".service")]
EXPOSURE = "25"  # 2.5 of 10


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """Copy the units, with a program that is there in the place of ours."""
    folder = tmp_path / "systemd"
    shutil.copytree(DEPLOY / "systemd", folder)
    for path in folder.glob("*.service"):
        path.write_text(re.sub(r"(Exec\w+=)/opt/mitwirkung/\S+", r"\1/bin/true", path.read_text()))
    return folder


def analyze(*arguments: str | Path) -> tuple[int, str]:
    done = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def named(units: Path, name: str) -> Path:
    return units / name.replace("@.", "@mitwirkung-web.")


def test_the_units_are_without_faults(units: Path) -> None:
    assert analyze("verify", "--man=no", *(named(units, name) for name in UNITS)) == (0, "")


def test_a_mistyped_setting_would_be_told(units: Path) -> None:
    unit = units / "mitwirkung-web.service"
    unit.write_text(unit.read_text().replace("Restart=", "Restrat="))
    assert "Restrat" in analyze("verify", "--man=no", unit)[1]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_little_harm(units: Path, name: str) -> None:
    options = ["--offline=true", f"--threshold={EXPOSURE}", "--no-pager"]
    assert analyze("security", *options, named(units, name)) == (0, "")


def test_the_services_share_what_protects_them(units: Path) -> None:
    """Without the common part a service would be far above the limit, so the tests above see it."""
    shutil.rmtree(units / "mitwirkung-.service.d")
    options = ["--offline=true", f"--threshold={EXPOSURE}", "--no-pager"]
    assert analyze("security", *options, units / "mitwirkung-web.service")[0] != 0


def test_every_queue_has_its_worker() -> None:
    texts = [path.read_text() for path in (DEPLOY / "systemd").glob("mitwirkung-worker-*.service")]
    found = [queue for text in texts for queue in re.findall(r"--queues (\S+)", text)[0].split(",")]
    assert sorted(found) == sorted(Queue)


def test_only_the_worker_that_needs_it_has_a_secret() -> None:
    holders = {
        name: [unit for unit in UNITS if f"LoadCredential={name}:" in (DEPLOY / "systemd" / unit).read_text()]
        for name in ("MITWIRKUNG_SEAL_FILE", "MITWIRKUNG_SEAL_PASSWORD", "MITWIRKUNG_EMAIL_PASSWORD")
    }
    assert holders == {
        "MITWIRKUNG_SEAL_FILE": ["mitwirkung-worker-seal.service"],
        "MITWIRKUNG_SEAL_PASSWORD": ["mitwirkung-worker-seal.service"],
        "MITWIRKUNG_EMAIL_PASSWORD": ["alarm-mitwirkung@.service", "mitwirkung-worker-mail.service"],
    }


def test_an_alarm_is_sent_and_stands_in_the_journal() -> None:
    with mail_server() as server:
        environment = {
            "MITWIRKUNG_ALARM_TO": "it@verein.example",
            "MITWIRKUNG_EMAIL_HOST": "127.0.0.1",
            "MITWIRKUNG_EMAIL_PORT": str(server.port),
            "MITWIRKUNG_EMAIL_TLS": "none",
        }
        command = [sys.executable, "-I", DEPLOY / "alarm.py", "mitwirkung-backup.service"]
        told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        [mail] = server.mails
    assert told.stderr.startswith("<1>mitwirkung-backup.service has failed")
    assert mail["To"] == "it@verein.example"
    assert "journalctl --unit mitwirkung-backup.service" in mail.get_content()
