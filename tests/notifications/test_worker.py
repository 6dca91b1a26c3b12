"""Worker processes in parallel, and killed at the worst moment."""

import os
import signal
import subprocess
import sys
from threading import Thread

import pytest
from django.db import connections, transaction
from django.utils import timezone

from agreements import history
from agreements.events import EventKind
from agreements.models import Mail
from mitwirkung.settings import BASE_DIR
from tests import factories
from tests.due import send_what_is_due
from tests.notifications.server import MailServer
from tests.sealing.test_worker import worker_environment

pytestmark = pytest.mark.kills


@pytest.fixture
def due_mail(transactional_db: None) -> Mail:
    """A due e-mail, committed, so that other processes see it."""
    place, amira = factories.district("03"), factories.coordinator()
    bogdan = factories.staff(place)
    bogdan.email = "bogdan@example.org"
    bogdan.save()
    contract = factories.draft(place, amira)
    with transaction.atomic():
        history.record(contract.agreement, EventKind.CONCLUDED, by=amira, at=timezone.now())
    return Mail.objects.get()


@pytest.mark.kills
def test_a_worker_killed_after_the_server_took_it_sends_it_again_as_the_same(
    due_mail: Mail, server: MailServer
) -> None:
    def start() -> "subprocess.Popen[str]":
        environment = {
            **worker_environment(),
            "MITWIRKUNG_EMAIL_HOST": "127.0.0.1",
            "MITWIRKUNG_EMAIL_PORT": str(server.port),
            "MITWIRKUNG_EMAIL_TLS": "none",
        }
        return subprocess.Popen(
            [sys.executable, "manage.py", "work", "--once", "--queues", "mail"],
            cwd=BASE_DIR,
            env=environment,
            text=True,
        )

    running: list[subprocess.Popen[str]] = []
    server.on_data = lambda: os.kill(running[0].pid, signal.SIGKILL)
    running.append(start())
    assert running[0].wait(timeout=60) == -signal.SIGKILL, Mail.objects.values(
        "sent_at", "tried_at", "problem"
    )
    assert Mail.objects.get().sent_at is None
    Mail.objects.update(tried_at=None)  # the pause is over
    server.on_data = lambda: None
    assert start().wait(timeout=60) == 0
    assert Mail.objects.get().sent_at is not None
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert start().wait(timeout=60) == 0
    assert len(server.taken) == 2, "and never again"


def test_what_one_worker_is_sending_another_one_leaves_alone(due_mail: Mail, server: MailServer) -> None:
    sent: list[int] = []

    def work_in_thread() -> None:
        sent.extend(send_what_is_due(at=timezone.now()))
        connections.close_all()

    with transaction.atomic():
        Mail.objects.select_for_update(no_key=True).get()
        other = Thread(target=work_in_thread)
        other.start()
        other.join(timeout=20)
    assert (sent, server.taken) == ([], [])
    assert send_what_is_due(at=timezone.now()) == [due_mail.pk]
