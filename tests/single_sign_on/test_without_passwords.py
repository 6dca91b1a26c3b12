"""Where an authority has switched passwords off, none is taken, set or reset, and nobody learns who has an account."""

from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from agreements.models import Mail
from agreements.notifications.message import letter_of
from districts.account_letters import AccountLetter
from districts.invitations.actions import InvitationRefused, accept_invitation, invite
from districts.models import Invitation, User
from districts.verified_addresses import keep_address
from mitwirkung.accounts.adapter import AccountAdapter
from tests import factories
from tests.accounts.people import PASSWORD, invited, link_in_mail, with_password
from tests.page import read
from tests.single_sign_on.coming_in import come_in, is_in
from tests.single_sign_on.fake_provider import FakeProvider

NONE = "gibt es hier keine Passwörter. Melden Sie sich über „Bezirksamt Pankow“ an."
NOON = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)


@pytest.fixture
def clara(no_passwords: None, greta: User) -> User:
    """Greta, who still has a password from before."""
    return with_password(greta, greta.email)


def sign_in(client: Client, name: str, password: str = PASSWORD) -> Any:
    return client.post("/anmelden/", {"username": name, "password": password}, follow=True)


@pytest.mark.parametrize("name", ["greta@example.org", "nobody@example.org", "Nobody@EXAMPLE.org"])
def test_an_address_is_told_so_whether_it_has_an_account_or_not(
    client: Client, clara: User, name: str
) -> None:
    assert NONE in read(sign_in(client, name)).text
    reply = client.post("/passwort/vergessen/", {"email": name})
    assert NONE in read(reply).text
    assert not is_in(client)
    assert not Mail.objects.exists()


def test_a_user_name_is_told_so_only_with_its_password(client: Client, clara: User) -> None:
    for name in (clara.username, "nobody"):
        assert NONE not in read(sign_in(client, name, "wrong-password")).text, name
    assert NONE in read(sign_in(client, clara.username)).text
    assert not is_in(client)


def test_a_passkey_alone_does_not_let_in_either(client: Client, clara: User) -> None:
    """It would let somebody in whom her authority has locked out."""
    Authenticator.objects.create(user=clara, type=Authenticator.Type.WEBAUTHN, data={})
    request = client.get("/anmelden/").wsgi_request
    how = {"email_verification": "none", "email": None, "signup": False, "redirect_url": None}
    refused = AccountAdapter().pre_login(request, clara, signal_kwargs=None, **how)
    assert refused is not None
    assert refused.headers["Location"] == "/anmelden/"


def test_her_authority_lets_her_in(client: Client, provider: FakeProvider, clara: User) -> None:
    come_in(client, provider)
    assert is_in(client)
    text = read(client.get(reverse("account_change_password"))).text
    assert "Sie haben hier kein Passwort" in text
    changed = {"oldpassword": PASSWORD, "password1": "Havelufer-im-Mai-8", "password2": "Havelufer-im-Mai-8"}
    client.post(reverse("account_change_password"), changed)
    clara.refresh_from_db()
    assert clara.check_password(PASSWORD)


def test_a_link_to_a_new_password_from_before_sets_none(client: Client, clara: User) -> None:
    key = f"{int_to_base36(clara.pk)}-{default_token_generator.make_token(clara)}"
    form = client.get(f"/passwort/neu/{key}/").headers["Location"]
    new = "Havelufer-im-Dezember-8"
    assert NONE in read(client.post(form, {"password1": new, "password2": new})).text
    clara.refresh_from_db()
    assert clara.check_password(PASSWORD)


def test_the_administration_cannot_send_such_a_link(client: Client, clara: User) -> None:
    client.force_login(factories.admin())
    page = reverse("admin:districts_user_access", args=[clara.pk])
    client.post(page, {"step": "reset"})
    assert not Mail.objects.exists()
    text = client.get(page).content.decode()
    assert "War noch nicht da." in text
    assert NONE in text


def test_everybody_else_has_a_password_as_before(client: Client, no_passwords: None) -> None:
    amira = with_password(factories.coordinator(), "amira@elsewhere.example")
    sign_in(client, amira.username)
    assert client.session["_auth_user_id"] == str(amira.pk)


def test_an_invited_person_comes_in_by_her_authority_for_the_first_time(
    client: Client, provider: FakeProvider, no_passwords: None
) -> None:
    greta = invited(factories.district("03"), by=factories.admin(), at=timezone.now())
    path = link_in_mail(greta, AccountLetter.INVITATION, timezone.now())
    page = client.get(path)
    assert "password1" not in page.content.decode()
    assert "Über Bezirksamt Pankow anmelden" in read(page).text
    client.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.get(pk=greta.pk).has_usable_password()
    with pytest.raises(InvitationRefused, match="keine Passwörter"):
        accept_invitation(Invitation.objects.get(), PASSWORD, at=timezone.now())
    assert Invitation.objects.get().used_at is None

    come_in(client, provider, page.context["sign_on"].url)
    assert client.session["_auth_user_id"] == str(greta.pk)
    assert Invitation.objects.get().used_at is not None
    assert "Diese Einladung gilt nicht mehr" in read(client.get(path)).text


def test_whose_address_has_changed_is_invited_anew_whatever_password_there_was(
    client: Client, provider: FakeProvider, clara: User
) -> None:
    come_in(Client(), provider)
    clara.email = "greta.neu@example.org"
    clara.save()
    keep_address(clara)
    invite(clara, by=factories.admin(), at=timezone.now())
    path = link_in_mail(clara, AccountLetter.INVITATION, timezone.now())
    come_in(client, provider, client.get(path).context["sign_on"].url, email=clara.email)
    assert client.session["_auth_user_id"] == str(clara.pk)
    assert EmailAddress.objects.get(user=clara).verified


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email": "somebody-else@example.org"}, "an eine andere E-Mail-Adresse"),
        ({"email_verified": False}, "hat nicht bestätigt"),
        ({"email": "greta@elsewhere.example"}, "die zu dieser Stelle gehört"),
    ],
)
def test_an_invitation_is_used_up_by_nobody_else(
    client: Client, provider: FakeProvider, claims: dict[str, Any], said: str
) -> None:
    greta = invited(factories.district("03"), by=factories.admin(), at=timezone.now())
    path = link_in_mail(greta, AccountLetter.INVITATION, timezone.now())
    begin = client.get(path).context["sign_on"].url
    assert said in read(come_in(client, provider, begin, **claims)).text
    assert not is_in(client)
    assert Invitation.objects.get().used_at is None
    come_in(client, provider, begin)
    assert client.session["_auth_user_id"] == str(greta.pk)


def test_an_invitation_that_was_taken_back_meanwhile_opens_nothing(
    client: Client, provider: FakeProvider
) -> None:
    greta = invited(factories.district("03"), by=factories.admin(), at=timezone.now())
    path = link_in_mail(greta, AccountLetter.INVITATION, timezone.now())
    begin = client.get(path).context["sign_on"].url
    led = client.get(begin).headers["Location"]
    Invitation.objects.update(revoked_at=timezone.now())
    back = provider.let_in(led, sub="g-1", email="greta@example.org", email_verified=True)
    assert "Diese Einladung gilt nicht mehr." in read(client.get(back)).text
    assert not is_in(client)
    assert client.get(begin).headers["Location"] == path, "which says why"


def test_the_invitation_says_how_she_comes_in(provider: FakeProvider, no_passwords: None) -> None:
    greta = invited(factories.district("03"), by=factories.admin(), at=NOON)
    text = " ".join(letter_of(Mail.objects.get(person=greta), NOON).paragraphs)
    assert "Über den Link melden Sie sich zum ersten Mal an, über „Bezirksamt Pankow“." in text
    assert "Passwort" not in text
