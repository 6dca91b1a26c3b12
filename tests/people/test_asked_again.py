"""Before somebody's account or roles change, whoever does it shows again who she is, and goes on where she was."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from districts.models import User
from tests import factories
from tests.accounts.people import PASSWORD, with_password
from tests.people.looking_after import pankow

pytestmark = pytest.mark.django_db
READ = ("people_detail", "people_absence")
CHANGED = ("people_edit", "people_access", "role_new", "people_leave", "departure_withdraw")


@pytest.fixture
def bogdan() -> User:
    return factories.staff(pankow())


@pytest.fixture
def dana(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return a browser in which an admin signed in 31 minutes ago."""
    settings.CONFIRM_AGAIN, settings.IDLE_SECONDS = True, 60 * 60
    client, person = Client(), with_password(factories.admin(), "dana@example.org")
    client.post(reverse("account_login"), {"username": person.username, "password": PASSWORD})
    monkeypatch.setattr("time.time", (timezone.now() + timedelta(minutes=31)).timestamp)
    return client


def goes_on_at(client: Client, address: str, referer: str) -> str:
    """Return where the page that asks again leads to."""
    answer = client.post(address, headers={"Referer": referer})
    asked = urlsplit(answer.headers["Location"])
    assert asked.path == reverse("account_reauthenticate")
    return parse_qs(asked.query)["next"][0]


def test_what_changes_an_account_asks_again_and_what_reads_does_not(dana: Client, bogdan: User) -> None:
    for name in READ:
        assert dana.get(reverse(name, args=[bogdan.pk])).status_code == 200, name
    role_end = reverse("role_end", args=[bogdan.pk, bogdan.memberships.get().pk])
    changing = [reverse(name, args=[bogdan.pk]) for name in CHANGED]
    for address in (reverse("people_new"), role_end, *changing):
        assert dana.post(address).headers["Location"].startswith(reverse("account_reauthenticate")), address
    assert bogdan.memberships.exists()


def test_a_press_goes_on_at_its_page_and_at_no_other_host(dana: Client, bogdan: User) -> None:
    press, page = reverse("people_access", args=[bogdan.pk]), reverse("people_detail", args=[bogdan.pk])
    for referer, expected in (
        (f"http://testserver{page}?x=1", page),
        (f"http://example.org{page}", "/"),
        (f"http://testserver@example.org{page}", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ):
        assert goes_on_at(dana, press, referer) == expected, referer
    # allauth follows no address that a browser would take for another host
    asked = f"{reverse('account_reauthenticate')}?next={goes_on_at(dana, press, 'http://testserver//example.org/')}"
    done = dana.post(asked, {"password": PASSWORD})
    assert not done.headers["Location"].startswith("//")
