"""The admin requires the admin role, whatever the flags of the account are."""

from collections.abc import Callable

import pytest
from django.test import Client

from districts.models import User
from districts.roles import Role


def test_an_admin_comes_in_without_the_staff_flag(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person(Role.ADMIN))
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "MitWirkung: Verwaltung" in page.content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_other_roles_are_told_why_not(client: Client, person: Callable[..., User], role: Role) -> None:
    user = person(role)
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    refused = client.get("/admin/", follow=True)
    assert refused.status_code == 403
    assert "der Rolle „Administration“ vorbehalten" in refused.content.decode()


def test_a_disabled_admin_is_a_stranger(client: Client, person: Callable[..., User]) -> None:
    user = person(Role.ADMIN)
    client.force_login(user)
    user.is_active = False
    user.save()
    assert client.get("/admin/", follow=True).redirect_chain[-1] == ("/anmelden/?next=/admin/", 302)


def test_a_stranger_comes_back_to_the_page_of_the_admin_that_she_asked_for(client: Client, db: None) -> None:
    sent = client.get("/admin/districts/district/", follow=True)
    assert sent.redirect_chain[-1] == ("/anmelden/?next=/admin/districts/district/", 302)


def test_the_admin_has_no_sign_in_page_of_its_own(client: Client, db: None) -> None:
    assert client.get("/admin/login/").headers["Location"] == "/anmelden/?next=/admin/"
