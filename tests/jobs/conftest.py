"""Work of each kind and a worker process."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from agreements import outbox
from agreements.choices import Status
from agreements.models import FreezeRequest, Instrument, Mail, Seal, SealAttempt
from agreements.notifications.message import message_id
from agreements.sealing.actions import ask_again
from agreements.signing.freezing.actions import ask_to_freeze
from agreements.texts.assembly import working_copy
from districts.models import District, User
from mitwirkung.settings import BASE_DIR
from tests import factories
from tests.http_sessions import nobody_else_asks, until
from tests.notifications.server import MailServer, mail_server
from tests.sealing.association import SealSetup, build_seal_setup
from tests.sealing.test_worker import assert_consistent, worker_environment

PATIENCE = 90
Process = subprocess.Popen[str]


@dataclass
class Scene:
    """An agreement to seal, a draft to freeze, an e-mail to send, and the services needed."""

    seal_setup: SealSetup
    server: MailServer
    place: District
    amira: User
    bogdan: User
    admin: User
    signed: Instrument
    clock: str
    processes: list[Process] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """The settings of a worker."""
        return {
            **worker_environment(),
            "MITWIRKUNG_TRUST_ANCHORS": str(self.seal_setup.folder / "trust"),
            "MITWIRKUNG_SEAL_FILE": str(self.seal_setup.settings["SEAL_FILE"]),
            "MITWIRKUNG_SEAL_PASSWORD": str(self.seal_setup.settings["SEAL_PASSWORD"]),
            "MITWIRKUNG_TIME_STAMP_URL": self.clock,
            "MITWIRKUNG_EMAIL_HOST": "127.0.0.1",
            "MITWIRKUNG_EMAIL_PORT": str(self.server.port),
            "MITWIRKUNG_EMAIL_TLS": "none",
        }

    def run_once(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Let a worker do what is due, and return what it said."""
        return subprocess.run(
            [sys.executable, "manage.py", "work", "--once", *arguments],
            cwd=BASE_DIR,
            env=self.environment() | more,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )

    def start(self, *arguments: str, unprivileged: bool = False, **more: str) -> Process:
        """Start a worker; if `unprivileged`, permissions of folders apply even to root."""
        process = subprocess.Popen(
            [
                sys.executable,
                *(["-m", "tests.jobs.unprivileged"] if unprivileged else []),
                "manage.py",
                "work",
                *arguments,
            ],
            cwd=BASE_DIR,
            env=self.environment() | more,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def draft(self, year: int = 2025) -> Instrument:
        """Create a draft and queue its freezing."""
        draft = factories.draft(self.place, self.amira, begins_on=date(year, 4, 1))
        self.ask(draft)
        return draft

    def ask(self, draft: Instrument) -> None:
        shown = working_copy(draft).fingerprint
        ask_to_freeze(draft, fingerprint=shown, by=self.amira, at=timezone.now())

    def ask_again(self, draft: Instrument) -> None:
        """Request the next attempts, as „Jetzt versuchen“ does."""
        self.ask(draft)
        assert self.signed.frozen_version is not None
        ask_again(self.signed.frozen_version, by=self.admin, at=timezone.now())

    def queue_mail(self) -> None:
        """Queue an e-mail to Bogdan, from another session."""

        def queue_in_thread() -> None:
            User.objects.filter(pk=self.bogdan.pk).update(email="bogdan@example.org")
            event = self.signed.agreement.events.filter(kind="concluded").get()
            outbox.queue(event)
            Mail.objects.update(queued_at=timezone.now())
            connections.close_all()

        thread = Thread(target=queue_in_thread)
        thread.start()
        thread.join(PATIENCE)

    def failed(self, draft: Instrument, attempts: int) -> bool:
        """Whether freezing the draft and sealing the agreement have failed so many times."""
        problem = FreezeRequest.objects.get(instrument=draft).problem
        return bool(problem) and SealAttempt.objects.count() == attempts

    def frozen(self, draft: Instrument) -> bool:
        draft.refresh_from_db()
        return draft.status == Status.SIGNING

    def sealed(self) -> bool:
        return Seal.objects.exists()

    def all_sent(self) -> bool:
        return not Mail.objects.filter(sent_at=None, dropped_at=None).exists()

    def assert_frozen_once(self, *drafts: Instrument) -> None:
        for draft in drafts:
            assert draft.versions.count() == draft.agreement.events.filter(kind="frozen").count() == 1
        assert_consistent()

    def assert_done_once(self, *drafts: Instrument) -> None:
        """Each draft is frozen once, the agreement sealed once, each e-mail sent with one Message-ID."""
        self.assert_frozen_once(*drafts)
        assert Seal.objects.count() == 1
        assert set(self.sent) == {message_id(mail) for mail in Mail.objects.exclude(sent_at=None)}

    @property
    def sent(self) -> Counter[str]:
        """How often each e-mail was received."""
        return Counter(str(mail["Message-ID"]) for mail in self.server.mails)


def suspend(worker: Process) -> None:
    """Freeze a worker and wait until it is."""
    worker.send_signal(signal.SIGSTOP)
    os.waitpid(worker.pid, os.WUNTRACED)


@pytest.fixture(scope="session")
def seal_setup(tmp_path_factory: pytest.TempPathFactory) -> SealSetup:
    return build_seal_setup(tmp_path_factory.mktemp("haus"))


@pytest.fixture
def scene(transactional_db: None, seal_setup: SealSetup, tmp_path: Path) -> Iterator[Scene]:
    """Work on committed rows and in a separate folder."""
    with (
        override_settings(FILES_ROOT=tmp_path / "files"),
        seal_setup.running() as service,
        mail_server() as server,
    ):
        place, amira = factories.district("03"), factories.coordinator()
        signed = factories.signed_contract(place, amira)
        scene = Scene(
            seal_setup=seal_setup,
            server=server,
            place=place,
            amira=amira,
            bogdan=factories.staff(place),
            admin=factories.admin(),
            signed=signed,
            clock=service.url,
        )
        try:
            yield scene
        finally:
            for process in scene.processes:
                process.kill()
                process.wait(PATIENCE)
            until(nobody_else_asks)
