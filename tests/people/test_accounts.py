"""Accounts are made by inviting, and changed by whoever looks after them, but nobody gets into somebody else's."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Absence, Mail
from agreements.notifications.message import letter_of
from agreements.notifications.queries import is_obsolete
from districts.account_letters import AccountLetter
from districts.models import SecurityEvent, User
from districts.people.addresses import address_token, awaited_address
from districts.roles import Role
from districts.verified_addresses import keep_address
from mitwirkung.people import forms as people_forms
from tests import factories
from tests.accounts.people import PASSWORD, invited, link_in_mail, with_password
from tests.page import read, signed_in
from tests.people.looking_after import also, mitte, pankow, reachable

pytestmark = pytest.mark.django_db
NEW = {
    "first_name": "Frieda",
    "last_name": "Neu",
    "email": "frieda@example.org",
    "office_phone": "030 1",
    "role": Role.DISTRICT_STAFF,
}


def newest(person: User) -> list[str]:
    return list(Mail.objects.filter(person=person).order_by("pk").values_list("account_letter", flat=True))


def test_somebody_is_invited_with_role_and_district(client: Client) -> None:
    lead = factories.lead(pankow())
    browser = signed_in(lead)
    page = browser.post(reverse("people_new"), NEW | {"district": pankow().pk}, follow=True)
    assert "Eine Einladung geht an" in read(page).text
    frieda = User.objects.get(username="frieda")
    assert (frieda.get_full_name(), frieda.office_phone, frieda.has_usable_password()) == (
        "Frieda Neu",
        "030 1",
        False,
    )
    given = frieda.memberships.get()
    assert (given.role, given.district, given.confirmed_by) == (Role.DISTRICT_STAFF, pankow(), lead)
    path = link_in_mail(frieda, AccountLetter.INVITATION, timezone.now())
    client.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(pk=frieda.pk).check_password(PASSWORD)
    assert EmailAddress.objects.get(user=frieda).verified


def test_an_invitation_that_cannot_be_leaves_what_was_typed() -> None:
    dana, bogdan = factories.admin(), reachable(factories.staff(mitte()), "bogdan")
    browser = signed_in(dana)
    for change, said in (
        ({"district": ""}, "Bitte zu einer Rolle im Bezirk den Bezirk angeben"),
        ({"role": Role.COORDINATOR, "district": pankow().pk}, "zu jeder anderen Rolle keinen"),
        ({"role": ""}, "Bitte „Rolle“ angeben."),
        ({"last_name": ""}, "Bitte „Nachname“ angeben."),
        ({"email": ""}, "Bitte „E-Mail-Adresse“ angeben."),
        ({"email": bogdan.email.upper()}, "gibt es schon ein Konto"),
    ):
        answer = browser.post(reverse("people_new"), NEW | {"district": pankow().pk} | change)
        page = read(answer)
        assert (answer.status_code, said in page.text) == (422, True), said
        assert page.fields["office_phone"] == "030 1"
    assert not User.objects.filter(last_name="Neu").exists()


def test_an_account_of_somebody_else_is_not_told_by_its_address() -> None:
    lead, stranger = factories.lead(pankow()), reachable(factories.staff(mitte()), "charlotte")
    sent = NEW | {"district": pankow().pk, "email": stranger.email}
    text = read(signed_in(lead).post(reverse("people_new"), sent)).text
    assert "gibt es schon ein Konto" in text
    assert str(stranger) not in text


def test_name_and_telephone_are_changed_at_once() -> None:
    lead, bogdan = factories.lead(pankow()), reachable(factories.staff(pankow()), "bogdan")
    sent = {"first_name": "Bogdan", "last_name": "Neuer", "office_phone": "030 2", "email": bogdan.email}
    page = signed_in(lead).post(reverse("people_edit", args=[bogdan.pk]), sent, follow=True)
    assert "Die Angaben sind gespeichert." in read(page).text
    bogdan = User.objects.get(pk=bogdan.pk)
    assert (str(bogdan), bogdan.office_phone, newest(bogdan)) == ("Bogdan Neuer", "030 2", [])
    assert SecurityEvent.objects.filter(kind="account_changed", person=lead.pk).exists()


def test_where_the_address_is_refused_nothing_is_changed() -> None:
    dana, other = factories.admin(), reachable(factories.admin(), "greta")
    sent = {"last_name": "Neuer", "office_phone": "030 2", "email": "anders@example.org"}
    page = signed_in(dana).post(reverse("people_edit", args=[other.pk]), sent)
    assert page.status_code == 422
    assert "Es wurde nichts geändert." in read(page).text
    after = User.objects.get(pk=other.pk)
    assert (after.last_name, after.office_phone) == (other.last_name, other.office_phone)


def change_to(by: User, person: User, email: str) -> str:
    sent = {"last_name": person.last_name, "email": email}
    return read(signed_in(by).post(reverse("people_edit", args=[person.pk]), sent, follow=True)).text


def test_a_new_address_counts_when_its_owner_has_confirmed_it(client: Client) -> None:
    lead, bogdan = factories.lead(pankow()), with_password(factories.staff(pankow()), "alt@example.org")
    now = timezone.now()
    assert "Die neue Adresse gilt, sobald sie" in change_to(lead, bogdan, "neu@example.org")
    assert User.objects.get(pk=bogdan.pk).email == "alt@example.org"
    assert awaited_address(bogdan) == "neu@example.org"
    letters = {mail.account_letter: letter_of(mail, now) for mail in Mail.objects.filter(person=bogdan)}
    assert letters[AccountLetter.ADDRESS_NEW].address == "neu@example.org"
    assert letters[AccountLetter.ADDRESS_OLD].address == "alt@example.org"
    assert "/konto/" not in " ".join(letters[AccountLetter.ADDRESS_OLD].paragraphs)

    path = link_in_mail(bogdan, AccountLetter.ADDRESS_NEW, now)
    assert client.get(path).status_code == 302, "a stranger, or a scanner of e-mails"
    assert signed_in(lead).post(path).status_code == 404, "whoever entered it"
    assert User.objects.get(pk=bogdan.pk).email == "alt@example.org"
    browser = signed_in(bogdan)
    assert "neu@example.org" in read(browser.get(path)).text
    assert User.objects.get(pk=bogdan.pk).email == "alt@example.org", "opening it changes nothing"
    assert "Nachrichten gehen jetzt an" in read(browser.post(path, follow=True)).text
    assert User.objects.get(pk=bogdan.pk).email == "neu@example.org"
    known = EmailAddress.objects.get(user=bogdan)
    assert (known.email, known.verified, known.primary) == ("neu@example.org", True, True)
    assert browser.post(path).status_code == 404, "once"
    assert is_obsolete(Mail.objects.get(person=bogdan, account_letter=AccountLetter.ADDRESS_NEW), now)


@pytest.mark.parametrize("end", ["another one", "taken back", "taken by another account", "forged"])
def test_a_link_to_a_new_address_that_has_ended_changes_nothing(end: str) -> None:
    dana, bogdan = factories.admin(), with_password(factories.staff(pankow()), "alt@example.org")
    change_to(dana, bogdan, "neu@example.org")
    token = address_token(bogdan, "neu@example.org")
    match end:
        case "another one":
            change_to(dana, bogdan, "anders@example.org")
        case "taken back":
            change_to(dana, bogdan, "alt@example.org")
        case "taken by another account":
            reachable(factories.staff(pankow()), "neu")
        case "forged":
            token = address_token(bogdan, "angreifer@example.org")
    assert signed_in(bogdan).post(reverse("address_confirm", args=[token])).status_code in {200, 404}
    assert User.objects.get(pk=bogdan.pk).email == "alt@example.org"


def test_looking_after_an_account_forgets_no_address_that_waits() -> None:
    dana, bogdan = factories.admin(), with_password(factories.staff(pankow()), "alt@example.org")
    change_to(dana, bogdan, "neu@example.org")
    keep_address(bogdan)
    assert awaited_address(bogdan) == "neu@example.org"


def test_who_has_not_come_in_yet_is_invited_again_at_the_new_address() -> None:
    dana = factories.admin()
    greta = invited(pankow(), by=dana, at=timezone.now() - timedelta(days=1))
    assert "Die Angaben sind gespeichert." in change_to(dana, greta, "richtig@example.org")
    greta = User.objects.get(pk=greta.pk)
    assert greta.email == "richtig@example.org"
    assert greta.invitations.get(revoked_at=None).address == "richtig@example.org"
    assert newest(greta) == [AccountLetter.INVITATION, AccountLetter.INVITATION]


def test_who_comes_in_without_a_password_keeps_the_address_until_it_is_confirmed() -> None:
    """Passkey or single sign-on: otherwise a new invitation would hand the account over."""
    lead, bogdan = factories.lead(pankow()), reachable(factories.staff(pankow()), "alt")
    bogdan.set_unusable_password()
    bogdan.last_login = timezone.now()
    bogdan.save()
    change_to(lead, bogdan, "neu@example.org")
    assert User.objects.get(pk=bogdan.pk).email == "alt@example.org"


def test_the_address_of_an_admin_is_changed_by_nobody_else() -> None:
    """Whoever reads it would be both of the two people who do together what nobody does alone."""
    dana, other = factories.admin(), with_password(factories.admin(), "alt@example.org")
    assert "ändert dann nur die Person selbst" in change_to(dana, other, "neu@example.org")
    assert awaited_address(other) == ""
    assert "Die neue Adresse gilt, sobald sie" in change_to(other, other, "neu@example.org")


def test_the_way_in_is_helped_but_never_walked_for_somebody_else() -> None:
    lead, bogdan = factories.lead(pankow()), with_password(factories.staff(pankow()), "b@example.org")
    browser, page = signed_in(lead), reverse("people_access", args=[bogdan.pk])
    for step, said in (
        ("reset", "Ein Link für ein neues Passwort geht an"),
        ("invite", "hat schon ein Passwort"),
        ("revoke", "keine Einladung offen"),
        ("rubbish", "Das geht bei diesem Konto nicht."),
    ):
        assert said in read(browser.post(page, {"step": step}, follow=True)).text, step
    assert newest(bogdan) == [AccountLetter.RESET]


def test_no_form_about_people_takes_a_password() -> None:
    found = [
        (name, field)
        for name, form in vars(people_forms).items()
        if isinstance(form, type) and issubclass(form, forms.BaseForm)
        for field in getattr(form, "base_fields", {})
        if "pass" in field
    ]
    assert not found


def test_no_page_about_somebody_else_asks_for_her_password() -> None:
    dana, bogdan = factories.admin(), also(factories.staff(pankow()), Role.DISTRICT_LEAD, mitte())
    browser = signed_in(dana)
    names = ("people_detail", "people_edit", "people_absence", "role_new", "people_leave")
    admins = ("admin:districts_user_change", "admin:districts_user_access")
    pages = [reverse(name, args=[bogdan.pk]) for name in (*names, *admins)]
    for address in (*pages, reverse("people_new"), reverse("admin:districts_user_add")):
        page = read(browser.get(address))
        assert not [said for tag, said in page.tags if tag == "input" and said.get("type") == "password"], (
            address
        )
        browser.post(address, {"password": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.get(pk=bogdan.pk).check_password(PASSWORD)


def test_the_absence_of_somebody_else_is_entered_by_who_looks_after_her() -> None:
    lead, bogdan, other = factories.lead(pankow()), factories.staff(pankow()), factories.staff(pankow())
    stranger, day = factories.staff(mitte()), timezone.localdate().isoformat()
    browser, page = signed_in(lead), reverse("people_absence", args=[bogdan.pk])
    sent = {"begins_on": day, "ends_on": day}
    assert browser.post(page, sent | {"substitute": stranger.pk}).status_code == 422
    shown = read(browser.post(page, sent | {"substitute": other.pk}, follow=True)).text
    assert f"Vertretung: {other}" in shown
    assert Absence.objects.get().person == bogdan
    back = reverse("people_back", args=[bogdan.pk])
    assert "Erinnerungen gehen wieder an diese Person." in read(browser.post(back, follow=True)).text
    assert not Absence.objects.exists()
