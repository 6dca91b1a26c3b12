"""The embedded PostgreSQL runs while it is used, keeps its data, and leaves no process behind."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path

import pytest

from mitwirkung.devtools.embedded_postgres import OUTSIDE, folder_outside
from tests.devtools.conftest import SECONDS, Clone, copy_sources, wait_for_end
from tests.http_sessions import until

USE = """
import os, sys
from pathlib import Path
import psycopg
from mitwirkung.devtools.embedded_postgres import use_server
from mitwirkung.environment_errors import error_sentence
try:
    url = use_server(Path(sys.argv[1]), "postgres", print, durable="DURABLE" in os.environ)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in sys.argv[2:]:
            cursor = connection.execute(statement)
            print(cursor.fetchone()[0] if cursor.description else "done")
    print("ready", flush=True)
    {then}
except Exception as error:
    sys.exit(error_sentence(error) or repr(error))
"""
ONCE = USE.format(then="")
STAY = USE.format(then="import signal; signal.pause()")
BEGAN = "select pg_postmaster_start_time()::text"
NEEDED = (
    "Django",
    "psycopg",
    "psycopg-binary",
    "embedded-postgres",
    "asgiref",
    "sqlparse",
    "typing_extensions",
)

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can act for another account")


def use(clone: Clone, *statements: str, **environment: str) -> list[str]:
    """Use the copy's server once; return the output."""
    status, output = clone.run("-c", ONCE, str(clone.folder / "var"), *statements, **environment)
    assert status == 0, output
    return output.splitlines()


@contextmanager
def using(clone: Clone, *statements: str) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """Run a process that uses the copy's server until the end of the block."""
    process = clone.start("-c", STAY, str(clone.folder / "var"), *statements)
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line == "ready\n":
            break
    assert lines[-1:] == ["ready"], lines
    yield process, lines
    process.kill()
    process.wait()


def supervisor_of(clone: Clone) -> int:
    """Return the process id of the supervisor."""
    mark = os.fsencode(clone.folder)
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        line = path.read_bytes()
        if mark in line and b"postgres_supervisor.py\0" in line:
            return int(path.parent.name)
    raise AssertionError("no supervisor runs")


def modes(folder: Path) -> dict[str, int]:
    """Return the permissions of a folder and its parents."""
    return {str(path): path.stat().st_mode for path in (folder, *folder.parents)}


def test_data_is_kept_and_no_process_is_left(clone: Clone) -> None:
    before = modes(clone.folder)
    first = use(clone, "create table kept (word text)", "insert into kept values ('Zürich €')")
    assert any(line.startswith("Creating the database in ") for line in first)
    assert clone.processes() == []
    assert use(clone, "select word from kept") == ["Zürich €", "ready"]
    assert clone.processes() == []
    assert modes(clone.folder) == before


def test_the_server_speaks_utf8_to_this_account_only(clone: Clone) -> None:
    answers = use(
        clone,
        "show server_encoding",
        "select datlocale from pg_database where datname = current_database()",
        "show listen_addresses",
        "show unix_socket_permissions",
        "show fsync",
        "select (pg_stat_file(current_setting('unix_socket_directories'))).isdir::text",
        "show unix_socket_directories",
        DURABLE="yes",
    )
    assert answers[-8:-1][:6] == ["UTF8", "C.UTF-8", "", "0700", "on", "true"]
    assert not Path(answers[-2]).exists(), "the sockets' folder must go with the server"


def test_a_second_process_uses_the_running_server(clone: Clone) -> None:
    with using(clone, BEGAN) as (first, output):
        assert use(clone, BEGAN) == output[-2:]
        with using(clone, BEGAN) as (_, second_said):
            first.kill()
            first.wait(timeout=SECONDS)
            assert use(clone, BEGAN) == second_said[-2:] == output[-2:], "the last user keeps the server"
        until(lambda: clone.processes() == [])


def test_processes_that_start_together_share_one_server(clone: Clone) -> None:
    together = [clone.start("-c", ONCE, str(clone.folder / "var"), "select 1") for _ in range(4)]
    for process in together:
        output, _ = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, output
    assert clone.processes() == []


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_however_its_user_ends(clone: Clone, end: signal.Signals) -> None:
    with using(clone) as (process, _):
        supervisor = supervisor_of(clone)
        os.killpg(process.pid, end)
        process.wait(timeout=SECONDS)
        wait_for_end(supervisor)
    assert clone.processes() == []


def test_a_killed_supervisor_takes_the_server_with_it(clone: Clone) -> None:
    with using(clone, "create table kept ()"):
        server = int((clone_base(clone) / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(supervisor_of(clone), signal.SIGKILL)
        wait_for_end(server)
    assert use(clone, "select count(*) from kept") == ["0", "ready"]


def test_data_of_another_postgresql_is_left_alone(clone: Clone) -> None:
    use(clone)
    (clone_base(clone) / "data" / "PG_VERSION").write_text("9\n")
    status, output = clone.run("-c", ONCE, str(clone.folder / "var"))
    assert status == 1
    assert "was written by PostgreSQL 9" in output
    assert output.count("\n") == 1


def test_a_server_that_does_not_start_says_why(clone: Clone) -> None:
    use(clone)
    with (clone_base(clone) / "data" / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = 'nonsense'\n")
    status, output = clone.run("-c", ONCE, str(clone.folder / "var"))
    assert status == 1
    assert output.startswith("The embedded PostgreSQL did not start: ")
    assert output.count("\n") == 1
    assert clone.processes() == []


@as_root
def test_for_root_the_server_runs_as_another_account(clone: Clone) -> None:
    with using(clone):
        server = int((clone_base(clone) / "data" / "postmaster.pid").read_text().split()[0])
        assert Path(f"/proc/{server}").stat().st_uid != 0


@as_root
def test_for_root_a_private_home_stays_private(clone: Clone) -> None:
    clone.folder.parent.chmod(0o700)
    before = modes(clone.folder)
    output = use(clone)
    assert any("cannot enter" in line for line in output)
    assert any(str(OUTSIDE) in line for line in output)
    assert (folder_outside(clone.folder / "var" / "postgres") / "data" / "PG_VERSION").exists()
    assert modes(clone.folder) == before
    assert use(clone) == ["ready"], "said once"


@as_root
def test_for_root_an_open_folder_holds_the_data_itself() -> None:
    with open_folder() as folder:
        clone = Clone(folder / "a clone")
        copy_sources(clone.folder)
        try:
            use(clone)
            assert (clone.folder / "var" / "postgres" / "data" / "PG_VERSION").exists()
        finally:
            clone.end()


@as_root
def test_a_normal_user_in_a_private_home() -> None:
    """The server's whole life in a copy of an unprivileged account."""
    account = pwd.getpwnam("nobody")
    with open_folder() as folder:
        home = folder / "home"
        clone = Clone(home / "a clone", user=account.pw_name, python=python_for(account))
        copy_sources(clone.folder)
        copy_packages(clone.folder)
        for path in (home, *home.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid)
        home.chmod(0o700)
        try:
            use(clone, "create table kept ()")
            with using(clone, "select count(*) from kept"):
                server = int((clone.folder / "var/postgres/data/postmaster.pid").read_text().split()[0])
                assert Path(f"/proc/{server}").stat().st_uid == account.pw_uid
            assert home.stat().st_mode & 0o777 == 0o700
            unwritable = clone.folder / "locked"
            unwritable.mkdir(mode=0o755)
            status, output = clone.run("-c", ONCE, str(unwritable / "var"))
            assert status == 1
            assert output.startswith(f"{unwritable / 'var'} cannot be written (Permission denied)")
            assert output.count("\n") == 1
        finally:
            clone.end()


def clone_base(clone: Clone) -> Path:
    """Return the folder of the copy's cluster."""
    inside = clone.folder / "var" / "postgres"
    return inside if (inside / "data").exists() else folder_outside(inside)


@contextmanager
def open_folder() -> Iterator[Path]:
    """Return a folder that every account may enter (pytest's are private)."""
    with tempfile.TemporaryDirectory(prefix="an open folder ") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def python_for(account: pwd.struct_passwd) -> str:
    """Return a Python of this version that the account may run."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"):
        command = [python, "-c", "import sys"]
        try:
            if (
                subprocess.run(
                    command, user=account.pw_uid, cwd="/", check=False, capture_output=True
                ).returncode
                == 0
            ):
                return python
        except OSError:
            continue
    pytest.skip("no Python of this version that another account may run")


def copy_packages(folder: Path) -> None:
    """Copy the server's packages: the account may not be able to read the environment."""
    for name in NEEDED:
        package = distribution(name)
        for top in {Path(str(file)).parts[0] for file in package.files or []} - {"..", "__pycache__"}:
            source = Path(str(package.locate_file(top)))
            if source.is_dir():
                shutil.copytree(source, folder / top, ignore=shutil.ignore_patterns("locale", "*.pyc"))
            else:
                shutil.copy(source, folder / top)
