"""Once a year somebody looks at who has which role, and it is written down who did."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from agreements.worklist.role_reviews import role_review_items
from districts.models import Membership, User
from districts.people.review import roles_due
from districts.roles import Role
from tests import factories
from tests.page import page_queries, read, signed_in
from tests.people.looking_after import also, mitte, pankow

pytestmark = pytest.mark.django_db
PAGE = "/personen/rollen/"


def confirmed(days: int, *people: User) -> None:
    """Let the roles of people be confirmed so many days ago."""
    at = timezone.now() - timedelta(days=days)
    Membership.objects.filter(user__in=people).update(confirmed_at=at)


@pytest.mark.parametrize(("days", "is_due"), [(364, False), (365, True)])
def test_a_role_waits_after_a_year(days: int, is_due: bool) -> None:
    lead, bogdan = factories.lead(pankow()), factories.staff(pankow())
    confirmed(days, bogdan)
    assert roles_due(lead, timezone.localdate()).exists() == is_due


def test_the_year_is_a_setting(settings: Settings) -> None:
    lead, bogdan = factories.lead(pankow()), factories.staff(pankow())
    confirmed(30, bogdan)
    settings.ROLE_REVIEW_DAYS = 30
    assert roles_due(lead, timezone.localdate()).exists()


def test_who_is_asked_about_whom() -> None:
    dana, lead, bogdan = factories.admin(), factories.lead(pankow()), factories.staff(pankow())
    amira, stranger, gone = factories.coordinator(), factories.staff(mitte()), factories.staff(pankow())
    also(bogdan, Role.OBSERVER)
    everybody = (dana, lead, bogdan, amira, stranger, gone)
    confirmed(400, *everybody)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    today = timezone.localdate()

    def asked(who: User) -> set[tuple[User, str]]:
        return {(role.user, role.role) for role in roles_due(who, today)}

    assert asked(lead) == {(bogdan, Role.DISTRICT_STAFF)}, (
        "not her own, none of another district, none of the city"
    )
    assert asked(dana) == {
        *((lead, Role.DISTRICT_LEAD), (bogdan, Role.DISTRICT_STAFF), (bogdan, Role.OBSERVER)),
        *((amira, Role.COORDINATOR), (stranger, Role.DISTRICT_STAFF)),
    }
    assert asked(amira) == asked(bogdan) == set()


def test_what_is_still_right_is_confirmed_and_waits_no_longer() -> None:
    lead, bogdan, other = factories.lead(pankow()), factories.staff(pankow()), factories.staff(pankow())
    stranger = factories.staff(mitte())
    confirmed(400, bogdan, other, stranger)
    browser = signed_in(lead)
    text = read(browser.get(PAGE)).text
    assert str(bogdan) in text
    assert str(stranger) not in text
    assert browser.post(PAGE, {}).status_code == 422
    assert browser.post(PAGE, {"roles": [stranger.memberships.get().pk]}).status_code == 422, "hers are not"
    done = browser.post(PAGE, {"roles": [bogdan.memberships.get().pk]}, follow=True)
    shown = read(done).text
    assert "Eine Rolle ist bestätigt." in shown
    assert str(bogdan) not in shown
    assert bogdan.memberships.get().confirmed_by == lead
    assert stranger.memberships.get().confirmed_by is None
    assert str(lead) in read(browser.get(f"{PAGE}?alle=1")).text


def test_the_list_is_by_district_and_asks_as_often_with_many_rows() -> None:
    dana = factories.admin()
    confirmed(400, factories.staff(pankow()), factories.staff(mitte()))
    browser = signed_in(dana)
    page = read(browser.get(PAGE))
    panels = [words.strip() for level, words in page.headings if level == 2]
    assert panels[:2] == ["Mitte", "Pankow"]
    few = page_queries(browser, PAGE)
    confirmed(400, *(factories.staff(pankow()) for _ in range(5)))
    assert few == page_queries(browser, PAGE)
    only = read(browser.get(f"{PAGE}?bezirk=mitte")).text
    assert "Mitte" in only
    assert "Bogdan" in only


def test_the_start_pages_say_when_it_is_time() -> None:
    lead, bogdan, amira = factories.lead(pankow()), factories.staff(pankow()), factories.coordinator()
    dana = also(factories.coordinator(), Role.ADMIN)
    confirmed(400, bogdan, amira)
    for reader, page, there in (
        (lead, "whats_due", True),
        (bogdan, "whats_due", False),
        (dana, "work", True),
        (amira, "work", False),
    ):
        text = read(signed_in(reader).get(reverse(page))).text.replace("\N{NO-BREAK SPACE}", " ")
        assert ("bestätigen" in text and "Rolle" in text) == there, (str(reader), page)
    [row] = role_review_items(lead, timezone.localdate())
    assert (row.url, row.detail) == (PAGE, str(bogdan))
