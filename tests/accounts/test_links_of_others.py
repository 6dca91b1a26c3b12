"""Somebody who is signed in opens a link that is valid and somebody else's: it does what it says for its owner, and nothing for her."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.mail_topics import OPTIONAL
from agreements.models import Event, SwitchedOff
from agreements.reminders.unsubscribing import unsubscribe_path
from districts.account_letters import AccountLetter
from districts.models import User
from tests import factories
from tests.accounts.people import PASSWORD, link_in_mail, with_password
from tests.accounts.test_second_factor import signed_in_with_password
from tests.calendar_feed.feeds import address_of, fetch
from tests.page import read
from tests.scenario import Scenario
from tests.signing.links.visitor import Visitor, invited

NEW = "Havelufer-im-Dezember-8"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


def reader_of(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_the_link_to_a_new_password_of_somebody_else(db: None) -> None:
    amira = with_password(factories.coordinator(), "amira@example.org")
    elif_ = with_password(factories.observer(), "elif@example.org")
    Client().post("/passwort/vergessen/", {"email": amira.email})
    client = signed_in_with_password(elif_)
    form = client.get(link_in_mail(amira, AccountLetter.RESET, timezone.now())).headers["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    amira.refresh_from_db()
    assert amira.check_password(NEW), "who has the link chooses, as it says"
    assert User.objects.get(pk=elif_.pk).check_password(PASSWORD)
    assert reader_of(client) in {"", str(elif_.pk)}, "nobody becomes somebody else"


@pytest.mark.parametrize("who", ["observer", "admin"])
def test_a_link_for_signing_opens_nothing_without_the_code_from_its_mailbox(
    scenario: Scenario, who: str
) -> None:
    link = invited(scenario.signing, scenario.amira)
    start, client = Visitor().link(), scenario.browser(who)
    assert client.get(start).status_code == 200
    assert client.post(start).status_code == 302
    assert client.post(f"{start}code/", {"code": "000000"}).status_code == 422
    assert client.get(reverse("link_read", args=[link.pk])).status_code == 403
    assert reader_of(client) == str(scenario.people[who].pk)
    assert client.get("/vertraege/").status_code == 200


def test_a_visit_gives_an_account_nothing_and_takes_nothing_from_it(scenario: Scenario) -> None:
    link = invited(scenario.signing, scenario.amira)
    elif_ = Visitor(client=scenario.browser("observer"))
    elif_.arrive()
    assert elif_.client.get(elif_.page("link_read", link)).status_code == 200
    assert reader_of(elif_.client) == str(scenario.people["observer"].pk)
    unseen = [
        reverse("agreement_detail", args=[scenario.signing.agreement_id]),
        reverse("signature_new", args=[scenario.signing.pk, link.signatory.key]),
    ]
    assert {elif_.client.get(page).status_code for page in unseen} == {404}
    told = Event.objects.filter(agreement=scenario.signing.agreement_id).latest("sequence")
    assert told.actor_id != scenario.people["observer"].pk


def test_a_session_with_a_visit_is_still_listed_and_ended(scenario: Scenario) -> None:
    invited(scenario.signing, scenario.amira)
    with_password(scenario.people["observer"], "elif@example.org")
    client = signed_in_with_password(scenario.people["observer"])
    before = client.session.session_key
    Visitor(client=client).arrive()
    assert client.session.session_key != before
    assert [row.is_current for row in client.get(reverse("session_list")).context["rows"]] == [True]
    signed_in_with_password(scenario.people["observer"]).post(reverse("session_list"))
    assert client.get("/vertraege/").status_code == 302


def test_a_calendar_shows_what_its_owner_sees_whoever_fetches_it(scenario: Scenario) -> None:
    address = address_of(scenario.people["staff"])
    expected = fetch(address).content
    for who in ("neighbour", "admin", "nobody"):
        client = scenario.browser(who)
        assert client.get(address).content == expected
        assert address not in read(client.get(reverse("calendar_account"))).text


def test_e_mails_are_stopped_for_whom_the_link_was_sent_to(scenario: Scenario) -> None:
    staff = scenario.people["staff"]
    scenario.browser("neighbour").post(unsubscribe_path(staff, OPTIONAL))
    assert {row.person for row in SwitchedOff.objects.all()} == {staff}


def test_a_passkey_of_somebody_else_is_not_there(db: None) -> None:
    amira = with_password(factories.coordinator(), "amira@example.org")
    dana = with_password(factories.admin(), "dana@example.org")
    hers = Authenticator.objects.create(user=amira, type="webauthn", data={"name": "Diensthandy"})
    client = signed_in_with_password(dana)
    page = reverse("mfa_remove_webauthn", args=[hers.pk])
    assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)
    assert Authenticator.objects.filter(pk=hers.pk).exists()
