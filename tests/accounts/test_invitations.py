"""An account is taken over by a link that is used once, for seven days, and by nobody who was not invited."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from agreements.models import Mail
from agreements.notifications.message import letter_of
from agreements.notifications.queries import is_obsolete
from districts.account_letters import AccountLetter
from districts.invitations.actions import (
    VALID_FOR,
    InvitationRefused,
    accept_invitation,
    invite,
    revoke_invitation,
)
from districts.invitations.queries import invitation_by_token, open_invitation, token_of_invitation
from districts.models import Invitation, User
from tests import factories
from tests.accounts.people import PASSWORD, invited, link_in_mail
from tests.page import read

NOON = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
ENDED = "Diese Einladung gilt nicht mehr"


@pytest.fixture
def dana(db: None) -> User:
    return factories.admin()


def greta_invited(dana: User, at: datetime = NOON) -> User:
    return invited(factories.district("03"), by=dana, at=at)


def choose(client: Client, path: str, password: str = PASSWORD) -> str:
    return read(client.post(path, {"password1": password, "password2": password}, follow=True)).text


def test_an_invited_person_chooses_her_password_and_signs_in(client: Client, dana: User) -> None:
    greta = greta_invited(dana, timezone.now())
    path = link_in_mail(greta, AccountLetter.INVITATION, timezone.now())
    page = read(client.get(path))
    assert "Willkommen bei MitWirkung" in page.text
    assert "greta@example.org" in page.text
    assert not EmailAddress.objects.get(user=greta).verified

    assert "Ihr Passwort ist gespeichert." in choose(client, path)
    assert EmailAddress.objects.get(user=greta).verified
    sent = client.post("/anmelden/", {"username": "greta@EXAMPLE.org", "password": PASSWORD})
    assert sent.status_code == 302
    assert client.session["_auth_user_id"] == str(greta.pk)


def test_the_e_mail_says_what_it_is_and_whom_to_ask(dana: User) -> None:
    greta = greta_invited(dana)
    mail = Mail.objects.get(person=greta)
    letter = letter_of(mail, NOON)
    text = " ".join(letter.paragraphs)
    assert letter.address == "greta@example.org"
    assert "Ihr Benutzername ist „greta“" in text
    assert "17.03.2026 um 12:00 Uhr und nur einmal" in text
    assert str(dana) in letter.contact
    assert not is_obsolete(mail, NOON)
    assert is_obsolete(mail, NOON + VALID_FOR)


@pytest.mark.parametrize("end", ["used", "expired", "revoked", "replaced", "locked", "moved", "forged"])
def test_an_invitation_that_has_ended_opens_nothing(client: Client, dana: User, end: str) -> None:
    now = timezone.now()
    greta = greta_invited(dana, now - VALID_FOR if end == "expired" else now)
    given = Invitation.objects.get(person=greta)
    token = token_of_invitation(given)
    match end:
        case "used":
            accept_invitation(given, PASSWORD, at=now)
        case "revoked":
            revoke_invitation(greta, by=dana, at=now)
        case "replaced":
            invite(greta, by=dana, at=now)
        case "locked":
            User.objects.filter(pk=greta.pk).update(is_active=False)
        case "moved":
            User.objects.filter(pk=greta.pk).update(email="other@example.org")
        case "forged":
            token = token[:-1] + ("A" if token[-1] != "A" else "B")
    before = User.objects.get(pk=greta.pk).password
    reply = client.get(f"/einladung/{token}/")
    assert (reply.status_code, ENDED in read(reply).text) == (404, True)
    assert ENDED in choose(client, f"/einladung/{token}/", "Havelufer-im-Dezember-8")
    assert User.objects.get(pk=greta.pk).password == before


def test_a_weak_password_uses_nothing_up(client: Client, dana: User) -> None:
    greta = greta_invited(dana, timezone.now())
    path = link_in_mail(greta, AccountLetter.INVITATION, timezone.now())
    for weak in ("kurz", "pankow202612", "greta@example.org", "x" * 129):
        assert (
            "Fehler: Willkommen" in read(client.post(path, {"password1": weak, "password2": weak})).title
        ), weak
    assert "verschieden" in read(client.post(path, {"password1": PASSWORD, "password2": PASSWORD + "8"})).text
    assert "Ihr Passwort ist gespeichert." in choose(client, path)


def test_opening_the_link_signs_nobody_out_and_accepting_it_does(client: Client, dana: User) -> None:
    greta = greta_invited(dana, timezone.now())
    path = link_in_mail(greta, AccountLetter.INVITATION, timezone.now())
    client.force_login(dana)
    client.get(path)
    assert client.session["_auth_user_id"] == str(dana.pk)
    choose(client, path)
    assert "_auth_user_id" not in client.session


def test_who_cannot_be_invited_is_told_why(dana: User) -> None:
    person = factories.staff(factories.district("03"))
    for change, said in (
        ({"password": "!"}, "keine E-Mail-Adresse"),
        ({"email": "p@example.org", "is_active": False}, "gesperrt"),
        ({"is_active": True, "password": "md5$a$b"}, "hat schon ein Passwort"),
    ):
        User.objects.filter(pk=person.pk).update(**change)
        with pytest.raises(InvitationRefused, match=said):
            invite(person, by=dana, at=NOON)
    assert not Invitation.objects.exists()


def test_only_admins_invite_and_take_back(dana: User) -> None:
    greta = greta_invited(dana)
    for by in (greta, factories.coordinator()):
        with pytest.raises(PermissionDenied):
            invite(greta, by=by, at=NOON)
        with pytest.raises(PermissionDenied):
            revoke_invitation(greta, by=by, at=NOON)
    assert open_invitation(greta, NOON) is not None


def test_nothing_that_is_stored_opens_an_account(dana: User) -> None:
    greta = greta_invited(dana)
    stored = Invitation.objects.filter(person=greta).values_list()[0]
    for value in map(str, stored):
        assert invitation_by_token(value, NOON) is None
    assert invitation_by_token(token_of_invitation(Invitation.objects.get()), NOON) is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_does() -> None:
    dana = factories.admin()
    greta = greta_invited(dana)
    given = Invitation.objects.get(person=greta)

    def accept(password: str) -> str:
        try:
            accept_invitation(given, password, at=NOON + timedelta(minutes=1))
        except InvitationRefused:
            return "refused"
        finally:
            connection.close()
        return password

    with ThreadPoolExecutor(2) as pool:
        done = set(pool.map(accept, [PASSWORD, "Havelufer-im-Dezember-8"]))
    assert "refused" in done
    (chosen,) = done - {"refused"}
    assert User.objects.get(pk=greta.pk).check_password(chosen)
