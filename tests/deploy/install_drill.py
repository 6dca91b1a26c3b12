"""Installs MitWirkung in a fresh Debian as docs/installing.md says, upgrades it, and lets an upgrade fail: `make install-drill`.

Needs root, debootstrap, systemd-container and the network of apt and pip. The root made by debootstrap has no systemd running: the units are enabled
there, and a stand-in starts what they say; afterwards systemd-nspawn boots it, and systemd itself does. What Debian and Python packages come from is taken over from this machine.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent / "drill"
SUITES = {"12": ("bookworm", "3.11"), "13": ("trixie", "3.13")}  # each with its Python
NEEDED = ("debootstrap", "unshare", "systemd-nspawn", "nsenter")
PATIENCE = 60  # seconds
PARTS = re.findall(r"^parts='(.+)'$", (ROOT / "deploy" / "steps.sh").read_text(), re.MULTILINE)[0].split()
GOOD = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("districts", "0001_initial")]
    operations = [migrations.RunSQL("CREATE TABLE drill (id int)")]
"""
# not atomic: half of it is done when it fails, so that only the backup leads back
BROKEN = """from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("districts", "0002_good")]
    operations = [migrations.RunSQL("DROP TABLE drill"), migrations.RunSQL("SELECT nonsense")]
"""


def main(version: str = "12") -> int:
    """Run the drill; return its exit status."""
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if os.getuid() != 0 or missing:
        sys.stderr.write(
            f"The drill needs root, and {', '.join(NEEDED)} (apt-get install debootstrap systemd-container).\n"
        )
        return 2
    with TemporaryDirectory(prefix="install-drill-") as name:
        root = Path(name)
        suite, python = SUITES[version]
        make_root(root, suite)
        lay_out_sources(root, python)
        command = [
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc=" + str(root / "proc"),
        ]
        status = subprocess.run([*command, "chroot", root, "sh", "/drill/drill.sh"], check=False).returncode
        return status or boot(root)


def make_root(root: Path, suite: str) -> None:
    """Make a Debian that finds its packages where this machine does."""
    root.chmod(0o755)  # or no account but root would find anything
    step = ["debootstrap", "--variant=minbase", "--include=systemd,ca-certificates", suite, str(root)]
    subprocess.run(step, check=True, stdout=subprocess.DEVNULL)
    for path in (Path("/etc/resolv.conf"), Path("/etc/hosts"), *Path("/etc/apt/apt.conf.d").glob("*proxy*")):
        shutil.copy(path, root / path.relative_to("/"))
    device = root / "dev" / "null"
    if not device.is_char_device():
        subprocess.run(["mknod", "-m", "666", device, "c", "1", "3"], check=True)
    no_services = root / "usr" / "sbin" / "policy-rc.d"  # apt starts nothing here
    no_services.write_text("#!/bin/sh\nexit 101\n")
    no_services.chmod(0o755)
    stand_in = root / "usr" / "local" / "bin" / "systemctl"
    shutil.copy(HERE / "systemctl.sh", stand_in)
    stand_in.chmod(0o755)
    shutil.copytree(HERE, root / "drill")


def lay_out_sources(root: Path, python: str) -> None:
    """Lay out three programs, the second with a migration, the third with one that fails; and the packages for a Python."""
    for number in ("1", "2", "3"):
        for part in PARTS:
            source, target = ROOT / part, root / "drill" / number / part
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
    for number, name, text in (
        ("2", "0002_good", GOOD),
        ("3", "0002_good", GOOD),
        ("3", "0003_broken", BROKEN),
    ):
        (root / "drill" / number / "districts" / "migrations" / f"{name}.py").write_text(text)
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    fetch += ["--python-version", python, "--requirement", str(ROOT / "requirements.txt")]
    subprocess.run([*fetch, "--dest", root / "drill" / "wheels"], check=True)


def boot(root: Path) -> int:
    """Boot the installed system, and let its units do their work."""
    for path in (root / "usr" / "local" / "bin" / "systemctl", root / "usr" / "sbin" / "policy-rc.d"):
        path.unlink(missing_ok=True)
    command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--directory", root, "--boot"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as machine:
        try:
            inside = ["nsenter", "--all", "--target", first_process(machine.pid), "sh", "/drill/booted.sh"]
            return subprocess.run(inside, check=False).returncode
        finally:
            machine.terminate()


def first_process(pid: int) -> str:
    """Return the number of the machine's systemd, once it has begun."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                return child
        time.sleep(0.2)
    raise RuntimeError("systemd did not begin.")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
