"""Places and people in the admin: fully looked after, but never without somebody who can do it."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.dossier.handover.actions import hand_over
from districts.account_letters import AccountLetter
from districts.four_eyes_choices import Deed
from districts.models import District, Membership, User
from districts.roles import Role
from tests import factories
from tests.accounts.people import invited
from tests.admin.conftest import Story
from tests.admin.page import filled_form
from tests.page import signed_in

NO_INLINE_ROWS = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}


def person_page(user: User) -> str:
    return reverse("admin:districts_user_change", args=[user.pk])


def person_form(dana: Client, user: User) -> dict[str, Any]:
    return filled_form(dana.get(person_page(user)), "user")


def test_a_new_person_gets_an_account_with_a_role_and_an_invitation(story: Story, dana: Client) -> None:
    new = {
        "username": "frieda",
        "first_name": "Frieda",
        "last_name": "Neu",
        "email": "frieda@example.org",
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 0,
        "memberships-0-role": Role.DISTRICT_STAFF,
        "memberships-0-district": factories.district("03").pk,
    }
    assert dana.post(reverse("admin:districts_user_add"), new).status_code == 302
    frieda = User.objects.get(username="frieda")
    assert frieda.get_full_name() == "Frieda Neu"
    assert frieda.memberships.get().role == Role.DISTRICT_STAFF
    assert not frieda.has_usable_password(), "only she will know one"
    assert frieda.invitations.get().made_by == story.dana
    assert frieda.mails.get().account_letter == AccountLetter.INVITATION


def test_an_account_without_role_or_address_is_named_when_it_is_saved(story: Story, dana: Client) -> None:
    no_role = f"{story.bogdan} hat keine Rolle und sieht nach der Anmeldung nichts."
    no_address = f"{story.bogdan} hat keine E-Mail-Adresse und erhält keine Nachrichten."

    def told(page: str, sent: dict[str, Any]) -> tuple[bool, bool]:
        words = dana.post(page, sent, follow=True).content.decode()
        return no_role in words, no_address in words

    def saved(**changes: str | None) -> tuple[bool, bool]:
        form = person_form(dana, story.bogdan) | changes
        return told(
            person_page(story.bogdan), {name: value for name, value in form.items() if value is not None}
        )

    assert saved(email="bogdan@bezirk.example") == (False, False)
    assert saved(email="") == (False, True)
    role = Membership.objects.get(user=story.bogdan)
    delete = reverse("admin:districts_membership_delete", args=[role.pk])
    assert told(delete, {"post": "yes"}) == (True, True)
    assert saved() == (True, True)
    assert saved(is_active=None) == (False, False)


def test_the_page_of_a_person_shows_no_rights_beside_the_roles(story: Story, dana: Client) -> None:
    form = person_form(dana, story.bogdan)
    assert not {"is_superuser", "is_staff", "groups", "user_permissions"} & set(form)
    crafted = {**form, "is_superuser": "on", "is_staff": "on", "first_name": "Bogdan-Jan"}
    assert dana.post(person_page(story.bogdan), crafted).status_code == 302
    bogdan = User.objects.get(pk=story.bogdan.pk)
    assert (bogdan.is_superuser, bogdan.is_staff, bogdan.first_name) == (False, False, "Bogdan-Jan")


def test_a_role_that_does_not_fit_is_refused_in_words(story: Story, dana: Client) -> None:
    form = {**person_form(dana, story.bogdan), "memberships-0-role": Role.COORDINATOR}
    answer = dana.post(person_page(story.bogdan), form)
    assert (
        "Bitte zu einer Rolle im Bezirk den Bezirk angeben, zu jeder anderen Rolle keinen."
        in answer.content.decode()
    )
    assert Membership.objects.get(user=story.bogdan).role == Role.DISTRICT_STAFF


def test_the_last_admin_stays_and_nobody_gives_or_takes_that_role_alone(story: Story, dana: Client) -> None:
    form = person_form(dana, story.dana)
    inactive = {name: value for name, value in form.items() if name != "is_active"}
    membership = Membership.objects.get(user=story.dana)
    role_page = reverse("admin:districts_membership_change", args=[membership.pk])
    role_form = filled_form(dana.get(role_page), "membership")
    answer = dana.post(person_page(story.dana), inactive, follow=True)
    assert "Mindestens eine aktive Person muss die Rolle „Administration“ behalten" in answer.content.decode()
    assert User.objects.get(pk=story.dana.pk).is_active
    bogdan = person_form(dana, story.bogdan)
    for page, sent in (
        (person_page(story.dana), {**form, "memberships-0-DELETE": "on"}),
        (person_page(story.dana), {**form, "memberships-0-role": Role.OBSERVER}),
        (role_page, {**role_form, "role": Role.OBSERVER}),
        (role_page, {**role_form, "user": story.bogdan.pk}),
        (reverse("admin:districts_membership_delete", args=[membership.pk]), {"post": "yes"}),
        (reverse("admin:districts_membership_add"), {"user": story.bogdan.pk, "role": Role.ADMIN}),
        (
            person_page(story.bogdan),
            {**bogdan, "memberships-0-role": Role.ADMIN, "memberships-0-district": ""},
        ),
    ):
        answer = dana.post(page, sent, follow=True)
        assert "gibt und nimmt niemand allein" in answer.content.decode(), sent
        assert Membership.objects.get(role=Role.ADMIN).user == story.dana


def test_nobody_comes_into_an_admin_account_of_somebody_else(story: Story, dana: Client) -> None:
    """By reading her e-mails, or by opening her account again."""
    ada = factories.admin()
    form = person_form(dana, ada)
    answer = dana.post(person_page(ada), {**form, "email": "dana@example.org"})
    assert "Die E-Mail-Adresse ändert dann nur die Person selbst" in answer.content.decode()
    User.objects.filter(pk=ada.pk).update(is_active=False)
    answer = dana.post(person_page(ada), {**person_form(dana, ada), "is_active": "on"})
    assert "Das Konto wieder zu öffnen, gibt sie zurück." in answer.content.decode()
    ada.refresh_from_db()
    assert (ada.email, ada.is_active) == ("", False)
    assert (
        dana.post(
            person_page(story.dana), {**person_form(dana, story.dana), "email": "d@example.org"}
        ).status_code
        == 302
    )


def test_nobody_deletes_an_account_alone(story: Story, dana: Client) -> None:
    nobody = factories.staff(factories.district("08"))
    delete = reverse("admin:districts_user_delete", args=[nobody.pk])
    assert [dana.get(delete).status_code, dana.post(delete, {"post": "yes"}).status_code] == [403, 403]
    assert User.objects.filter(pk=nobody.pk).exists()
    ask = reverse("four_eyes_ask", args=[Deed.ERASE_ACCOUNT, nobody.pk])
    assert ask in dana.get(person_page(nobody)).content.decode()


def test_who_has_handed_over_is_locked(story: Story, dana: Client) -> None:
    hand_over(story.amira, to=factories.coordinator(), by=story.dana, at=factories.SIGNED_AT)
    form = person_form(dana, story.amira)
    del form["is_active"]
    assert dana.post(person_page(story.amira), form).status_code == 302
    assert not User.objects.get(pk=story.amira.pk).is_active


def test_an_invitation_is_sent_again_and_taken_back(story: Story, dana: Client) -> None:
    frieda = invited(factories.district("03"), by=story.dana, at=timezone.now())
    page = reverse("admin:districts_user_access", args=[frieda.pk])
    assert "Ist eingeladen, der Link gilt bis" in dana.get(page).content.decode()
    for step, open_ones, said in (
        ("invite", 1, "Frühere Links gelten nicht mehr."),
        ("revoke", 0, "Die Einladung ist zurückgezogen"),
        ("revoke", 0, "keine Einladung offen"),
        ("reset", 0, "Es wurde nichts geändert."),
    ):
        assert said in dana.post(page, {"step": step}, follow=True).content.decode(), step
        assert frieda.invitations.filter(used_at=None, revoked_at=None).count() == open_ones, step
    assert signed_in(story.amira).post(page, {"step": "invite"}, follow=True).status_code == 403
    assert frieda.invitations.filter(used_at=None, revoked_at=None).count() == 0


def test_nobody_sets_the_password_of_another_person(story: Story, dana: Client) -> None:
    User.objects.filter(pk=story.bogdan.pk).update(email="bogdan@example.org")
    page = reverse("admin:districts_user_access", args=[story.bogdan.pk])
    assert "Meldet sich mit einem eigenen Passwort an." in dana.get(page).content.decode()
    assert (
        "Ein Link für ein neues Passwort geht an bogdan@example.org"
        in dana.post(page, {"step": "reset"}, follow=True).content.decode()
    )
    assert story.bogdan.mails.get().account_letter == AccountLetter.RESET
    assert "hat schon ein Passwort" in dana.post(page, {"step": "invite"}, follow=True).content.decode()
    for path in (f"/admin/districts/user/{story.bogdan.pk}/password/", "/admin/password_change/"):
        assert dana.get(path).status_code in {302, 404}


def test_a_district_with_records_is_not_deleted(story: Story, dana: Client) -> None:
    pankow = factories.district("03")
    dana.post(reverse("admin:districts_district_delete", args=[pankow.pk]), {"post": "yes"})
    assert District.objects.filter(pk=pankow.pk).exists()
