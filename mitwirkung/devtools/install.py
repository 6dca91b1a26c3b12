"""Creates .venv and installs the requirements; `make demo` and `make test` begin with it.

Runs on the system's Python without packages. It must be readable for Python 3.6 up to the version check, so annotations
with new syntax are quoted.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
TEST_PROGRAMS = {
    "chromium-headless-shell": "chromium-headless-shell",
    "pdftotext": "poppler-utils",
    "javac": "default-jdk-headless",
    "softhsm2-util": "softhsm2",
    "clamd": "clamav-daemon",
    "nginx": "nginx",
    "systemd-analyze": "systemd",
    "age": "age",
}
SYSTEM_PROGRAMS = "/usr/sbin"  # not everybody looks there, and the tests' clamd lies there
DOT_SECONDS = 2
KEPT_LINES = 15


class CannotInstallError(Exception):
    """The message is one sentence: what is wrong and what to do."""


def check_python(found: "tuple[int, ...]") -> None:
    """Raise CannotInstallError for an old Python."""
    if tuple(found[:2]) < (3, 11):
        version = ".".join(str(part) for part in found[:2])
        raise CannotInstallError(
            f"Python {version} is too old, MitWirkung needs 3.11 or newer: "
            "install one and name it, for example make demo PYTHON=python3.11."
        )


def missing_packages(purpose: str) -> "list[str]":
    """Return the missing Debian packages for `demo` or `test`."""
    missing = []
    if importlib.util.find_spec("ensurepip") is None and not venv_works():
        missing.append("python3-venv")
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if purpose == "test":
        missing += [package for program, package in TEST_PROGRAMS.items() if program_path(program) is None]
    return missing


def program_path(program: str) -> "str | None":
    """Return the path of a program, None if missing."""
    return shutil.which(program, path=os.environ.get("PATH", os.defpath) + os.pathsep + SYSTEM_PROGRAMS)


def install_packages(packages: "list[str]") -> None:
    """Install Debian packages as root; otherwise raise an error with the command."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.getuid() != 0 or shutil.which("apt-get") is None:
        raise CannotInstallError(f"Something is missing on this system. As root run: {' '.join(line)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    step("Looking up the system's packages", ["apt-get", "update"], quiet)
    step(f"Installing {' '.join(packages)}", line, quiet)


def venv_works() -> bool:
    """Return whether .venv has pip and a recent Python."""
    question = [str(VENV_PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return VENV_PYTHON.exists() and subprocess.run(question, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own command, no shell


def make_venv() -> None:
    """Create .venv, or recreate a broken one."""
    if not venv_works():
        must_be_writable(ROOT)
        step("Making the virtual environment .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])


def install_requirements(name: str) -> None:
    """Install a requirements file unless this version of it was installed before."""
    requirements = ROOT / name
    stamp = VENV / (name + ".sha256")
    mark = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == mark:
        return
    must_be_writable(VENV)
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    step(f"Installing {name}", [*command, "--require-hashes", "-r", str(requirements)])
    stamp.write_text(mark)


def must_be_writable(folder: Path) -> None:
    """Raise CannotInstallError early for a folder that cannot be written."""
    try:
        with tempfile.TemporaryFile(dir=str(folder)):
            pass
    except OSError as error:
        raise CannotInstallError(
            f"{folder} cannot be written ({error.strerror}): give this account the right to write there, "
            "or copy the project to a folder of its own."
        ) from error


def step(label: str, command: "list[str]", environment: "dict[str, str] | None" = None) -> None:
    """Run a command with a sign of life every two seconds; its output is shown only when it fails."""
    begin = time.monotonic()
    say(label + " ")
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        with subprocess.Popen(  # noqa: S603 - only our own commands
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
        ) as process:
            try:
                while True:
                    try:
                        process.wait(DOT_SECONDS)
                        break
                    except subprocess.TimeoutExpired:
                        say(".")
            except BaseException:
                process.terminate()
                raise
        say(f" {time.monotonic() - begin:.0f} s\n")
        if process.returncode != 0:
            output.seek(0)
            say("".join("  | " + line for line in output.readlines()[-KEPT_LINES:]))
            raise CannotInstallError(
                f"{label} failed (its last lines are above): when the cause is gone, run the same command again."
            )


def say(text: str) -> None:
    """Show progress at once."""
    sys.stderr.write(text)
    sys.stderr.flush()


def install(purpose: str) -> None:
    """Bring everything about that `demo` or `test` needs."""
    check_python(sys.version_info[:2])
    packages = missing_packages(purpose)
    if packages:
        install_packages(packages)
        still = missing_packages(purpose)
        if still:
            raise CannotInstallError(f"Still missing after the installation: {', '.join(still)}.")
    make_venv()
    # The second file holds all of the first, in the same versions.
    names = ["requirements.txt", "requirements-dev.txt"] if purpose == "test" else ["requirements.txt"]
    for name in names:
        install_requirements(name)


def main() -> int:
    """Return the exit status; a fault is one sentence."""
    signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(128 + signum))
    try:
        install(sys.argv[1])
    except CannotInstallError as error:
        say(f"{error}\n")
        return 1
    except OSError as error:
        say(
            f"{error.filename or ROOT} cannot be used ({error.strerror}): make it writable for this account.\n"
        )
        return 1
    except KeyboardInterrupt:
        say("\nEnded; the same command goes on from here.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
