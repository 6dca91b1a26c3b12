"""Runs the embedded PostgreSQL as long as any process uses it.

`embedded_postgres.py` starts this file as a process. Every user process holds a connection to it, which the kernel closes
when the process ends, so even a crash leaves no server behind. Standard library only, since it is started by path.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

SUPERUSER = "mitwirkung"
PORT = "5432"
SOCKETS = "/tmp"  # noqa: S108 - the path of a socket must be short, and every account may enter here
PREFIX = "mitwirkung-"
START_SECONDS = 60
STOP_SECONDS = 30
PR_SET_PDEATHSIG = 1
TESTING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class NotStartedError(Exception):
    """The server cannot run; the message is one sentence for people."""


@dataclass(frozen=True)
class Plan:
    """Folders of programs and data, and the account of the server."""

    programs: str
    base: str
    uid: int
    gid: int
    durable: bool

    @property
    def data(self) -> Path:
        return Path(self.base) / "data"

    @property
    def log(self) -> Path:
        return Path(self.base) / "log"

    @property
    def address(self) -> Path:
        """File with the path of the socket folder."""
        return Path(self.base) / "address"


def _end_with_supervisor() -> None:
    """Have the kernel stop the server if this process is killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _run(plan: Plan, program: str, data: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    as_root = os.getuid() == 0
    with plan.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - only programs of our own installation
            [os.path.join(plan.programs, program), "-D", str(data), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            preexec_fn=_end_with_supervisor,  # noqa: PLW1509 - this process has one thread only
            user=plan.uid if as_root else None,
            group=plan.gid if as_root else None,
            extra_groups=[] if as_root else None,
        )


def _failed(plan: Plan, what: str) -> NotStartedError:
    lines = plan.log.read_text(errors="replace").strip().splitlines()
    errors = [line for line in lines if "FATAL" in line or "error:" in line] or lines or ["it said nothing"]
    return NotStartedError(f"{what}: {errors[-1].strip()} (the whole story is in {plan.log}).")


def _create(plan: Plan) -> None:
    """Create the cluster in a temporary folder and rename it, so that an interruption leaves no partial one."""
    if plan.data.exists():
        return
    fresh = Path(plan.base) / "data.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(mode=0o700)
    os.chown(fresh, plan.uid, plan.gid)
    options = ["--username", SUPERUSER, "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8"]
    options += ["--locale-provider=builtin", "--locale=C.UTF-8", *([] if plan.durable else ["--no-sync"])]
    process = _run(plan, "initdb", fresh, *options)
    try:
        status = process.wait()
    finally:
        _stop(process)
    if status != 0:
        raise _failed(plan, "The embedded PostgreSQL could not create its data")
    fresh.replace(plan.data)


def _start(plan: Plan, sockets: str) -> "subprocess.Popen[bytes]":
    """Start the server with a socket in a folder that only its account may enter."""
    settings = {"listen_addresses": "", "unix_socket_directories": sockets, "unix_socket_permissions": "0700"}
    settings |= {} if plan.durable else TESTING
    server = _run(
        plan, "postgres", plan.data, "-p", PORT, *(f"--{name}={value}" for name, value in settings.items())
    )
    try:
        if _is_ready(plan, server):
            return server
    except BaseException:
        _stop(server)
        raise
    _stop(server)
    raise _failed(plan, "The embedded PostgreSQL did not start")


def _is_ready(plan: Plan, server: "subprocess.Popen[bytes]") -> bool:
    pid_file = plan.data / "postmaster.pid"
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        if len(lines) > 7 and lines[0] == str(server.pid) and lines[7].strip() == "ready":
            return True
        time.sleep(0.02)
    return False


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _listen(sockets: str, plan: Plan) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    path = os.path.join(sockets, "keeper")
    listener.bind(path)
    os.chown(path, plan.uid, plan.gid)
    listener.listen()
    return listener


def _wait_for_users(
    server: "subprocess.Popen[bytes]", listener: socket.socket, users: "set[socket.socket]"
) -> None:
    """Return when the last user has gone; its connection stays open until the server has stopped."""
    with selectors.DefaultSelector() as selector:
        for waiting in (listener, *users):
            selector.register(waiting, selectors.EVENT_READ)
        while server.poll() is None:
            for key, _ in selector.select(timeout=1):
                if key.fileobj is listener:
                    user, _ = listener.accept()
                    with contextlib.suppress(OSError):  # it may have gone again already
                        user.sendall(b"ready\n")
                    selector.register(user, selectors.EVENT_READ)
                    users.add(user)
                    continue
                # A user never writes: readable means that it has ended.
                gone = next(user for user in users if user is key.fileobj)
                if len(users) == 1:
                    return
                selector.unregister(gone)
                users.remove(gone)
                with gone, contextlib.suppress(OSError):
                    gone.sendall(b"others\n")


def _sweep(plan: Plan) -> None:
    """Delete the sockets of a supervisor that was killed."""
    if plan.address.exists():
        sockets = Path(plan.address.read_text())
        if sockets.parent == Path(SOCKETS) and sockets.name.startswith(PREFIX):
            shutil.rmtree(sockets, ignore_errors=True)
        plan.address.unlink()


def supervise(plan: Plan, first: socket.socket) -> None:
    """Create the data if missing, run the server, and stop it when unused."""
    lock = os.open(os.path.join(plan.base, "lock"), os.O_RDONLY | os.O_CREAT, 0o644)
    fcntl.flock(lock, fcntl.LOCK_EX)  # a supervisor that is just stopping goes first
    plan.log.unlink(missing_ok=True)
    _sweep(plan)
    _create(plan)
    sockets = tempfile.mkdtemp(prefix=PREFIX, dir=SOCKETS)
    users = {first}
    try:
        os.chown(sockets, plan.uid, plan.gid)
        server = _start(plan, sockets)
        try:
            with _listen(sockets, plan) as listener:
                fresh = plan.address.with_suffix(".new")
                fresh.write_text(sockets)
                fresh.replace(plan.address)
                first.sendall(b"ready\n")
                _wait_for_users(server, listener, users)
        finally:
            plan.address.unlink(missing_ok=True)
            _stop(server)
    finally:
        shutil.rmtree(sockets, ignore_errors=True)


def _on_signal(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)


def main() -> None:
    """Read the plan from the command line; standard input is the first user's connection."""
    signal.signal(signal.SIGTERM, _on_signal)
    signal.signal(signal.SIGINT, _on_signal)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    first = socket.socket(fileno=0)
    try:
        supervise(Plan(**json.loads(sys.argv[1])), first)
    except NotStartedError as error:
        first.sendall(f"{error}\n".encode())
    except BrokenPipeError:
        pass  # the first user left before the server was ready
    except OSError as error:
        first.sendall(f"The embedded PostgreSQL could not start: {error}.\n".encode())


if __name__ == "__main__":
    main()
