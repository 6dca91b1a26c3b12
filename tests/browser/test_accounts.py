"""How somebody comes into her account, and back into it: invited by the administration, by a link of her own."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from districts.account_letters import AccountLetter
from districts.models import User
from tests import factories
from tests.accounts.people import PASSWORD, link_in_mail
from tests.browser.axe import look
from tests.browser.browser import Witness, follow

NEW = "Havelufer-im-Dezember-8"


def test_somebody_is_invited_chooses_a_password_and_forgets_it(
    page: Page, log_in: Callable[[User], None], witness: Witness, transactional_db: None
) -> None:
    pankow = factories.district("03")
    log_in(factories.admin())
    when_the_administration_makes_an_account(page, pankow.name)
    witness.troubles.clear()  # axe itself sets inline styles there, which the policy refuses
    greta = User.objects.get(username="greta")

    page.context.clear_cookies()
    page.goto(link_in_mail(greta, AccountLetter.INVITATION, timezone.now()))
    expect(page.get_by_role("heading", level=1)).to_have_text("Willkommen bei MitWirkung")
    look(page, "einladung")
    choose(page, PASSWORD)
    sign_in(page, "greta", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Was steht an")

    page.context.clear_cookies()
    page.goto("/anmelden/")
    look(page, "anmelden")
    follow(page.get_by_role("link", name="Passwort vergessen?"))
    look(page, "passwort-vergessen")
    page.get_by_label("E-Mail-Adresse").fill("greta@example.org")
    page.get_by_role("button", name="Link senden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sehen Sie in Ihrem Postfach nach")
    look(page, "passwort-gesendet")
    page.goto(link_in_mail(greta, AccountLetter.RESET, timezone.now()))
    look(page, "passwort-neu")
    choose(page, NEW)
    sign_in(page, "greta@example.org", NEW)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Was steht an")


def when_the_administration_makes_an_account(page: Page, district: str) -> None:
    page.goto("/admin/districts/user/add/")
    for label, words in (
        ("Benutzername", "greta"),
        ("Vorname", "Greta"),
        ("Nachname", "Neu"),
        ("E-Mail-Adresse", "greta@example.org"),
    ):
        page.get_by_label(label, exact=False).first.fill(words)
    page.locator("[name=memberships-0-role]").select_option("district_staff")
    page.locator("[name=memberships-0-district]").select_option(label=district)
    page.get_by_role("button", name="Sichern", exact=True).click()
    expect(page.get_by_text("Eine Einladung geht an greta@example.org.")).to_be_visible()
    follow(page.get_by_role("link", name="Einladung und Passwort"))
    look(page, "zugang-admin")


def choose(page: Page, password: str) -> None:
    page.get_by_label("Neues Passwort").first.fill(password)
    page.get_by_label("Neues Passwort bestätigen").fill(password)
    page.get_by_role("button", name="Passwort speichern").click()
    expect(page.get_by_text("Ihr Passwort ist gespeichert.")).to_be_visible()


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Benutzername").fill(name)
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("button", name="Anmelden").click()
