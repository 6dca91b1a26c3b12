"""The pages: what is read before it is asked for and confirmed, and what is said when it cannot be."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from districts.four_eyes_choices import Deed, RequestOutcome
from districts.models import FourEyesRequest, User
from districts.policy import is_admin
from tests import factories
from tests.four_eyes.requests import asked
from tests.page import page_queries, read, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana() -> User:
    return factories.admin()


@pytest.fixture
def bogdan() -> User:
    person = factories.staff(factories.district("03"))
    person.email = "bogdan@example.org"
    person.save()
    return person


def text(browser: Client, address: str) -> str:
    return read(browser.get(address)).text


def confirmation(browser: Client, address: str) -> dict[str, str]:
    """Return what the form on the page of a request sends."""
    found = re.search(r'name="shown" value="(\w{64})"', browser.get(address).content.decode())
    assert found
    return {"shown": found[1], "confirmed": "on"}


def test_one_asks_and_the_other_confirms(dana: User, bogdan: User) -> None:
    asker, decider = signed_in(dana), signed_in(factories.admin())
    ask = reverse("four_eyes_ask", args=[Deed.GIVE_ADMIN, bogdan.pk])
    assert "wer E-Mails an bogdan@example.org liest" in text(asker, ask)
    assert asker.post(ask, {"reason": ""}).status_code == 422
    reply = asker.post(ask, {"reason": "Vertritt Dana im Januar."}, follow=True)
    assert "Sie haben das beantragt" in read(reply).text
    address = reply.redirect_chain[-1][0]
    assert asker.post(address, {"shown": "x", "confirmed": "on"}).status_code == 422, "not by oneself"

    assert "1 Antrag wartet auf eine zweite Person" in text(decider, reverse("admin:index"))
    assert "wartet" not in text(asker, reverse("admin:index")), "she waits herself"
    assert str(bogdan) in text(decider, reverse("four_eyes_list"))
    assert "Vertritt Dana im Januar." in text(decider, address)
    sent = confirmation(decider, address)
    assert decider.post(address, {"shown": sent["shown"]}).status_code == 422, "unread"
    assert "Bestätigt und getan." in read(decider.post(address, sent, follow=True)).text
    assert is_admin(User.objects.get(pk=bogdan.pk))
    again = decider.post(address, sent)
    assert (again.status_code, "schon bestätigt" in read(again).text) == (422, True)


def test_what_has_changed_since_is_said_and_read_again(dana: User, bogdan: User) -> None:
    decider = signed_in(dana)
    address = reverse("four_eyes_detail", args=[asked(Deed.GIVE_ADMIN, bogdan.pk, at=timezone.now()).pk])
    sent = confirmation(decider, address)
    User.objects.filter(pk=bogdan.pk).update(email="neu@example.org")
    page = decider.post(address, sent)
    assert page.status_code == 422
    words = read(page).text
    assert "hat sich geändert, was geschehen würde" in words
    assert "Beim Antrag: Anmelden kann sich, wer E-Mails an bogdan@" in words
    assert decider.post(address, confirmation(decider, address)).status_code == 302


@pytest.mark.parametrize(
    ("name", "who", "outcome", "said"),
    [
        ("four_eyes_decline", "other", RequestOutcome.DECLINED, "Abgelehnt."),
        ("four_eyes_withdraw", "asker", RequestOutcome.WITHDRAWN, "Zurückgezogen."),
        ("four_eyes_decline", "asker", "", "Sie haben das selbst beantragt"),
        ("four_eyes_withdraw", "other", "", "nur, wer ihn gestellt hat"),
    ],
)
def test_declining_and_withdrawing(
    name: str, who: str, outcome: str, said: str, dana: User, bogdan: User
) -> None:
    asker = factories.admin()
    request = asked(Deed.GIVE_ADMIN, bogdan.pk, by=asker, at=timezone.now())
    browser = signed_in(asker if who == "asker" else dana)
    assert said in read(browser.post(reverse(name, args=[request.pk]), follow=True)).text
    request.refresh_from_db()
    assert request.outcome == outcome


def test_whoever_is_alone_reads_which_command_helps(dana: User, bogdan: User) -> None:
    browser, address = signed_in(dana), reverse("four_eyes_ask", args=[Deed.GIVE_ADMIN, bogdan.pk])
    page = text(browser, address)
    assert f"manage.py four_eyes_on_server give_admin {bogdan.username}" in page
    assert "Beantragen" not in page.partition("Was geschieht")[2]
    assert browser.post(address, {"reason": "x"}).status_code == 422
    assert not FourEyesRequest.objects.filter(outcome="").exists()


def test_what_is_erased_is_told_before_it_is_asked_for_and_confirmed(dana: User, bogdan: User) -> None:
    browser = signed_in(dana)
    request = asked(Deed.ERASE_ACCOUNT, bogdan.pk, at=timezone.now())
    for address in (
        reverse("four_eyes_ask", args=[Deed.ERASE_ACCOUNT, bogdan.pk]),
        reverse("four_eyes_detail", args=[request.pk]),
    ):
        page = text(browser, address)
        assert "Zugehörigkeiten: 1" in page
        assert "Was bleibt, und warum" in page
    sent = confirmation(browser, address)
    assert "Bestätigt und getan." in read(browser.post(address, sent, follow=True)).text
    assert str(User.objects.get(pk=bogdan.pk)) == f"gelöschte Person {bogdan.pk}"


def test_the_list_does_not_slow_down(dana: User, bogdan: User) -> None:
    browser, at = signed_in(dana), timezone.now()
    asked(Deed.GIVE_ADMIN, bogdan.pk, at=at)
    one = page_queries(browser, reverse("four_eyes_list"))
    for place in ("01", "02", "04"):
        asked(Deed.GIVE_ADMIN, factories.staff(factories.district(place)).pk, at=at)
    assert page_queries(browser, reverse("four_eyes_list")) == one


def test_there_is_no_other_deed(dana: User, bogdan: User) -> None:
    for deed, number in (("make_king", bogdan.pk), (Deed.GIVE_ADMIN, 0), (Deed.ERASE_SIGNATORY, 0)):
        assert signed_in(dana).get(reverse("four_eyes_ask", args=[deed, number])).status_code == 404
