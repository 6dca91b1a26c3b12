"""The first administrator is invited on the command line and chooses a password."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from agreements.models import Mail
from districts.models import Membership, User
from districts.roles import Role
from tests.accounts.people import PASSWORD
from tests.page import read

pytestmark = pytest.mark.django_db
EMAIL = "Dana@verein.example"
PASSWORDS = {"password1": PASSWORD, "password2": PASSWORD}


def invited_by_command(*arguments: str) -> tuple[str, str]:
    """Run the command; return what it says, and the path of the link."""
    out = StringIO()
    call_command("invite_admin", *(arguments or (EMAIL, "Dana Ada Beispiel")), stdout=out)
    return out.getvalue(), re.findall(r"http://127\.0\.0\.1:8000(/einladung/\S+)", out.getvalue())[0]


def test_an_invited_admin_chooses_a_password_and_signs_in() -> None:
    said, path = invited_by_command()
    person = User.objects.get()
    assert "User name: dana\n" in said
    assert (person.first_name, person.last_name, person.email) == ("Dana Ada", "Beispiel", EMAIL)
    assert not person.has_usable_password()
    assert [str(membership.role) for membership in Membership.objects.all()] == [Role.ADMIN]
    assert Mail.objects.get().person == person

    client = Client()
    assert "no-store" in client.get(path).headers["Cache-Control"]
    client.post(path, PASSWORDS)
    assert (
        client.post("/anmelden/", {"username": "dana@verein.example", "password": PASSWORD}).status_code
        == 302
    )
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_second_invitation_is_to_the_same_account_and_ends_the_first() -> None:
    _, first = invited_by_command()
    _, second = invited_by_command()
    assert (User.objects.count(), Membership.objects.count()) == (1, 1)
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]


def test_whoever_is_locked_or_has_a_password_is_not_invited() -> None:
    _, path = invited_by_command()
    User.objects.update(is_active=False)
    with pytest.raises(CommandError, match="is locked already; nothing was changed"):
        invited_by_command()
    User.objects.update(is_active=True)
    Client().post(path, PASSWORDS)
    with pytest.raises(CommandError, match="has a password already"):
        invited_by_command()


def test_a_name_that_somebody_else_has_gets_a_number() -> None:
    User.objects.create(username="dana")
    assert "User name: dana1\n" in invited_by_command()[0]


def test_what_is_no_address_makes_no_account() -> None:
    with pytest.raises(CommandError, match="is no e-mail address; no account was made"):
        invited_by_command("dana", "Dana Beispiel")
    assert not User.objects.exists()


def test_without_e_mail_the_link_is_handed_over() -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST=""):
        assert "E-mail is not set up" in invited_by_command()[0]


@pytest.mark.parametrize("key", ["x", "MQ-aaaaaa-bbbbbb", "-", "____-a", "\N{GREEK SMALL LETTER ALPHA}"])
def test_what_is_no_invitation_says_what_to_do(key: str) -> None:
    answer = Client().get(f"/einladung/{key}/")
    assert answer.status_code == 404
    assert "bitten Sie die Administration Ihrer Stelle um eine neue Einladung" in read(answer).text
