"""Whoever leaves hands over first; then everything that gave access is gone, and what was done stays."""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, ManyToOneRel
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.calendar_feed.actions import renew_feed
from agreements.choices import Addressee
from agreements.drafting.comments.actions import CommentTarget, open_thread
from agreements.job_choices import RecurringTask
from agreements.models import Absence, Agreement, Event, Mail, Mention, Presence
from agreements.recurring import ADDED
from districts.account_letters import AccountLetter, post_account_letter
from districts.errors import Refused, StillInHand
from districts.four_eyes import done_on_server
from districts.four_eyes_choices import Deed
from districts.invitations.queries import token_of_invitation
from districts.models import Departure, ErasedKind, Erasure, Membership, SecurityEvent, User
from districts.people.actions.accounts import change_address
from districts.people.actions.roles import end_role, grant_role
from districts.roles import Role
from mitwirkung.people.departure.actions import carry_out_due, decide_departure, withdraw_departure
from mitwirkung.privacy.disclosure.queries import sessions_of
from tests import factories
from tests.accounts.people import PASSWORD, invited, with_password
from tests.page import read, signed_in
from tests.people.looking_after import also, mitte, pankow

pytestmark = pytest.mark.django_db
# what is written down about somebody and gives no access: records of what she did, was sent or told, and the address itself
RECORDS = {
    *("account.EmailAddress", "districts.Invitation", "districts.Departure", "agreements.SwitchedOff"),
    *("admin.LogEntry", "agreements.Mail", "agreements.Digest", "agreements.Reminder", "agreements.Mention"),
}


@pytest.fixture
def dana() -> User:
    return factories.admin()


@pytest.fixture
def jonas() -> User:
    """Who takes over."""
    return factories.coordinator()


def busy(amira: User, dana: User, at: datetime) -> Client:
    """Give a coordinator of a district everything that an account can have; return a browser in which she is signed in."""
    also(amira, Role.DISTRICT_LEAD, pankow())
    draft = factories.draft(pankow(), amira)
    with_password(amira, "amira@example.org")
    browser = Client()
    browser.post("/anmelden/", {"username": amira.username, "password": PASSWORD})
    renew_feed(by=amira, at=at)
    Authenticator.objects.create(user=amira, type=Authenticator.Type.WEBAUTHN, data={})
    Authenticator.objects.create(user=amira, type=Authenticator.Type.RECOVERY_CODES, data={})
    change_address(User.objects.get(pk=amira.pk), "anders@example.org", by=dana, at=at)
    today = timezone.localdate(at)
    Absence.objects.create(person=amira, begins_on=today, ends_on=today)
    Absence.objects.create(person=dana, substitute=amira, begins_on=today, ends_on=today)
    Presence.objects.create(instrument=draft, person=amira, window="w", seen_at=at)
    open_thread(
        draft,
        target=CommentTarget(clause="p03-1"),
        addressee=Addressee.TEAM,
        text="Bitte ansehen.",
        mentioned=[amira.pk],
        by=factories.coordinator(),
        at=at,
    )
    post_account_letter(amira, AccountLetter.RESET, at=at)
    return browser


def left_of(person: User) -> dict[str, int]:
    """Return how many rows of which tables name the person as responsible, or give her access."""
    found = {}
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel):
            continue
        field, model = relation.field, relation.related_model
        is_record = field.remote_field.on_delete.__name__ == "PROTECT" and field.name != "coordinator"
        if model._meta.label in RECORDS or is_record or field.name.endswith("_by"):
            continue
        if count := model._base_manager.filter(**{field.name: person}).count():
            found[f"{model._meta.label}.{field.name}"] = count
    return found


def test_nothing_stays_behind(dana: User, jonas: User) -> None:
    at, amira = timezone.now(), factories.coordinator()
    browser = busy(amira, dana, at)
    assert browser.get("/vertraege/").status_code == 200
    before = left_of(amira)
    assert before.keys() >= {
        *("districts.Membership.user", "mfa.Authenticator.user", "usersessions.UserSession.user"),
        *("agreements.CalendarFeed.person", "agreements.Absence.person", "agreements.Absence.substitute"),
        *("agreements.Agreement.coordinator", "agreements.Presence.person"),
    }
    events = set(Event.objects.filter(actor_id=amira.pk).values_list("pk", flat=True))

    decide_departure(amira, leaves_on=timezone.localdate(at), successor=jonas, by=dana, at=at)

    assert left_of(amira) == {}
    with pytest.raises(Refused, match="ist geschlossen"):
        grant_role(amira, role=Role.OBSERVER, district=None, by=dana, at=at)
    gone = User.objects.get(pk=amira.pk)
    assert (gone.is_active, gone.has_usable_password()) == (False, False)
    assert sessions_of(amira.pk) == []
    assert browser.get("/vertraege/").status_code == 302
    assert not EmailAddress.objects.filter(user=amira, primary=False).exists()
    assert not Mail.objects.filter(person=amira, sent_at=None, dropped_at=None).exists()
    assert Agreement.objects.get().coordinator == jonas
    assert Mention.objects.filter(person=jonas, seen_at=None).count() == 1
    assert Absence.objects.get(person=dana).substitute == jonas
    assert Event.objects.filter(kind="handed_over", actor_id=dana.pk).count() == 1
    assert set(Event.objects.filter(actor_id=amira.pk).values_list("pk", flat=True)) == events
    kinds = set(
        SecurityEvent.objects.filter(about__startswith=f"account={amira.pk}").values_list("kind", flat=True)
    )
    assert {"left", "role_taken", "account_changed", "password_changed"} <= kinds


def test_every_table_that_points_to_people_is_a_record_or_is_emptied() -> None:
    """A new table must be one of these, or the test above says nothing about it."""
    kinds = {"CASCADE", "PROTECT", "SET_NULL"}
    seen = {
        (
            relation.related_model._meta.label,
            relation.field.name,
            relation.field.remote_field.on_delete.__name__,
        )
        for relation in User._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and isinstance(relation.field, ForeignKey)
    }
    assert {kind for _, _, kind in seen} <= kinds
    nulled = {(label, name) for label, name, kind in seen if kind == "SET_NULL"}
    assert nulled == {
        ("agreements.Absence", "substitute"),
        ("districts.Invitation", "made_by"),
        ("districts.Membership", "confirmed_by"),
    }


def test_the_link_of_an_invitation_leads_nowhere_after_it(client: Client, dana: User) -> None:
    at = timezone.now()
    greta = invited(pankow(), by=dana, at=at)
    token = token_of_invitation(greta.invitations.get())
    decide_departure(greta, leaves_on=timezone.localdate(at), successor=None, by=dana, at=at)
    assert client.get(reverse("invitation", args=[token])).status_code == 404


def test_a_later_day_waits_until_it_comes(dana: User, jonas: User) -> None:
    at, amira = timezone.now(), factories.coordinator()
    factories.draft(pankow(), amira)
    today = timezone.localdate(at)
    first = decide_departure(amira, leaves_on=today + timedelta(days=9), successor=jonas, by=dana, at=at)
    assert first.done_at is None
    decide_departure(amira, leaves_on=today + timedelta(days=3), successor=jonas, by=dana, at=at)
    assert Departure.objects.filter(withdrawn_at=at).count() == 1, "the newer day counts"
    assert carry_out_due(at=at + timedelta(days=2)) == 0
    assert User.objects.get(pk=amira.pk).is_active
    assert ADDED[RecurringTask.DEPARTURES](at + timedelta(days=3)) == "gone: 1"
    assert not User.objects.get(pk=amira.pk).is_active
    assert Agreement.objects.get().coordinator == jonas
    assert carry_out_due(at=at + timedelta(days=4)) == 0


def test_a_day_is_taken_back(dana: User) -> None:
    at, bogdan = timezone.now(), factories.staff(pankow())
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    decide_departure(bogdan, leaves_on=tomorrow, successor=None, by=dana, at=at)
    withdraw_departure(bogdan, by=dana, at=at)
    assert carry_out_due(at=at + timedelta(days=2)) == 0
    with pytest.raises(Refused, match="kein Tag festgelegt"):
        withdraw_departure(bogdan, by=dana, at=at)


def test_who_takes_over_cannot_lose_what_it_takes(dana: User, jonas: User) -> None:
    at, amira, frieda = timezone.now(), factories.coordinator(), factories.coordinator()
    factories.draft(pankow(), amira)
    soon = timezone.localdate(at) + timedelta(days=3)
    decide_departure(amira, leaves_on=soon, successor=jonas, by=dana, at=at)
    words = f"{jonas} soll am {soon:%d.%m.%Y} von {amira} übernehmen"
    with pytest.raises(StillInHand, match=words):
        end_role(jonas.memberships.get(), by=dana)
    with pytest.raises(StillInHand, match=words):
        decide_departure(jonas, leaves_on=soon, successor=None, by=dana, at=at)
    with pytest.raises(Refused, match="kann nicht übernehmen"):  # she leaves herself
        decide_departure(frieda, leaves_on=soon, successor=amira, by=dana, at=at)
    decide_departure(amira, leaves_on=soon, successor=frieda, by=dana, at=at)
    end_role(jonas.memberships.get(), by=dana)


def test_what_is_refused_changes_nothing(dana: User, jonas: User) -> None:
    at, amira, bogdan = timezone.now(), factories.coordinator(), factories.staff(pankow())
    factories.draft(pankow(), amira)
    today = timezone.localdate(at)
    lead = factories.lead(mitte())
    cases = (
        (amira, today, None, dana, "wählen Sie, wer übernimmt"),
        (amira, today, bogdan, dana, "kann nicht übernehmen"),
        (amira, today - timedelta(days=1), jonas, dana, "Dieser Tag ist vorbei"),
        (amira, today, jonas, lead, "kümmert sich die Administration"),
        (bogdan, today, None, jonas, "kümmern sich die Administration"),
        (dana, today, None, dana, "beendet jemand anderes"),
        (factories.admin(), today, None, dana, "die nehmen zwei zusammen"),
    )
    for person, day, successor, by, words in cases:
        with pytest.raises(Refused, match=words):
            decide_departure(person, leaves_on=day, successor=successor, by=by, at=at)
    assert not Departure.objects.exists()
    assert Membership.objects.filter(user__in=[amira, bogdan, dana]).count() == 3


def test_the_database_holds_it_too(dana: User) -> None:
    at, bogdan = timezone.now(), factories.staff(pankow())
    facts = {"leaves_on": timezone.localdate(at), "decided_at": at}
    Departure.objects.create(person=bogdan, decided_by=dana, **facts)
    for wrong in (
        {"person": bogdan, "decided_by": dana},
        {"person": dana, "decided_by": dana},
        {"person": dana, "decided_by": bogdan, "successor": dana},
        {"person": dana, "decided_by": bogdan, "done_at": at, "withdrawn_at": at},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Departure.objects.create(**facts, **wrong)


def test_one_that_fails_holds_up_no_other(dana: User, jonas: User) -> None:
    at, amira, bogdan = timezone.now(), factories.coordinator(), factories.staff(pankow())
    factories.draft(pankow(), amira)
    soon = timezone.localdate(at) + timedelta(days=1)
    decide_departure(amira, leaves_on=soon, successor=jonas, by=dana, at=at)
    decide_departure(bogdan, leaves_on=soon, successor=None, by=dana, at=at)
    Membership.objects.filter(user=jonas).delete()  # by nobody's action
    with pytest.raises(Refused, match="kann nicht übernehmen"):
        carry_out_due(at=at + timedelta(days=1))
    assert User.objects.get(pk=amira.pk).is_active, "it is tried again"
    assert not User.objects.get(pk=bogdan.pk).is_active


def test_an_admin_hands_the_role_back_first(dana: User) -> None:
    """Also who has got it after the day was decided."""
    at, bogdan = timezone.now(), factories.staff(pankow())
    soon = timezone.localdate(at) + timedelta(days=1)
    decide_departure(bogdan, leaves_on=soon, successor=None, by=dana, at=at)
    also(bogdan, Role.ADMIN)
    with pytest.raises(StillInHand, match="Zuerst beantragen"):
        carry_out_due(at=at + timedelta(days=1))
    assert User.objects.get(pk=bogdan.pk).is_active
    page = read(signed_in(dana).get(reverse("people_leave", args=[bogdan.pk])))
    assert ("a", reverse("four_eyes_ask", args=["take_admin", bogdan.pk])) in {
        (tag, said.get("href")) for tag, said in page.tags
    }


def test_the_page_says_first_what_is_handed_over_and_what_ends(dana: User, jonas: User) -> None:
    at, amira = timezone.now(), factories.coordinator()
    busy(amira, dana, at)
    browser, page = signed_in(dana), reverse("people_leave", args=[amira.pk])
    text = read(browser.get(page)).text
    for words in (
        *("Zuständig für einen Vertrag", str(Agreement.objects.get()), "Eine Anmerkung nennt"),
        *(f"Vertritt {dana}", "das Passwort", "2 zweite Faktoren", "die Adresse des Kalenders"),
        *("1 offene Sitzung", "Leitung im Bezirk (Pankow)", "niemand mehr einen Zugang in Pankow"),
    ):
        assert words in text.replace("\N{NO-BREAK SPACE}", " "), words
    today = timezone.localdate().isoformat()
    sent = {"leaves_on": today, "successor": jonas.pk}
    assert browser.post(page, sent).status_code == 422, "who has not read the preview"
    assert browser.post(page, {"leaves_on": today, "confirmed": "on"}).status_code == 422, "nobody takes over"
    assert User.objects.get(pk=amira.pk).is_active
    done = browser.post(page, sent | {"confirmed": "on"}, follow=True)
    assert f"{amira} hat keinen Zugang mehr." in read(done).text
    assert not User.objects.get(pk=amira.pk).is_active
    assert "Schon ohne Zugang" in read(browser.get(page)).text


def test_who_comes_back_begins_anew(dana: User) -> None:
    at, bogdan = timezone.now(), with_password(factories.staff(pankow()), "bogdan@example.org")
    User.objects.filter(pk=bogdan.pk).update(last_login=at)
    decide_departure(bogdan, leaves_on=timezone.localdate(at), successor=None, by=dana, at=at)
    browser, page = signed_in(dana), reverse("people_access", args=[bogdan.pk])
    assert "Konto von" in read(browser.post(page, {"step": "reopen"}, follow=True)).text
    back = User.objects.get(pk=bogdan.pk)
    assert (back.is_active, back.has_usable_password(), back.memberships.exists()) == (True, False, False)
    detail = reverse("people_detail", args=[bogdan.pk])
    assert "ohne Zugang" in read(browser.get(detail)).text
    assert "Eine Einladung geht an" in read(browser.post(page, {"step": "invite"}, follow=True)).text
    assert (
        "Das geht bei diesem Konto nicht." in read(browser.post(page, {"step": "reopen"}, follow=True)).text
    )


def test_an_admin_who_was_locked_and_who_is_erased_are_not_opened_again(dana: User) -> None:
    locked, erased = factories.admin(), factories.staff(pankow())
    User.objects.filter(pk__in=[locked.pk, erased.pk]).update(is_active=False)
    with done_on_server(Deed.ERASE_ACCOUNT, person=erased, reason="test", at=timezone.now()):
        Erasure.objects.create(
            kind=ErasedKind.ACCOUNT, number=erased.pk, erased_at=timezone.now(), erased_by=dana.pk
        )
    for person, words in ((locked, "gibt sie zurück"), (erased, "Dieses Konto ist gelöscht.")):
        page = reverse("people_access", args=[person.pk])
        assert words in read(signed_in(dana).post(page, {"step": "reopen"}, follow=True)).text
        assert not User.objects.get(pk=person.pk).is_active


def test_a_lead_lets_somebody_of_her_district_go(dana: User) -> None:
    lead, bogdan, other = factories.lead(pankow()), factories.staff(pankow()), factories.staff(pankow())
    page = reverse("people_leave", args=[bogdan.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = {"leaves_on": tomorrow.isoformat(), "successor": other.pk, "confirmed": "on"}
    shown = read(signed_in(lead).post(page, sent, follow=True)).text
    assert f"Ab dem {tomorrow:%d.%m.%Y} ohne Zugang; {other} übernimmt" in shown
    back = signed_in(lead).post(reverse("departure_withdraw", args=[bogdan.pk]), follow=True)
    assert f"{bogdan} behält den Zugang." in read(back).text
