"""The secret key is changed: what lives on under the former one while it is listed, and what ends with it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from agreements.mail_topics import OPTIONAL
from agreements.models import Mail
from agreements.notifications.bounces import record_bounce
from agreements.reminders.unsubscribing import read_unsubscribe_token, unsubscribe_path
from districts.models import User
from districts.roles import Role
from tests.notifications.test_bounces import report
from tests.project.conftest import PASSWORD
from tests.scenario import Scenario
from tests.signing.links.visitor import Visitor, invited

OLD, NEW = "the-key-of-last-year", "the-key-of-this-year"
ROTATED = override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[OLD])
FORGOTTEN = override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[])


@pytest.fixture(autouse=True)
def old_key(db: None) -> None:
    """Begin each test under the old key."""


def under_the_old_key() -> AbstractContextManager[None]:
    return override_settings(SECRET_KEY=OLD)


@pytest.mark.parametrize(("keys", "goes_on"), [(ROTATED, True), (FORGOTTEN, False)])
def test_a_session_goes_on_while_its_key_is_listed(
    person: Callable[..., User], keys: AbstractContextManager[None], goes_on: bool
) -> None:
    person(Role.COORDINATOR)
    client = Client()
    with under_the_old_key():
        assert client.login(username="amira", password=PASSWORD)
    with keys:
        assert (client.get("/vertraege/").status_code == 200) == goes_on


def test_a_session_that_went_on_needs_the_old_key_no_longer(person: Callable[..., User]) -> None:
    person(Role.COORDINATOR)
    client = Client()
    with under_the_old_key():
        client.login(username="amira", password=PASSWORD)
    with ROTATED:
        client.get("/vertraege/")
        client.get("/passwort/")
    with FORGOTTEN:
        assert client.get("/vertraege/").status_code == 200


@pytest.mark.parametrize(("keys", "status"), [(ROTATED, 200), (FORGOTTEN, 404)])
def test_a_link_whose_mail_still_waits_leads_there_while_its_key_is_listed(
    scenario: Scenario, keys: AbstractContextManager[None], status: int
) -> None:
    rosa = Visitor()
    with under_the_old_key():
        invited(scenario.signing, scenario.amira)
    with keys:
        assert rosa.client.get(rosa.link()).status_code == status


def test_a_link_in_a_mailbox_needs_no_key(scenario: Scenario) -> None:
    rosa = Visitor()
    with under_the_old_key():
        invited(scenario.signing, scenario.amira)
        received = rosa.link()
    with FORGOTTEN:
        assert rosa.client.get(received).status_code == 200


@pytest.mark.parametrize(("keys", "status"), [(ROTATED, 302), (FORGOTTEN, 422)])
def test_a_code_counts_while_its_key_is_listed(
    scenario: Scenario, keys: AbstractContextManager[None], status: int
) -> None:
    rosa = Visitor()
    with under_the_old_key():
        invited(scenario.signing, scenario.amira)
        start = rosa.link()
        rosa.client.post(start)
        code = rosa.code()
    with keys:
        assert rosa.client.post(f"{start}code/", {"code": code}).status_code == status


@pytest.mark.parametrize(("keys", "known"), [(ROTATED, True), (FORGOTTEN, False)])
def test_what_is_in_mailboxes_is_known_while_its_key_is_listed(
    scenario: Scenario, keys: AbstractContextManager[None], known: bool
) -> None:
    with under_the_old_key():
        invited(scenario.signing, scenario.amira)
        Visitor().mailbox()
        sent = str(mail.outbox[-1].extra_headers["Message-ID"])
        token = unsubscribe_path(scenario.amira, OPTIONAL).rstrip("/").rpartition("/")[2]
    assert Mail.objects.exclude(sent_at=None).exists()
    with keys:
        assert (record_bounce(report(sent), at=timezone.now()) is not None) == known
        assert (read_unsubscribe_token(token) is not None) == known
