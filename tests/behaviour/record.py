"""Records what the demo shows as text files: `python -m tests.behaviour.record OUT [BEFORE]`.

Two recordings of the same code are the same, byte by byte. With a recording of other code as BEFORE, its addresses are visited
first, so that both hold the same ones. Knows Django and the names of our commands, but no module of the product.
"""

import hashlib
import logging
import os
import runpy
import shutil
import sys
import time
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from gunicorn.app.base import BaseApplication

from tests.behaviour.catalogue import rows, schema
from tests.behaviour.still import NOW, Process, restart, seed, stand_still
from tests.behaviour.walk import Walk

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var" / "behaviour"
PEOPLE = ("amira", "bogdan", "frieda", "charlotte", "elif", "dana", "ohne")  # the last one has no role
COMMANDS = ("permission_table", "lifecycle_diagram")
# news of the story are sent after these days: a fortnight later they would be none
SENT_ON = ("2023-06-27", "2023-07-20", "2026-11-10", "2026-11-14")
LONGEST = 180


def main() -> None:
    """Start the database as `manage.py` does, in a folder of its own, and record."""
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    restart("tests.behaviour.record")
    out, before = [*(str(Path(name).resolve()) for name in sys.argv[1:]), ""][:2]
    os.environ.update(MITWIRKUNG_VAR=str(VAR), PORT="0")
    shutil.rmtree(VAR / "files", ignore_errors=True)
    stand_still()
    code = f"from tests.behaviour.record import record; record({out!r}, {before!r})"
    sys.argv = ["manage.py", "shell", "--no-imports", "--command", code]
    runpy.run_path(str(ROOT / "manage.py"), run_name="__main__")


def record(out: str, before: str) -> None:
    """Tell the story in an empty database and write everything down."""
    first = (Path(before) / "addresses.txt").read_text(encoding="utf-8").splitlines() if before else []
    folder = Path(out)
    logging.disable()  # what is refused or fails is recorded
    shutil.rmtree(folder, ignore_errors=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        _tell()
        people = _people()
        for command in COMMANDS:
            said = StringIO()
            call_command(command, stdout=said)
            _write(folder / f"{command}.txt", said.getvalue())
        for name, table in schema():
            _write(folder / "schema" / f"{name}.txt", table)
        for name, table in rows():
            _write(folder / "rows" / f"{name}.txt", table)
        _walk(folder, people, first)
        _write(folder / "e-mails.txt", "\n".join(_mails()))
    finally:
        with connection.cursor() as cursor:  # the worker's threads leave theirs open
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        teardown_databases(databases, verbosity=0)


def _tell() -> None:
    """Run the demo up to the moment at which it would serve; everybody has an address for e-mails."""
    seed()
    user = get_user_model()
    pre_save.connect(_give_address, sender=user)
    with patch.object(BaseApplication, "run"):
        call_command("demo", stdout=StringIO())
    pre_save.disconnect(_give_address, sender=user)
    user._default_manager.create_user("ohne", first_name="Niemand", last_name="Rollenlos")


def _give_address(instance: Any, **_: object) -> None:
    instance.email = f"{instance.username}@example.org"


def _people() -> dict[str, Client]:
    """Return a browser for everybody, and one in which nobody has signed in."""
    users = get_user_model()._default_manager
    browsers = {name: Client() for name in PEOPLE}
    for name, browser in browsers.items():
        browser.force_login(users.get(username=name))
    return {**browsers, "nobody": Client()}


def _walk(folder: Path, people: dict[str, Client], first: list[str]) -> None:
    walk = Walk(people)
    addresses = []
    for address, text in walk.pages(first):
        addresses.append(address)
        sys.stderr.write(f"{time.process_time():.0f} {len(addresses)} {address}\n")
        _write(folder / "pages" / f"{_file_name(address)}.txt", text)
    _write(folder / "addresses.txt", "\n".join(sorted(addresses)))
    _write(folder / "never_opened.txt", "\n".join(sorted(walk.never_opened())))


def _mails() -> Iterable[str]:
    """Yield the e-mails that the worker sends, each at its time."""
    for moment in (*(datetime.fromisoformat(f"{day}T12:00+01:00") for day in SENT_ON), NOW):
        Process.now = moment
        call_command("work", once=True, stdout=StringIO())
    for message in mail.outbox:
        parts = message.message()
        yield from (f"{name}: {parts[name]}" for name in ("To", "Subject", "Message-ID", "Auto-Submitted"))
        yield f"\n{message.body}\n\n{'=' * 80}"


def _file_name(address: str) -> str:
    name = quote(address, safe="/").replace("/", "~")
    return (
        name if len(name) <= LONGEST else f"{name[:LONGEST]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
