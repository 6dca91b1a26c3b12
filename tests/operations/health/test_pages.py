"""The pages of the operation: for admins, for probes, and for who has the token."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from agreements.models import Heartbeat
from districts.models import User
from districts.roles import Role
from tests.admin.page import foreign_words
from tests.operations.health.well import worked
from tests.page import page_queries, read
from tests.project.conftest import person
from tests.scenario import Scenario

__all__ = ["person"]  # a fixture
TOKEN = "ein-langes-geheimnis-für-prometheus"


def test_alive_and_ready_say_no_more(client: Client, db: None) -> None:
    for address, words in (("/gesund/", "lebt\n"), ("/bereit/", "bereit\n")):
        page = client.get(address)
        assert (page.status_code, page.content.decode()) == (200, words)
        assert "no-store" in page.headers["Cache-Control"]


@override_settings(SECURE_SSL_REDIRECT=True, METRICS_TOKEN=TOKEN)
def test_probes_need_no_tls_and_metrics_do(client: Client, db: None) -> None:
    answers = [client.get(address).status_code for address in ("/gesund/", "/bereit/", "/metriken/")]
    assert answers == [200, 200, 301]


@pytest.mark.parametrize(
    ("token", "given", "status"),
    [
        (TOKEN, f"Bearer {TOKEN}", 200),
        (TOKEN, f"Bearer {TOKEN}x", 404),
        (TOKEN, "Bearer ", 404),
        (TOKEN, "", 404),
        ("", "Bearer ", 404),
        ("", "", 404),
        ("", f"Bearer {TOKEN}", 404),
    ],
)
def test_metrics_are_there_for_who_has_the_token(
    client: Client, db: None, token: str, given: str, status: int
) -> None:
    with override_settings(METRICS_TOKEN=token):
        assert client.get("/metriken/", headers={"Authorization": given}).status_code == status


@override_settings(METRICS_TOKEN=TOKEN)
def test_prometheus_reads_the_metrics(client: Client, well: datetime) -> None:
    page = client.get("/metriken/", headers={"Authorization": f"Bearer {TOKEN}"})
    families = {
        family.name: family.samples for family in text_string_to_metric_families(page.content.decode())
    }
    states = {sample.labels["check"]: sample.value for sample in families["mitwirkung_check_state"]}
    assert states["database"] == states["queue_mail"] == states["seal"] == 0
    assert states["scanner"] == 1
    idle = {sample.labels["queue"]: sample.value for sample in families["mitwirkung_queue_idle_seconds"]}
    assert 0 <= idle["seal"] < 60
    assert {sample.labels["certificate"] for sample in families["mitwirkung_certificate_days_left"]} == {
        *("seal", "time_stamp", "trust_zeitstempel")
    }
    assert {sample.labels["kind"] for sample in families["mitwirkung_oldest_waiting_seconds"]} == {
        *("freeze", "seal", "mail", "table")
    }
    assert families["mitwirkung_backup_age_seconds"][0].value == pytest.approx(3600, abs=60)
    assert page.headers["Content-Type"].startswith("text/plain")


def test_the_page_of_the_operation_tells_admins_the_worst_first(scenario: Scenario, well: datetime) -> None:
    browser, address = scenario.browser("admin"), reverse("admin:health")
    page = browser.get(address)
    before = page.context["red"]
    assert foreign_words(page) == []
    queries = page_queries(browser, address)
    Heartbeat.objects.update(beat_at=well - timedelta(hours=1), seen_at=well - timedelta(hours=1))
    worked(timezone.now(), worker="rechner-2")
    page = browser.get(address)
    assert page.context["red"] == before + 1
    text = read(page).text
    assert f"Gestört: {before + 1} von" in text
    assert "Zu tun: Neu starten" in text
    labels = [check.label for check in page.context["checks"]]
    assert labels == sorted(labels, key=["gestört", "bald zu tun", "in Ordnung"].index)
    assert page_queries(browser, address) == queries
    assert "Stand des Betriebs" in read(browser.get(reverse("admin:index"))).text


def test_the_page_says_so_where_nothing_is_red(
    client: Client, person: Callable[..., User], well: datetime
) -> None:
    client.force_login(person(Role.ADMIN))
    assert "Nichts ist gestört." in read(client.get(reverse("admin:health"))).text


@pytest.mark.parametrize("who", ["coordinator", "staff", "lead", "observer"])
def test_nobody_else_reads_it(scenario: Scenario, who: str) -> None:
    assert scenario.browser(who).get(reverse("admin:health"), follow=True).status_code == 403


def test_the_command_speaks_json(well: datetime) -> None:
    out = StringIO()
    call_command("health", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["red"] == 0
    assert {check["state"] for check in said["checks"]} == {"ok", "warn"}
    Heartbeat.objects.all().delete()
    out = StringIO()
    with pytest.raises(CommandError) as ended:
        call_command("health", "--json", stdout=out)
    assert ended.value.returncode == 1
    broken = {
        check["key"]: check for check in json.loads(out.getvalue())["checks"] if check["state"] == "red"
    }
    assert "queue_mail" in broken
    assert broken["queue_mail"]["measured"][0]["value"] is None, "JSON knows no infinity"
