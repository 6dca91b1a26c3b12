"""Sessions are listed and ended by their owner, end when nobody is there, and a new browser is told of."""

import time
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from agreements.models import Mail
from districts.account_letters import AccountLetter
from districts.models import SecurityEvent, User
from mitwirkung.own_sessions import middleware as idle
from mitwirkung.own_sessions.presenters import device_words
from tests import factories
from tests.accounts.people import PASSWORD, with_password
from tests.page import read

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
)
LISTED = "/vertraege/"


@pytest.fixture(autouse=True)
def minutes_count(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """End sessions here as they end elsewhere."""
    settings.IDLE_SECONDS = 30 * 60
    monkeypatch.setattr(idle, "MINUTE", 60)


@pytest.fixture
def amira(db: None) -> User:
    cache.clear()
    return with_password(factories.coordinator(), "amira@example.org")


def browser_of(person: User, agent: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post("/anmelden/", {"username": person.username, "password": PASSWORD}, REMOTE_ADDR="203.0.113.77")
    return client


def is_in(client: Client) -> bool:
    return client.get(LISTED).status_code == 200


def test_one_session_or_all_others_are_ended(amira: User) -> None:
    here, there, elsewhere = browser_of(amira), browser_of(amira, SAFARI), browser_of(amira)
    page = here.get(reverse("session_list"))
    text = read(page).text
    assert [row.device for row in page.context["rows"]] == [
        "Firefox unter Windows",
        "Safari unter iPhone",
        "Firefox unter Windows",
    ]
    assert "203.0.113.…" in text
    assert "203.0.113.77" not in text
    other = next(row for row in page.context["rows"] if row.device.startswith("Safari"))
    here.post(reverse("session_end", args=[other.pk]))
    assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, True)
    here.post(reverse("session_list"))
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_nobody_ends_the_session_of_another_person(amira: User) -> None:
    hers = browser_of(amira)
    pk = hers.get(reverse("session_list")).context["rows"][0].pk
    browser_of(with_password(factories.observer(), "elif@example.org")).post(
        reverse("session_end", args=[pk])
    )
    assert is_in(hers)


def test_a_session_ends_when_nobody_is_there(amira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser_of(amira)
    begun = time.time()
    for minutes, expected in ((25, True), (50, True), (81, False)):
        monkeypatch.setattr("time.time", lambda minutes=minutes: begun + minutes * 60)
        assert is_in(client) == expected, minutes
    page = read(client.get("/anmelden/"))
    assert "Einige Zeit war niemand da." in page.text
    assert "Einige Zeit war niemand da." not in read(client.get("/anmelden/")).text


def test_a_session_in_use_ends_eight_hours_after_the_sign_in(
    amira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser_of(amira)
    begun, eight_hours = time.time(), 8 * 60
    for minutes in (*range(20, eight_hours, 20), eight_hours + 1):
        monkeypatch.setattr("time.time", lambda minutes=minutes: begun + minutes * 60)
        assert is_in(client) == (minutes < eight_hours), minutes


def test_what_is_sent_too_late_changes_nothing_and_leads_to_the_sign_in(
    amira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser_of(amira)
    late = time.time() + 31 * 60
    monkeypatch.setattr("time.time", lambda: late)
    sent = client.post(reverse("session_list"))
    assert sent.headers["Location"].startswith("/anmelden/?next=")


def test_a_clock_set_back_ends_no_session(amira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser_of(amira)
    earlier = time.time() - 5 * 60 * 60
    monkeypatch.setattr("time.time", lambda: earlier)
    assert is_in(client)
    assert client.session["seen"] == int(earlier)


def test_a_new_browser_is_told_of_and_a_known_one_is_not(amira: User) -> None:
    told = Mail.objects.filter(person=amira, account_letter=AccountLetter.NEW_DEVICE)
    first = browser_of(amira)
    assert not told.exists(), "who signs in for the first time knows it"
    sent = {"username": amira.username, "password": PASSWORD}
    first.post("/abmelden/")
    first.post("/anmelden/", sent)
    assert not told.exists()
    second = browser_of(amira, SAFARI)
    assert told.count() == 1
    second.post("/abmelden/")
    second.post("/anmelden/", sent)
    assert told.count() == 1


def test_a_cookie_of_somebody_else_makes_no_browser_known(amira: User) -> None:
    browser_of(amira)
    other = with_password(factories.observer(), "elif@example.org")
    theirs = browser_of(other)
    stranger = Client()
    stranger.cookies[f"device_{amira.pk}"] = theirs.cookies[f"device_{other.pk}"].value
    stranger.post("/anmelden/", {"username": amira.username, "password": PASSWORD})
    assert Mail.objects.filter(person=amira, account_letter=AccountLetter.NEW_DEVICE).count() == 1


def test_nothing_is_kept_of_a_session_that_is_gone(amira: User) -> None:
    kept, gone = browser_of(amira), browser_of(amira)
    gone.session.delete()
    call_command("forget_sessions")
    assert [one.session_key for one in UserSession.objects.all()] == [kept.session.session_key]


def test_a_command_signs_a_person_out_everywhere_or_everybody(amira: User) -> None:
    elif_ = with_password(factories.observer(), "elif@example.org")
    here, there, hers = browser_of(amira), browser_of(amira, SAFARI), browser_of(elif_)
    call_command("end_sessions", "AMIRA@example.org", stdout=(out := StringIO()))
    assert (is_in(here), is_in(there), is_in(hers)) == (False, False, True)
    assert out.getvalue().startswith("2 sessions ended.")
    last = SecurityEvent.objects.latest("sequence")
    assert (last.kind, last.about) == ("signed_out", f"account={amira.pk} all sessions")
    again = browser_of(amira)
    call_command("end_sessions", "--everybody", stdout=StringIO())
    assert (is_in(again), is_in(hers)) == (False, False)
    with pytest.raises(CommandError, match="no session was ended"):
        call_command("end_sessions", "niemand")


def test_a_device_is_named_as_far_as_it_is_known() -> None:
    assert device_words("curl/8") == "Unbekannter Browser"
    assert device_words("x Chrome/1 Safari/1 Edg/1 (Macintosh; Intel Mac OS X)") == "Edge unter Mac"
