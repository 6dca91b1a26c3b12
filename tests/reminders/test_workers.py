"""Two workers at once, and one killed between writing the reminders and sending them."""

import signal
import subprocess
import sys
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connections

from agreements.models import Digest, Mail, Reminder, ReminderRun
from agreements.reminders.actions import write_reminders
from districts.models import User
from mitwirkung.settings import BASE_DIR
from tests import factories
from tests.due import send_what_is_due
from tests.notifications.server import MailServer
from tests.reminders.year import received, seven
from tests.sealing.test_worker import worker_environment

pytestmark = pytest.mark.kills
DUE = date(2025, 9, 10)


@pytest.fixture
def bogdan(transactional_db: None) -> User:
    """Somebody in a district with a signed contract, committed, so that other processes see it."""
    place, amira = factories.district("03"), factories.coordinator()
    person = factories.staff(place)
    person.email = "bogdan@example.org"
    person.save()
    factories.signed_contract(place, amira)
    return person


def test_of_two_workers_one_writes_and_nobody_gets_two_mails(bogdan: User, server: MailServer) -> None:
    Mail.objects.all().delete()
    begin, written = Barrier(2), []

    def work() -> None:
        begin.wait()
        written.append(write_reminders(at=seven(DUE)))
        send_what_is_due(at=seven(DUE))
        connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sorted(lines is None for lines in written) == [False, True]
    assert (Digest.objects.count(), len(received(server, bogdan))) == (1, 1)
    assert ReminderRun.objects.get().lines == Reminder.objects.count()


def test_a_run_that_is_cut_off_has_not_been_and_is_made_up_for(bogdan: User, server: MailServer) -> None:
    """The worker is killed when all is written and nothing committed; the next one writes and sends all of it once."""
    code = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from django.db.models.signals import post_save\n"
        "from agreements.models import ReminderRun\n"
        "import os, signal\n"
        "post_save.connect(lambda **kw: kw['update_fields'] and os.kill(os.getpid(), signal.SIGKILL), sender=ReminderRun, weak=False)\n"
        "from agreements.reminders.actions import write_reminders\n"
        f"from datetime import datetime\nwrite_reminders(at=datetime.fromisoformat({seven(DUE).isoformat()!r}))\n"
    )
    environment = {**worker_environment(), "DJANGO_SETTINGS_MODULE": "mitwirkung.settings"}
    killed = subprocess.run([sys.executable, "-c", code], cwd=BASE_DIR, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (Reminder.objects.count(), Digest.objects.count(), ReminderRun.objects.count()) == (0, 0, 0)
    Mail.objects.all().delete()
    assert write_reminders(at=seven(DUE))
    send_what_is_due(at=seven(DUE))
    assert len(received(server, bogdan)) == 1
