"""Something of each kind to be done, and the worker that does it, as a process of its own."""

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
from agreements.sealing.actions import ask_again
from agreements.signing.freezing.actions import ask_to_freeze
from agreements.texts.assembly import working_copy
from districts.models import District, User
from mitwirkung.settings import BASE_DIR
from tests import factories
from tests.http_sessions import nobody_else_asks, until
from tests.notifications.server import MailServer, mail_server
from tests.sealing.association import House, build_house
from tests.sealing.test_worker import insist_whole, worker_environment

PATIENCE = 90
Process = subprocess.Popen[str]


@dataclass
class Scene:
    """An agreement to be sealed, a draft to be frozen and an e-mail to be sent, and what does so."""

    house: House
    server: MailServer
    place: District
    amira: User
    bogdan: User
    admin: User
    signed: Instrument
    clock: str
    processes: list[Process] = field(default_factory=list)

    def start(self, *arguments: str, obeying: bool = False, **more: str) -> Process:
        """Start a worker; `obeying` is one to whom the rights of folders apply even if it is root's."""
        environment = {
            **worker_environment(),
            "MITWIRKUNG_TRUST_ANCHORS": str(self.house.folder / "trust"),
            "MITWIRKUNG_SEAL_FILE": str(self.house.settings["SEAL_FILE"]),
            "MITWIRKUNG_SEAL_PASSWORD": str(self.house.settings["SEAL_PASSWORD"]),
            "MITWIRKUNG_TIME_STAMP_URL": self.clock,
            "MITWIRKUNG_EMAIL_HOST": "127.0.0.1",
            "MITWIRKUNG_EMAIL_PORT": str(self.server.port),
            "MITWIRKUNG_EMAIL_TLS": "none",
        }
        process = subprocess.Popen(
            [
                sys.executable,
                *(["-m", "tests.jobs.obeying"] if obeying else []),
                "manage.py",
                "work",
                *arguments,
            ],
            cwd=BASE_DIR,
            env=environment | more,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def draft(self, year: int = 2025) -> Instrument:
        """Write a draft and ask for it to be frozen."""
        draft = factories.draft(self.place, self.amira, begins_on=date(year, 4, 1))
        self.ask(draft)
        return draft

    def ask(self, draft: Instrument) -> None:
        """Ask for a draft to be frozen."""
        shown = working_copy(draft).fingerprint
        ask_to_freeze(draft, fingerprint=shown, by=self.amira, at=timezone.now())

    def ask_again(self, draft: Instrument) -> None:
        """Ask for the next attempt at once, as „Jetzt versuchen“ does."""
        self.ask(draft)
        assert self.signed.frozen_version is not None
        ask_again(self.signed.frozen_version, by=self.admin, at=timezone.now())

    def let_a_mail_wait(self) -> None:
        """Have Bogdan told of something, from another session."""

        def tell() -> None:
            User.objects.filter(pk=self.bogdan.pk).update(email="bogdan@example.org")
            event = self.signed.agreement.events.filter(kind="concluded").get()
            outbox.queue(event)
            Mail.objects.update(queued_at=timezone.now())
            connections.close_all()

        beside = Thread(target=tell)
        beside.start()
        beside.join(PATIENCE)

    def failed(self, draft: Instrument, attempts: int) -> bool:
        """Say whether freezing the draft and sealing the agreement have failed, so many times by now."""
        problem = FreezeRequest.objects.get(instrument=draft).problem
        return bool(problem) and SealAttempt.objects.count() == attempts

    def frozen(self, draft: Instrument) -> bool:
        """Say whether a draft is frozen."""
        draft.refresh_from_db()
        return draft.status == Status.SIGNING

    def sealed(self) -> bool:
        """Say whether the agreement is sealed."""
        return Seal.objects.exists()

    def all_sent(self) -> bool:
        """Say whether no e-mail waits."""
        return not Mail.objects.filter(sent_at=None, dropped_at=None).exists()

    def insist_frozen_once(self, *drafts: Instrument) -> None:
        """Each draft is frozen whole, and once."""
        for draft in drafts:
            assert draft.versions.count() == draft.agreement.events.filter(kind="frozen").count() == 1
        insist_whole()

    def insist_once(self, *drafts: Instrument) -> None:
        """Each draft is frozen once, the agreement sealed once, and no e-mail sent that is not the same as another."""
        self.insist_frozen_once(*drafts)
        assert Seal.objects.count() == 1
        assert set(self.sent) == {
            f"<mail-{mail.pk}-{int(mail.queued_at.timestamp())}@localhost>"
            for mail in Mail.objects.exclude(sent_at=None)
        }

    @property
    def sent(self) -> Counter[str]:
        """How often each e-mail was taken."""
        return Counter(str(mail["Message-ID"]) for mail in self.server.mails)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """What seals."""
    return build_house(tmp_path_factory.mktemp("haus"))


@pytest.fixture
def scene(transactional_db: None, house: House, tmp_path: Path) -> Iterator[Scene]:
    """Something to do, on real tables and in a folder of its own."""
    with (
        override_settings(FILES_ROOT=tmp_path / "files"),
        house.at_work() as service,
        mail_server() as server,
    ):
        place, amira = factories.district("03"), factories.coordinator()
        signed = factories.signed_contract(place, amira)
        scene = Scene(
            house=house,
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
