"""Somebody of a district is invited and comes in by the provider of her authority, one that others wrote."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from districts.account_letters import AccountLetter
from districts.identity_providers import IdentityProvider
from districts.models import User
from mitwirkung.single_sign_on import discovery
from tests import factories
from tests.accounts.people import link_in_mail
from tests.browser.axe import look
from tests.browser.browser import Witness, follow
from tests.browser.test_accounts import when_the_administration_makes_an_account
from tests.single_sign_on.provider_process import provider_process

GRETA = {"sub": "greta-at-pankow", "email": "greta@example.org", "email_verified": True}
STRANGER = {"sub": "somebody-else", "email": "somebody@example.org", "email_verified": True}


def test_an_invited_person_comes_in_by_her_authority(
    page: Page,
    live_server: LiveServer,
    log_in: Callable[[User], None],
    witness: Witness,
    settings: Settings,
    transactional_db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discovery, "SECONDS", 60)  # however busy the machine is
    with provider_process(GRETA, STRANGER) as url:
        settings.PUBLIC_URL = live_server.url
        settings.IDENTITY_PROVIDERS = (
            IdentityProvider(
                key="pankow",
                name="Bezirksamt Pankow",
                server_url=url,
                client_id="mitwirkung",
                client_secret="a-secret",
                domains=frozenset({"example.org"}),
                passwords=False,
            ),
        )
        # the provider's pages ask another server for their style sheet
        page.context.route(
            re.compile("^https:"), lambda route: route.fulfill(body="", content_type="text/css")
        )
        pankow = factories.district("03")
        log_in(factories.admin())
        when_the_administration_makes_an_account(page, pankow.name)
        witness.troubles.clear()  # axe itself sets inline styles there, which the policy refuses
        page.context.clear_cookies()
        then_she_comes_in_from_her_invitation(page)
        then_her_pages_say_so(page)
        then_she_signs_out_here_and_may_there(page)
        then_she_is_refused_and_comes_in_again(page, witness)
    with_a_password_beside_it(page, settings)


def then_she_comes_in_from_her_invitation(page: Page) -> None:
    greta = User.objects.get(username="greta")
    page.goto(link_in_mail(greta, AccountLetter.INVITATION, timezone.now()))
    expect(page.get_by_role("heading", level=1)).to_have_text("Willkommen bei MitWirkung")
    look(page, "einladung-stelle")
    follow(page.get_by_role("link", name="Über Bezirksamt Pankow anmelden"))
    let_in(page, "greta-at-pankow")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Was steht an")
    link = SocialAccount.objects.get()
    assert (link.user, link.uid, link.extra_data) == (greta, "greta-at-pankow", {})


def then_her_pages_say_so(page: Page) -> None:
    page.goto("/konto/sitzungen/")
    expect(page.get_by_text("über Bezirksamt Pankow")).to_be_visible()
    look(page, "sitzungen-stelle")
    page.goto("/passwort/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie haben hier kein Passwort")
    look(page, "kein-passwort")
    page.goto("/anmelden/bestaetigen/dienst/")
    expect(page.get_by_role("link", name="Weiter zu Bezirksamt Pankow")).to_be_visible()
    look(page, "bestaetigen-stelle")


def then_she_signs_out_here_and_may_there(page: Page) -> None:
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_text("Sie sind abgemeldet.")).to_be_visible()
    expect(page.get_by_text("Bei „Bezirksamt Pankow“ sind Sie noch angemeldet")).to_be_visible()
    look(page, "abgemeldet-stelle")


def then_she_is_refused_and_comes_in_again(page: Page, witness: Witness) -> None:
    witness.expect_status(403)
    for button, said in (("Deny", "abgebrochen"), ("somebody-else", "gibt es hier kein Konto")):
        page.goto("/anmelden/?next=/suche/")
        follow(page.get_by_role("link", name="Bezirksamt Pankow"))
        let_in(page, button)
        expect(page.get_by_role("heading", level=1)).to_have_text("Die Anmeldung hat nicht geklappt")
        expect(page.get_by_text(said)).to_be_visible()
    look(page, "stelle-abgelehnt")
    page.goto("/anmelden/?next=/suche/")
    follow(page.get_by_role("link", name="Bezirksamt Pankow"))
    let_in(page, "greta-at-pankow")
    expect(page).to_have_url("/suche/")


def with_a_password_beside_it(page: Page, settings: Settings) -> None:
    """Where both are possible, the invitation offers both, and the sign-in many."""
    (first,) = settings.IDENTITY_PROVIDERS
    names = ("Bezirksamt Mitte", "Bezirksamt Charlottenburg-Wilmersdorf", "Geschäftsstelle")
    others = (
        replace(first, key=f"other-{number}", name=name, domains=frozenset({f"{number}.example"}))
        for number, name in enumerate(names)
    )
    settings.IDENTITY_PROVIDERS = (replace(first, passwords=True), *others)
    page.context.clear_cookies()
    page.goto("/anmelden/")
    expect(page.get_by_role("link", name="Bezirksamt Charlottenburg-Wilmersdorf")).to_be_visible()
    look(page, "anmelden-stellen")


def let_in(page: Page, button: str) -> None:
    """Press a button on the page of the provider, which leads back to us."""
    page.get_by_role("button", name=button, exact=True).click()
