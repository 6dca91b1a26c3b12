"""Creates the demo data once and serves it (`make demo`)."""

import hashlib
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.db import connections, transaction
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn has no types

from mitwirkung.demo import DemoResult, create_demo
from mitwirkung.demo.mailbox import FOLDER
from mitwirkung.demo.worker import work_in_background
from mitwirkung.environment_errors import SetupError, bound_socket

RESULT_FILE = settings.VAR_DIR / "demo" / "story.json"


class Command(BaseCommand):
    """Migrate, create the demo data if missing, show the logins, serve until Ctrl-C."""

    help = "Prepares the demo and serves it on http://127.0.0.1:8000 (PORT= to change)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise SetupError("The demo has well-known passwords: unset MITWIRKUNG_PRODUCTION to run it.")
        with closing(bound_socket(os.environ.get("PORT") or "8000")) as bound:
            address = f"http://127.0.0.1:{bound.getsockname()[1]}"
            # printed on PDFs and written into e-mails, also by the processes that render
            settings.PUBLIC_URL = os.environ.setdefault("MITWIRKUNG_PUBLIC_URL", address)
            with self._step("Bringing the tables up to date"):
                call_command("migrate", verbosity=0, interactive=False)
            self._show(_existing_demo() or self._create(), f"{address}/")
            connections.close_all()
            Path(settings.STATIC_ROOT).mkdir(
                parents=True, exist_ok=True
            )  # whitenoise warns about a missing one
            DemoServer(bound).run()

    def _create(self) -> DemoResult:
        if get_user_model()._default_manager.exists():
            raise SetupError(
                "This database has accounts that no demo made, so no demo is written into it: "
                "set DATABASE_URL to an empty database, or unset it to use the embedded PostgreSQL."
            )
        with self._step("Creating the demo data"), transaction.atomic():
            result = create_demo(self._say)
            _remember(result)
        return result

    def _show(self, result: DemoResult, address: str) -> None:
        documents = "\n".join(f"{what}: {path}" for what, path in result.pdfs.items())
        self._say(f"\n{documents}\nAddress: {address}\n")
        widths = (
            [max(len(login[column]) for login in result.logins) for column in (0, 1)] if result.logins else []
        )
        for role, username, password in result.logins:
            self._say(f"  {role:<{widths[0]}}  {username:<{widths[1]}}  {password}")
        self._say(f"\nE-mails are not sent but written into {FOLDER}")
        self._say("\nCtrl-C ends the demo and keeps its data.")

    @contextmanager
    def _step(self, label: str) -> Iterator[None]:
        begin = time.monotonic()
        self._say(f"{label} …")
        yield
        self._say(f"{label}: {time.monotonic() - begin:.1f} s")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


class DemoServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn in this process, on a socket that is already bound."""

    def __init__(self, bound: socket.socket) -> None:
        self.bound = bound
        self.end_working: Callable[[], None] = lambda: None
        super().__init__()

    def load_config(self) -> None:
        """Configure one worker with threads, which ends quickly."""
        choices = {
            "bind": f"fd://{self.bound.detach()}",  # gunicorn closes it
            "worker_class": "gthread",
            "threads": 8,
            "graceful_timeout": 2,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": _end_with_the_terminal,
            "post_worker_init": self._begin,
            "worker_exit": self._end,
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        return get_wsgi_application()

    def _begin(self, worker: object) -> None:
        """Start the background worker; it ends with this process."""
        _leave_the_end_to_the_master(worker)
        self.end_working = work_in_background()

    def _end(self, arbiter: object, worker: object) -> None:
        self.end_working()


def _end_with_the_terminal(arbiter: object) -> None:
    # gunicorn would reload its configuration when the terminal is closed
    signal.signal(signal.SIGHUP, lambda signum, frame: os.kill(os.getpid(), signal.SIGTERM))


def _leave_the_end_to_the_master(worker: object) -> None:
    # Ctrl-C reaches both processes; a worker that is signalled twice writes a traceback
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _remember(result: DemoResult) -> None:
    """Write the result before the commit: a file without its accounts is ignored, accounts without it would block a new start."""
    RESULT_FILE.parent.mkdir(parents=True, exist_ok=True)
    pdfs = {what: os.path.relpath(path, settings.VAR_DIR) for what, path in result.pdfs.items()}
    RESULT_FILE.write_text(
        json.dumps({"tables": _tables(), "pdfs": pdfs, "logins": result.logins}, ensure_ascii=False),
        encoding="utf-8",
    )


def _existing_demo() -> DemoResult | None:
    if not RESULT_FILE.exists():
        return None
    demo = json.loads(RESULT_FILE.read_text(encoding="utf-8"))
    users = get_user_model()._default_manager
    names = [login[1] for login in demo["logins"]]
    if users.filter(username__in=names).count() != len(names):
        return None
    if demo.get("tables") != _tables():
        raise SetupError(
            f"The demo in {settings.VAR_DIR} was made by an earlier version, whose tables were others: "
            "delete this folder, and the demo is made anew."
        )
    logins = [(role, username, password) for role, username, password in demo["logins"]]
    pdfs = {what: (Path(settings.VAR_DIR) / path).resolve() for what, path in demo["pdfs"].items()}
    return DemoResult(pdfs, logins)


def _tables() -> str:
    """Return what changes when the first migrations are written anew, as long as nothing is deployed."""
    found = sorted(Path(settings.BASE_DIR).glob("*/migrations/0001_initial.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in found)).hexdigest()
