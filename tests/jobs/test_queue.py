"""Jobs are deferred once in our transaction, and again by the sweep; failures are recorded and shown."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from agreements import jobs
from agreements.job_choices import Queue, RecurringTask
from agreements.job_queue import MANAGER, Task, wake, worker_is_alive
from agreements.models import Agreement, BackgroundJob, FreezeRequest, Heartbeat, Mail, RecurringJob
from agreements.recurring import EVERY, OF_QUEUE, due_tasks, run_task
from agreements.retries import pause
from agreements.signing.freezing.actions import ask_to_freeze
from agreements.texts.assembly import working_copy
from tests import factories
from tests.page import read
from tests.scenario import Scenario
from tests.signing.delegates import declined

AT = factories.SIGNED_AT
RECUR = {Queue.MAIL: "recur_mail", Queue.SEAL: "recur_seal"}


def waiting() -> list[str]:
    """Return the queued jobs of all queues."""
    todo = BackgroundJob.objects.filter(status="todo").order_by("pk")
    return list(todo.values_list("queueing_lock", flat=True))


def empty_queues() -> None:
    """Delete all jobs, as a restored backup or a mistake may."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def queue_mail(scenario: Scenario) -> None:
    """Queue an e-mail to users of a district."""
    lead = scenario.people["lead"]
    lead.email = "lead@example.org"
    lead.save()
    declined(scenario.signing, scenario.amira)
    Mail.objects.update(queued_at=timezone.now())


def asked(scenario: Scenario) -> FreezeRequest:
    shown = working_copy(scenario.draft).fingerprint
    return ask_to_freeze(scenario.draft, fingerprint=shown, by=scenario.amira, at=timezone.now())


@pytest.mark.django_db
def test_a_job_goes_with_its_transaction_and_waits_once() -> None:
    with transaction.atomic():
        wake(Task.SEND_MAIL, 1)
        transaction.set_rollback(True)
    assert waiting() == []
    with transaction.atomic():
        wake(Task.SEND_MAIL, 1)
        wake(Task.SEND_MAIL, 1)
        wake(Task.SEND_MAIL, 2)
    assert waiting() == ["send_mail:1", "send_mail:2"]
    assert set(BackgroundJob.objects.values_list("queue_name", flat=True)) == {Queue.MAIL}


def test_the_sweep_of_a_queue_wakes_what_is_due_there_though_every_job_was_lost(scenario: Scenario) -> None:
    request = asked(scenario)
    queue_mail(scenario)
    empty_queues()
    for queue in Queue:
        jobs.sweep(queue)
    version = scenario.signed.frozen_version
    assert version is not None
    assert set(waiting()) == {
        f"freeze:{request.pk}",
        f"seal:{version.pk}",
        *(f"send_mail:{mail.pk}" for mail in Mail.objects.all()),
        *(f"{RECUR.get(OF_QUEUE.get(task), 'recur')}:{task}" for task in RecurringTask),
        *(f"index:{agreement.pk}" for agreement in Agreement.objects.all()),
    }
    jobs.sweep(Queue.RENDER)
    assert len(waiting()) == len(set(waiting()))
    assert all(worker_is_alive(queue, timezone.now()) for queue in Queue)
    empty_queues()
    FreezeRequest.objects.update(tried_at=timezone.now(), tries=1)
    jobs.sweep(Queue.RENDER)
    assert waiting() == [], "it is being worked on, or pauses"


def test_the_job_of_a_dead_worker_is_ended_and_its_row_woken(scenario: Scenario) -> None:
    request = asked(scenario)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '31 s') RETURNING id"
        )
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())
    jobs.sweep(Queue.UPKEEP)
    jobs.sweep(Queue.RENDER)
    of_it = BackgroundJob.objects.filter(queueing_lock=f"freeze:{request.pk}").order_by("pk")
    assert list(of_it.values_list("status", flat=True)) == ["failed", "todo"]


@pytest.mark.django_db
def test_what_recurs_is_done_in_its_rhythm_and_tried_again_after_a_failure() -> None:
    def fail(at: object) -> str:
        raise OSError(28, "No space left on device")

    task = RecurringTask.SWEEP_FILES
    assert {task for queue in Queue for task in due_tasks(at=AT, queue=queue)} == set(RecurringTask)
    assert run_task(task, lambda at: "done", at=AT) == "done"
    assert run_task(task, lambda at: "done", at=AT) == "", "somebody was faster"
    assert task not in due_tasks(at=AT + EVERY[task] - timedelta(seconds=1))
    day = AT + EVERY[task]
    assert run_task(task, fail, at=day) == ""
    row = RecurringJob.objects.get()
    assert (row.tries, row.done_at, row.problem) == (
        1,
        AT,
        "Es hat nicht geklappt (OSError); Näheres steht im Protokoll des Servers.",
    )
    assert task not in due_tasks(at=day + pause(1) - timedelta(seconds=1))
    assert run_task(task, lambda at: "done", at=day + pause(1)) == "done"
    row.refresh_from_db()
    assert (row.tries, row.done_at, row.problem) == (0, day + pause(1), "")


def test_what_recurs_is_done(scenario: Scenario) -> None:
    for task in RecurringTask:
        jobs.recur(key=task)
    rows = RecurringJob.objects.all()
    assert {(row.task, row.tries, row.problem) for row in rows} == {(task, 0, "") for task in RecurringTask}


def test_old_jobs_that_failed_are_deleted_and_young_ones_are_not(scenario: Scenario) -> None:
    wake(Task.SEND_MAIL, 1)
    wake(Task.SEND_MAIL, 2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '15 days' WHERE job_id IN "
            "(SELECT id FROM procrastinate_jobs WHERE queueing_lock = 'send_mail:1')"
        )
    jobs.delete_old_jobs(timezone.now())
    assert "send_mail:1" not in set(BackgroundJob.objects.values_list("queueing_lock", flat=True))
    assert BackgroundJob.objects.filter(queueing_lock="send_mail:2").exists()


@pytest.mark.parametrize("name", ["seal_list", "mail_list"])
def test_pages_that_wait_say_when_nobody_works(name: str, scenario: Scenario) -> None:
    queue_mail(scenario)
    said = "läuft gerade nicht"
    assert said in read(scenario.browser("admin").get(reverse(name))).text
    for queue in Queue:
        jobs.sweep(queue)
    assert said not in read(scenario.browser("admin").get(reverse(name))).text
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=2))
    assert said in read(scenario.browser("admin").get(reverse(name))).text


def test_the_page_of_an_agreement_says_that_nobody_seals(scenario: Scenario) -> None:
    address = reverse("agreement_documents", args=[scenario.signed.agreement_id])
    said = "Der Dienst, der die Siegel anbringt, läuft gerade nicht"
    assert said in read(scenario.browser("admin").get(address)).text
    jobs.sweep(Queue.SEAL)
    assert said not in read(scenario.browser("admin").get(address)).text


def test_in_the_admin_jobs_are_read_and_nothing_else(scenario: Scenario) -> None:
    wake(Task.SEND_MAIL, 4711)
    job = BackgroundJob.objects.get(queueing_lock="send_mail:4711")
    browser = scenario.browser("admin")
    listed = reverse("admin:agreements_backgroundjob_changelist")
    page = read(browser.get(listed))
    assert "send_mail" in page.text
    assert "wartet" in page.text
    browser.post(listed, {"action": "cancel", "_selected_action": [job.pk]})
    shown = reverse("admin:agreements_backgroundjob_change", args=[job.pk])
    assert browser.get(shown).status_code == 200
    assert browser.post(shown, {}).status_code == 403
    assert (
        browser.post(
            reverse("admin:agreements_backgroundjob_delete", args=[job.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    assert browser.get("/admin/procrastinate/procrastinatejob/").status_code == 404
    assert BackgroundJob.objects.get(pk=job.pk).status == "todo"
    assert MANAGER.get_job_status(job.pk).value == "todo"
