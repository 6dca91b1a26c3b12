"""Unsent e-mails are shown with the agreements, on the page of one, and in their own list."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from agreements.errors import ActionRefused
from agreements.models import Mail
from agreements.notifications.actions import ask_again
from agreements.notifications.queries import due_at, sendable
from tests.due import send_what_is_due
from tests.page import page_queries, read
from tests.scenario import Scenario
from tests.signing.delegates import declined, granted

NO_SERVER = override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="")
SHUT = override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9
)


def seen(scenario: Scenario, who: str) -> dict[str, str]:
    browser = scenario.browser(who)
    pages = {
        "list": reverse("agreement_list"),
        "one": reverse("agreement_detail", args=[scenario.signing.agreement_id]),
    }
    return {name: read(browser.get(address)).text for name, address in pages.items()}


def test_a_failure_is_told_where_people_look(reached: Scenario) -> None:
    declined(reached.signing, reached.amira)
    assert "konnten noch nicht gesendet werden" not in seen(reached, "coordinator")["list"], "not tried yet"
    Mail.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    with SHUT:
        send_what_is_due(at=timezone.now())
        pages = seen(reached, "coordinator")
        listed = read(reached.browser("admin").get(reverse("mail_list"))).text
    assert "E-Mails konnten noch nicht gesendet werden" in pages["list"]
    assert "E-Mails zu diesem Vertrag sind nicht gesendet seit" in pages["one"]
    assert "Nächster Versuch: ab" in pages["one"]
    for page in (pages["one"], listed):
        assert "Der E-Mail-Server antwortet nicht." in page
        assert reached.people["lead"].email not in page
    assert "E-Mail nicht gesendet" not in seen(reached, "staff")["one"]


def test_a_house_without_a_server_says_so(reached: Scenario) -> None:
    declined(reached.signing, reached.amira)
    with NO_SERVER:
        pages = seen(reached, "coordinator")
        listed = read(reached.browser("coordinator").get(reverse("mail_list"))).text
        with pytest.raises(ActionRefused, match="kein E-Mail-Server eingerichtet"):
            ask_again(by=reached.amira, at=timezone.now())
    for page in (pages["one"], listed):
        assert "nicht eingerichtet" in page
    assert "noch nicht gesendet" in pages["list"]


def test_whoever_may_see_it_may_have_it_tried_at_once(reached: Scenario) -> None:
    declined(reached.signing, reached.amira)
    now = timezone.now()
    Mail.objects.update(tried_at=now, tries=9, problem="…")
    assert min(map(due_at, sendable())) > now + timedelta(hours=1)
    reply = reached.browser("coordinator").post(reverse("mail_retry"), follow=True)
    assert "Angestoßen" in read(reply).text
    assert max(map(due_at, sendable())) < now + timedelta(hours=1)
    with pytest.raises(ActionRefused, match="vorbehalten"):
        ask_again(by=reached.people["staff"], at=now)


def test_the_list_asks_as_often_for_many_as_for_one(reached: Scenario) -> None:
    browser = reached.browser("coordinator")
    counts = []
    for action in (declined, granted):
        action(reached.signing, reached.amira)
        counts.append(page_queries(browser, reverse("mail_list")))
    assert counts[0] == counts[1]
