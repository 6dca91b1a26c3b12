"""The list of people and the page of one: who is there, how they come in, and what they may do."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from agreements.models import Absence
from agreements.permission_table import PERMISSIONS
from districts.models import District, User
from districts.roles import Role
from mitwirkung.people.presenters import abilities
from tests import factories
from tests.accounts.people import invited
from tests.page import page_queries, read, signed_in
from tests.people.looking_after import also, mitte, pankow

pytestmark = pytest.mark.django_db
LIST = "/personen/"


def listed(reader: User, query: str = "") -> set[str]:
    page = read(signed_in(reader).get(f"{LIST}?{query}"))
    return {one.username for one in User.objects.all() if str(one) in page.text and one != reader}


@pytest.fixture
def dana() -> User:
    return factories.admin()


def test_the_address_says_who_is_listed(dana: User) -> None:
    bogdan, lead = factories.staff(pankow()), factories.lead(pankow())
    amira = also(factories.coordinator(), Role.DISTRICT_STAFF, mitte())
    greta = invited(mitte(), by=dana, at=timezone.now())
    gone = factories.staff(mitte())
    User.objects.filter(pk=gone.pk).update(is_active=False)
    old = invited(mitte(), by=dana, at=timezone.now() - timedelta(days=8), name="otto")
    names = {one.username for one in (bogdan, lead, amira, greta, gone, old)}
    for query, expected in (
        ("", names),
        ("bezirk=pankow", {bogdan.username, lead.username}),
        ("rolle=district_lead", {lead.username}),
        ("rolle=district_staff&bezirk=mitte", {amira.username, greta.username, gone.username, old.username}),
        ("stand=eingeladen", {greta.username}),
        ("stand=ohne", {gone.username, old.username}),
        ("stand=aktiv", {bogdan.username, lead.username, amira.username}),
        ("q=frieda", {lead.username}),
        ("q=nobody", set()),
        ("stand=rubbish&rolle=x&bezirk=y&ordnung=z", names),
    ):
        assert listed(dana, query) == expected, query


def test_who_signed_in_last_stands_first_if_asked_for(dana: User) -> None:
    people = [factories.staff(pankow()) for _ in range(3)]
    for number, day in ((1, 5), (2, 9)):
        at = datetime(2026, 3, day, 23, 30, tzinfo=UTC)
        User.objects.filter(pk=people[number].pk).update(last_login=at)
    text = read(signed_in(dana).get(f"{LIST}?ordnung=anmeldung&q=Bogdan")).text
    places = [text.index(str(person)) for person in people]
    assert places[2] < places[1] < places[0]
    assert "10.03.2026" in text, "the day in Berlin, without the time"
    assert "00:30" not in text


def test_a_lead_sees_the_people_of_her_district_and_a_coordinator_everybody() -> None:
    lead, bogdan, other = factories.lead(pankow()), factories.staff(pankow()), factories.staff(mitte())
    amira = factories.coordinator()
    assert listed(lead) == {bogdan.username}
    assert listed(amira) == {lead.username, bogdan.username, other.username}


@pytest.mark.parametrize("who", ["dana", "lead"])
def test_the_list_asks_as_often_with_many_rows_as_with_one(dana: User, who: str) -> None:
    reader = dana if who == "dana" else factories.lead(pankow())
    browser = signed_in(reader)
    factories.staff(pankow())
    few = page_queries(browser, LIST)
    for _ in range(5):
        also(factories.staff(pankow()), Role.DISTRICT_STAFF, mitte())
    assert (few, page_queries(browser, LIST)) == (9, 9)


def test_the_page_of_a_person_says_how_she_comes_in_and_who_stands_in(dana: User) -> None:
    bogdan, other = factories.staff(pankow()), factories.staff(pankow())
    today = timezone.localdate()
    Absence.objects.create(person=bogdan, substitute=other, begins_on=today, ends_on=today)
    Absence.objects.create(person=other, substitute=bogdan, begins_on=today, ends_on=today)
    page = reverse("people_detail", args=[bogdan.pk])
    text = read(signed_in(dana).get(page)).text
    assert "Meldet sich mit einem eigenen Passwort an." in text
    assert f"Vertretung: {other}" in text
    assert f"Vertritt {other}" in text
    assert "Zweiter Faktor keiner" in text
    Authenticator.objects.create(user=bogdan, type=Authenticator.Type.TOTP, data={})
    assert "Zweiter Faktor eingerichtet" in read(signed_in(dana).get(page)).text


def test_a_lead_sees_nothing_of_other_districts_on_the_page_of_a_person() -> None:
    lead = factories.lead(pankow())
    amira = also(factories.coordinator(), Role.DISTRICT_STAFF, pankow())
    own = factories.signed_contract(pankow(), amira).agreement
    draft, other = factories.draft(pankow(), amira).agreement, factories.draft(mitte(), amira).agreement
    stranger, today = factories.staff(mitte()), timezone.localdate()
    Absence.objects.create(person=stranger, substitute=amira, begins_on=today, ends_on=today)
    text = read(signed_in(lead).get(reverse("people_detail", args=[amira.pk]))).text
    assert str(own.reference) in text
    assert [one for one in (draft.reference, other.reference, str(stranger)) if one in text] == []


def test_the_page_of_a_person_does_not_grow(dana: User) -> None:
    bogdan, browser = factories.staff(pankow()), signed_in(dana)
    page = reverse("people_detail", args=[bogdan.pk])
    few = page_queries(browser, page)
    for number in ("04", "05", "06"):
        also(bogdan, Role.DISTRICT_STAFF, District.objects.get(number=number))
    assert few == page_queries(browser, page)


def test_what_somebody_may_do_is_what_the_table_says() -> None:
    """The words are not written twice, and a role in a district is told for that district alone."""
    everywhere = also(also(factories.observer(), Role.DISTRICT_LEAD, pankow()), Role.DISTRICT_STAFF, mitte())
    told = {one.where: " · ".join(one.words) for one in abilities(everywhere)}
    assert set(told) == {"In der ganzen Stadt", "In Pankow", "In Mitte"}
    for permission in PERMISSIONS.values():
        in_city = Role.OBSERVER in permission.roles
        assert (permission.label in told["In der ganzen Stadt"]) == in_city, permission.action
        for where, role in (("In Pankow", Role.DISTRICT_LEAD), ("In Mitte", Role.DISTRICT_STAFF)):
            if not in_city:
                assert (permission.label in told[where]) == (role in permission.roles), permission.action
    assert "Urkunden sehen (Urkunde: unterzeichnet)" in told["In der ganzen Stadt"]
    assert not list(abilities(User.objects.create(username="ohne")))
