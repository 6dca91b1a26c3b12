"""Roles are given and taken by one action, which asks who gives what where."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from districts.errors import Refused, StillInHand
from districts.models import Membership, SecurityEvent, User
from districts.people.actions.roles import change_role, confirm_role, end_role, grant_role
from districts.people.permissions import refusal_of_care, visible_people
from districts.roles import DISTRICT_ROLES, Role
from tests import factories
from tests.page import read, signed_in
from tests.people.looking_after import also, mitte, pankow

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
GIVES = {
    Role.ADMIN: {(role, role in DISTRICT_ROLES) for role in Role if role != Role.ADMIN},  # that is for two
    Role.DISTRICT_LEAD: {(role, True) for role in DISTRICT_ROLES},
}


def somebody(role: Role) -> User:
    return factories.person(role, pankow() if role in DISTRICT_ROLES else None)


@pytest.mark.parametrize("giver", Role)
@pytest.mark.parametrize("given", Role)
def test_who_gives_and_takes_which_role(giver: Role, given: Role) -> None:
    by, person = somebody(giver), User.objects.create(username="neu")
    factories.admin()
    place = pankow() if given in DISTRICT_ROLES else None
    may = (given, place is not None) in GIVES.get(giver, set())
    if may:
        made = grant_role(person, role=given, district=place, by=by, at=NOON)
        assert (made.confirmed_by, made.confirmed_at) == (by, NOON)
        end_role(made, by=by)
        assert not Membership.objects.filter(user=person).exists()
        return
    with pytest.raises(Refused, match=r"können Sie nicht geben|niemand allein"):
        grant_role(person, role=given, district=place, by=by, at=NOON)
    held = also(person, given, place).memberships.get()
    with pytest.raises(Refused, match=r"nicht nehmen|niemand allein"):
        end_role(held, by=by)
    if giver != Role.ADMIN:  # who may confirm that it is still right
        with pytest.raises(Refused):
            confirm_role(held, by=by, at=NOON)
    assert Membership.objects.filter(pk=held.pk).exists()


@pytest.mark.parametrize("given", sorted(DISTRICT_ROLES))
def test_a_lead_gives_no_role_of_another_district(given: Role) -> None:
    lead, person = factories.lead(pankow()), factories.staff(mitte())
    with pytest.raises(Refused, match="in Mitte können Sie nicht geben"):
        grant_role(person, role=given, district=mitte(), by=lead, at=NOON)
    made = grant_role(person, role=Role.DISTRICT_STAFF, district=pankow(), by=lead, at=NOON)
    with pytest.raises(Refused):
        change_role(made, role=Role.DISTRICT_STAFF, district=mitte(), by=lead, at=NOON)
    with pytest.raises(Refused):
        change_role(made, role=Role.ADMIN, district=None, by=lead, at=NOON)
    assert set(person.memberships.values_list("district__number", flat=True)) == {"01", "03"}


def test_a_lead_changes_an_account_only_if_all_of_its_roles_are_hers() -> None:
    """Who could change the address of somebody with a role elsewhere could get there."""
    lead = factories.lead(pankow())
    own, both = factories.staff(pankow()), also(factories.staff(pankow()), Role.DISTRICT_STAFF, mitte())
    boss, roleless = also(factories.staff(pankow()), Role.ADMIN), User.objects.create(username="ohne")
    cases = {own: "", both: "Nicht alle Rollen", boss: "Nicht alle Rollen", roleless: "Nicht alle Rollen"}
    assert {person: refusal_of_care(lead, person)[:5] for person in cases} == {
        own: "",
        **dict.fromkeys((both, boss, roleless), "Um da"),
    }
    assert set(visible_people(lead)) == {lead, own, both, boss}
    assert set(visible_people(own)) == set()


def test_a_role_needs_its_district_and_is_given_once() -> None:
    dana, person = factories.admin(), factories.staff(pankow())
    for role, place in ((Role.DISTRICT_LEAD, None), (Role.OBSERVER, pankow())):
        with pytest.raises(Refused, match="den Bezirk angeben"):
            grant_role(person, role=role, district=place, by=dana, at=NOON)
    with pytest.raises(Refused, match="hat diese Rolle schon"):
        grant_role(person, role=Role.DISTRICT_STAFF, district=pankow(), by=dana, at=NOON)


def test_what_somebody_has_in_hand_keeps_the_role_and_the_last_admin_stays() -> None:
    dana, amira = factories.admin(), factories.coordinator()
    factories.draft(pankow(), amira)
    with pytest.raises(StillInHand, match="noch für einen Vertrag zuständig"):
        end_role(amira.memberships.get(), by=dana)
    with pytest.raises(Refused, match="gibt und nimmt niemand allein"):
        end_role(dana.memberships.get(), by=dana)
    assert Membership.objects.count() == 2


def test_nobody_confirms_her_own_role() -> None:
    lead, other = factories.lead(pankow()), factories.lead(pankow())
    with pytest.raises(Refused, match="Die eigene Rolle"):
        confirm_role(lead.memberships.get(), by=lead, at=NOON)
    confirm_role(lead.memberships.get(), by=other, at=NOON)
    confirmed = Membership.objects.get(user=lead)
    assert (confirmed.confirmed_by, confirmed.confirmed_at) == (other, NOON)
    assert SecurityEvent.objects.filter(kind="role_confirmed", person=other.pk).exists()


def sent(client: Client, name: str, *args: int, **data: object) -> int:
    return client.post(reverse(name, args=args), data).status_code


def test_a_lead_who_sends_what_no_form_offers_her_is_refused() -> None:
    lead, bogdan = factories.lead(pankow()), factories.staff(pankow())
    stranger, amira = factories.staff(mitte()), factories.coordinator()
    browser, here, there = signed_in(lead), pankow().pk, mitte().pk
    for role, place in (
        (Role.ADMIN, ""),
        (Role.COORDINATOR, ""),
        (Role.OBSERVER, ""),
        (Role.DISTRICT_STAFF, there),
    ):
        assert sent(browser, "role_new", bogdan.pk, role=role, district=place) == 422
        new = {"last_name": "Neu", "email": "neu@example.org", "role": role, "district": place}
        assert sent(browser, "people_new", **new) == 422
    for hidden in (stranger, amira):
        for name in ("people_edit", "people_leave", "people_access", "people_absence", "role_new"):
            assert sent(browser, name, hidden.pk, role=Role.DISTRICT_STAFF, district=here) == 404
        assert sent(browser, "role_end", hidden.pk, hidden.memberships.get().pk) == 404
    # the role of one person below the address of another one
    assert sent(browser, "role_end", bogdan.pk, stranger.memberships.get().pk) == 404
    also(bogdan, Role.COORDINATOR)
    for name in ("people_edit", "people_leave", "people_access", "people_absence"):
        assert sent(browser, name, bogdan.pk, step="reset") == 403
    city = bogdan.memberships.get(role=Role.COORDINATOR)
    page = browser.post(reverse("role_end", args=[bogdan.pk, city.pk]), follow=True)
    assert "können Sie nicht geben und nicht nehmen" in read(page).text
    assert Membership.objects.filter(pk=city.pk).exists()
    assert not User.objects.filter(last_name="Neu").exists()


def test_a_role_of_the_district_is_given_and_ended_on_the_pages() -> None:
    lead, person = factories.lead(pankow()), factories.staff(pankow())
    browser = signed_in(lead)
    assert sent(browser, "role_new", person.pk, role=Role.DISTRICT_LEAD, district=pankow().pk) == 302
    given = person.memberships.get(role=Role.DISTRICT_LEAD)
    assert given.confirmed_by == lead
    assert sent(browser, "role_new", person.pk, role=Role.DISTRICT_LEAD, district=pankow().pk) == 422
    assert sent(browser, "role_new", person.pk, role=Role.DISTRICT_LEAD, district="") == 422
    assert sent(browser, "role_end", person.pk, given.pk) == 302
    assert set(person.memberships.values_list("role", flat=True)) == {Role.DISTRICT_STAFF}
