"""The first administrator is invited and chooses a password, once."""

import re
from datetime import timedelta
from io import StringIO
from unittest import mock

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from districts.models import Membership, User
from districts.roles import Role
from mitwirkung.invitations import accept_invitation
from tests.notifications.server import mail_server
from tests.page import read
from tests.project.conftest import PASSWORD
from tests.project.test_public_pages import assert_whole_page

pytestmark = pytest.mark.django_db
EMAIL = "Dana@verein.example"
PASSWORDS = {"new_password1": PASSWORD, "new_password2": PASSWORD}


def invited(*arguments: str) -> tuple[str, str]:
    """Run the command; return what it says, and the path of the link."""
    out, err = StringIO(), StringIO()
    call_command("invite_admin", *(arguments or (EMAIL, "Dana Ada Beispiel")), stdout=out, stderr=err)
    said = out.getvalue() + err.getvalue()
    return said, re.findall(r"http://127\.0\.0\.1:8000(/einladung/\S+)", said)[0]


def test_an_invited_admin_chooses_a_password_and_signs_in() -> None:
    said, path = invited()
    person = User.objects.get()
    assert "User name: dana@verein.example" in said
    assert (person.first_name, person.last_name, person.email) == ("Dana Ada", "Beispiel", EMAIL)
    assert not person.has_usable_password()
    assert [str(membership.role) for membership in Membership.objects.all()] == [Role.ADMIN]

    client = Client()
    page = client.get(path)
    assert page.status_code == 200
    assert_whole_page(page.content.decode())
    assert "no-store" in page.headers["Cache-Control"]
    answer = client.post(path, PASSWORDS, follow=True)
    assert "Ihr Passwort ist gesetzt" in read(answer).text
    assert client.login(username="dana@verein.example", password=PASSWORD)
    assert client.get(reverse("admin:index")).status_code == 200


def test_an_invitation_is_used_once() -> None:
    _, path = invited()
    Client().post(path, PASSWORDS)
    for again in (Client().get(path), Client().post(path, dict.fromkeys(PASSWORDS, "Ein-anderes-7-Wort"))):
        assert again.status_code == 404
        assert "Diese Einladung gilt nicht mehr" in read(again).text
    assert accept_invitation(path.split("/")[2], password="Ein-anderes-7-Wort") is None
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7.1, 404)])
def test_an_invitation_is_valid_for_seven_days(days: float, status: int) -> None:
    now = PasswordResetTokenGenerator()._now()
    with mock.patch.object(PasswordResetTokenGenerator, "_now", return_value=now - timedelta(days=days)):
        _, path = invited()
    assert Client().get(path).status_code == status


def test_looking_uses_nothing_up() -> None:
    _, path = invited()
    for method in ("get", "head", "get"):
        assert getattr(Client(), method)(path).status_code == 200


@pytest.mark.parametrize(
    "key", ["x", "MQ", "MQ-", "MQ-aaaaaa-bbbbbb", "-", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk-a-b", "____-a"]
)
def test_what_is_no_invitation_says_what_to_do(key: str) -> None:
    invited()
    answer = Client().get(f"/einladung/{key}/")
    assert answer.status_code == 404
    assert_whole_page(answer.content.decode())
    assert "bitten Sie die Administration Ihrer Stelle um eine neue Einladung" in read(answer).text
    assert "@" not in read(answer).text


def test_a_weak_password_is_refused_and_the_invitation_stays() -> None:
    _, path = invited()
    refused = Client().post(
        path, {"new_password1": "pankow-2025-pankow", "new_password2": "pankow-2025-pankow"}
    )
    assert refused.status_code == 422
    assert "nur aus Wörtern" in read(refused).text
    assert Client().get(path).status_code == 200


def test_whoever_is_locked_or_has_a_password_is_not_invited() -> None:
    _, path = invited()
    User.objects.update(is_active=False)
    assert Client().get(path).status_code == 404
    with pytest.raises(CommandError, match="is locked already; nothing was changed"):
        invited()
    User.objects.update(is_active=True)
    Client().post(path, PASSWORDS)
    with pytest.raises(CommandError, match="has a password already"):
        invited()


def test_a_second_invitation_is_to_the_same_account() -> None:
    invited()
    _, path = invited()
    assert (User.objects.count(), Membership.objects.count()) == (1, 1)
    assert Client().get(path).status_code == 200


def test_what_is_no_address_makes_no_account() -> None:
    with pytest.raises(CommandError, match="is no e-mail address; no account was made"):
        invited("dana", "Dana Beispiel")
    assert not User.objects.exists()


def test_the_link_is_sent_where_e_mail_is_set_up() -> None:
    with mail_server() as server:
        said, path = invited()
        [letter] = server.mails
        server.answer = "554 No"
        failed, _ = invited()
    assert "It was sent to Dana@verein.example." in said
    assert path in letter.get_content().replace("=\n", "")
    assert "could not be sent" in failed
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST=""):
        assert "E-mail is not set up" in invited()[0]
    assert not mail.outbox
