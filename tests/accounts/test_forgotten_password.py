"""A forgotten password is replaced by a link that goes to the account's address; nobody learns whether there is an account."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.http import int_to_base36

from agreements.models import Mail
from agreements.notifications.message import letter_of
from agreements.notifications.queries import is_obsolete
from districts.account_letters import AccountLetter
from districts.models import User
from mitwirkung.accounts.attempt_limit import FAILURES
from tests import factories
from tests.accounts.people import PASSWORD, link_in_mail, with_password
from tests.page import read

NEW = "Havelufer-im-Dezember-8"
ASK = "/passwort/vergessen/"
OVER = "Dieser Link gilt nicht mehr"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def amira(db: None) -> User:
    return with_password(factories.coordinator(), "Amira@example.org")


def asked_link(client: Client, person: User) -> str:
    client.post(ASK, {"email": person.email})
    return link_in_mail(person, AccountLetter.RESET, timezone.now())


def choose(client: Client, path: str, password: str = NEW) -> str:
    """Follow the link, which leads to an address without its secret, and choose."""
    shown = client.get(path)
    if shown.status_code != 302:
        return read(shown).text
    form = shown.headers["Location"]
    assert form.endswith("-set-password/")
    assert client.get(form).status_code == 200
    return read(client.post(form, {"password1": password, "password2": password}, follow=True)).text


def test_a_new_password_by_e_mail(client: Client, amira: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(amira)
    assert "Ihr Passwort ist gespeichert." in choose(client, asked_link(client, amira))
    amira.refresh_from_db()
    assert amira.check_password(NEW)
    assert elsewhere.get("/vertraege/").status_code == 302, "other devices are signed out"
    assert "_auth_user_id" not in client.session, "nobody is signed in by a link alone"
    told = Mail.objects.get(account_letter=AccountLetter.PASSWORD_CHANGED)
    assert "das Passwort Ihres Kontos wurde am" in letter_of(told, timezone.now()).paragraphs[0]


def test_strangers_and_members_are_answered_alike(client: Client, amira: User) -> None:
    locked = with_password(factories.observer(), "locked@example.org")
    User.objects.filter(pk=locked.pk).update(is_active=False)
    words = set()
    for address in ("amira@EXAMPLE.org", "locked@example.org", "niemand@example.org"):
        reply = client.post(ASK, {"email": address}, follow=True)
        words.add(re.sub(r"\s+", " ", reply.content.decode().partition("<main")[2]))
        assert reply.redirect_chain == [("/passwort/vergessen/gesendet/", 302)]
    assert len(words) == 1
    assert [mail.person for mail in Mail.objects.all()] == [amira]


@pytest.mark.parametrize("end", ["used", "changed", "other_account", "old", "forged"])
def test_a_link_that_has_ended_changes_nothing(
    client: Client, amira: User, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = asked_link(client, amira)
    match end:
        case "used":
            choose(Client(), path, "Dahmeufer-im-Januar-9")
        case "changed":
            with_password(amira, amira.email)
        case "other_account":
            other = with_password(factories.observer(), "elif@example.org")
            path = f"/passwort/neu/{int_to_base36(other.pk)}-{path.partition('-')[2]}"
        case "old":
            later = timezone.now() + timedelta(hours=2, minutes=1)
            monkeypatch.setattr(
                "django.contrib.auth.tokens.PasswordResetTokenGenerator._now",
                lambda self: timezone.localtime(later).replace(tzinfo=None),
            )
        case "forged":
            path = path[:-2] + ("a" if path[-2] != "a" else "b") + "/"
    before = list(User.objects.values_list("password", flat=True).order_by("pk"))
    assert OVER in choose(Client(), path)
    assert list(User.objects.values_list("password", flat=True).order_by("pk")) == before


def test_too_many_questions_are_refused_and_members_are_not_flooded(client: Client, amira: User) -> None:
    for address in ("amira@example.org", "niemand@example.org"):
        said = [
            "gerade schon mehrmals" in read(client.post(ASK, {"email": address}, follow=True)).text
            for _ in range(5)
        ]
        assert said == [False] * 3 + [True] * 2
    assert Mail.objects.count() == 3


def test_a_link_asked_for_long_ago_is_not_sent(client: Client, amira: User) -> None:
    asked_link(client, amira)
    mail = Mail.objects.get()
    assert not is_obsolete(mail, mail.queued_at + timedelta(hours=1))
    assert is_obsolete(mail, mail.queued_at + timedelta(days=2))


def test_who_chose_a_new_password_is_not_locked_out(client: Client, amira: User) -> None:
    for _ in range(FAILURES + 1):
        client.post("/anmelden/", {"username": amira.username, "password": "falsch"})
    choose(client, asked_link(client, amira))
    assert client.post("/anmelden/", {"username": amira.email, "password": NEW}).status_code == 302


def test_both_names_count_as_one(client: Client, amira: User) -> None:
    for number in range(FAILURES):
        name = amira.username if number % 2 else "AMIRA@example.org"
        client.post("/anmelden/", {"username": name, "password": "falsch"})
    for name in (amira.username, "amira@example.org"):
        page = read(client.post("/anmelden/", {"username": name, "password": PASSWORD}))
        assert "zu oft ein falsches Passwort" in page.text


@pytest.mark.parametrize("name", ["amira@example.org", "niemand@example.org", "niemand", "person1"])
def test_a_sign_in_costs_one_hash_whoever_it_is(
    client: Client, amira: User, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(
        type(hasher),
        "encode",
        lambda self, *args, **kwargs: computed.append(1) or encode(self, *args, **kwargs),
    )
    client.post("/anmelden/", {"username": name, "password": "falsch-und-lang"})
    assert len(computed) == 1


def test_an_address_belongs_to_one_account_and_no_name_looks_like_one(db: None) -> None:
    User.objects.create(username="eine", email="Eine@example.org")
    for other in (User(username="andere", email="eine@example.org"), User(username="a@b.example")):
        with pytest.raises(Exception, match="E-Mail-Adresse"):
            other.validate_constraints()
