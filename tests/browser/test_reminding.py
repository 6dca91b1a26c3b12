"""E-mails and the calendar in a browser: what a person chooses, what was sent, and the address of her calendar."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.models import Mail
from agreements.reminders.actions import write_reminders
from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.browser.browser import Witness, follow
from tests.reminders.year import seven

LogIn = Callable[[User], None]


@pytest.fixture
def amira(transactional_db: None) -> User:
    """Who coordinates a signed contract; she and the district's people have addresses."""
    user, place = factories.coordinator(), factories.district("03")
    factories.signed_contract(place, user)
    factories.lead(place)
    factories.staff(place)
    for person in User.objects.all():
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@example.org")
    return user


def person_of(role: str) -> User:
    return User.objects.get(memberships__role=role)


def open_menu(page: Page, entry: str) -> None:
    page.locator(".user-menu summary").click()
    page.get_by_role("link", name=entry).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(entry)


def test_a_person_chooses_her_topics_and_who_stands_in(page: Page, log_in: LogIn, amira: User) -> None:
    lead, staff = person_of("district_lead"), person_of("district_staff")
    log_in(staff)
    page.goto("/")
    open_menu(page, "Benachrichtigungen")
    page.get_by_label("Geplante Meilensteine").uncheck()
    page.get_by_role("button", name="Themen speichern").click()
    expect(page.get_by_label("Geplante Meilensteine")).not_to_be_checked()
    expect(page.get_by_label("Fällige Pflichten")).to_be_checked()
    last = timezone.localdate() + timedelta(days=14)
    page.get_by_label("bis einschließlich").fill(last.isoformat())
    page.get_by_label("Vertretung").select_option(label=str(lead))
    page.get_by_role("button", name="Abwesenheit eintragen").click()
    expect(page.get_by_text(f"bis zum {last:%d.%m.%Y} gehen Ihre Erinnerungen an {lead}")).to_be_visible()
    look(page, "mail-choices")
    page.get_by_role("button", name="Ich bin wieder da").click()
    expect(page.get_by_text("gehen Ihre Erinnerungen an")).to_have_count(0)


def test_who_coordinates_reads_what_was_sent_and_what_was_not(page: Page, log_in: LogIn, amira: User) -> None:
    day = date(2025, 9, 10)
    staff = person_of("district_staff")
    staff.switched_off.create(topic="obligation", chosen_at=seven(day))
    write_reminders(at=seven(day))
    Mail.objects.filter(person=amira).update(sent_at=seven(day))
    log_in(amira)
    page.goto("/")
    open_menu(page, "Versandprotokoll")
    expect(
        page.get_by_role("row", name=re.compile(f"{staff}.*nicht gesendet: abbestellt")).first
    ).to_be_visible()
    look(page, "reminder-ledger")
    page.get_by_role("link", name=re.compile("MW-03")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Erinnerungen")
    page.get_by_label("14 Tage").check()
    page.get_by_role("button", name="Vorlauf festlegen").click()
    expect(page.get_by_label("14 Tage")).to_be_checked()
    look(page, "reminder-leads")


def test_an_address_of_a_calendar_is_made_used_and_revoked(
    page: Page, log_in: LogIn, amira: User, witness: Witness
) -> None:
    log_in(amira)
    page.goto("/")
    open_menu(page, "Kalender abonnieren")
    look(page, "calendar")
    follow(page.get_by_role("button", name="Adresse anlegen"))
    address = page.locator("code").inner_text()
    path = address[address.index("/kalender/") :]
    look(page, "calendar-address")
    assert page.request.get(path).body().startswith(b"BEGIN:VCALENDAR\r\n")
    page.get_by_role("button", name="Adresse widerrufen").click()
    expect(page.get_by_text("Die Adresse ist ungültig.")).to_be_visible()
    assert page.request.get(path).status == 404
