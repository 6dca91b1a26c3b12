"""People as pages: an admin invites a coordinator, a colleague leaves and nothing stays behind, a lead looks at roles."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.models import Agreement
from districts.account_letters import AccountLetter
from districts.models import Membership, User
from districts.roles import Role
from tests import factories
from tests.accounts.people import PASSWORD, link_in_mail, with_password
from tests.browser.axe import look
from tests.browser.browser import Witness, follow


def test_a_coordinator_is_invited_and_takes_over_from_one_who_leaves(
    page: Page, log_in: Callable[[User], None], witness: Witness, transactional_db: None
) -> None:
    witness.expect_status(422)
    dana, amira = factories.admin(), factories.coordinator()
    factories.draft(factories.district("03"), amira)
    log_in(dana)
    page.goto("/")
    when_dana_invites_jonas(page)
    jonas = User.objects.get(username="jonas")
    assert when_jonas_accepts(jonas), "he alone has chosen the password"

    when_amira_leaves(page, amira, jonas)
    assert Agreement.objects.get().coordinator == jonas
    gone = User.objects.get(pk=amira.pk)
    assert (gone.is_active, gone.memberships.exists()) == (False, False)


def when_dana_invites_jonas(page: Page) -> None:
    page.locator(".user-menu summary").click()
    follow(page.get_by_role("link", name="Personen", exact=True))
    look(page, "personen-liste")
    follow(page.get_by_role("link", name="Einladen"))
    page.get_by_label("Nachname").fill("Jansen")
    page.get_by_label("E-Mail-Adresse").fill("jonas@example.org")
    page.get_by_label("Rolle").select_option(label="Beschäftigte im Bezirk")
    page.get_by_role("button", name="Einladung senden").click()
    expect(page.locator(".error-summary")).to_contain_text("den Bezirk angeben")
    look(page, "personen-einladen")
    page.get_by_label("Rolle").select_option(label="Koordination MitWirkung")
    follow(page.get_by_role("button", name="Einladung senden"))
    expect(page.get_by_text("Eine Einladung geht an")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jansen")
    look(page, "personen-eingeladen")


def when_jonas_accepts(jonas: User) -> bool:
    """Choose a password in another browser; tests/browser/test_accounts.py looks at those pages."""
    link = link_in_mail(jonas, AccountLetter.INVITATION, timezone.now())
    Client().post(link, {"password1": PASSWORD, "password2": PASSWORD})
    return User.objects.get(pk=jonas.pk).check_password(PASSWORD)


def when_amira_leaves(page: Page, amira: User, jonas: User) -> None:
    page.goto(reverse("people_detail", args=[amira.pk]))
    expect(page.get_by_role("heading", name="Was diese Person darf")).to_be_visible()
    look(page, "personen-seite")
    follow(page.get_by_role("link", name="Verlässt uns"))
    expect(page.get_by_role("heading", name="Zuständig für einen Vertrag")).to_be_visible()
    look(page, "personen-verlaesst-uns")
    page.get_by_label("Wer übernimmt").select_option(label=str(jonas))
    page.get_by_label("Ich habe gelesen").check()
    follow(page.get_by_role("button", name="Zugang beenden"))
    expect(page.get_by_text(f"{amira} hat keinen Zugang mehr.")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=str(amira))
    expect(row.get_by_text("ohne Zugang")).to_be_visible()


def test_a_lead_confirms_who_still_has_which_role(
    page: Page, log_in: Callable[[User], None], transactional_db: None
) -> None:
    pankow = factories.district("03")
    lead, bogdan, other = factories.lead(pankow), factories.staff(pankow), factories.staff(pankow)
    long_ago = timezone.now() - timedelta(days=400)
    Membership.objects.filter(role=Role.DISTRICT_STAFF).update(confirmed_at=long_ago)
    log_in(lead)
    page.goto(reverse("whats_due"))
    follow(page.get_by_role("link", name="Durchsehen"))
    look(page, "personen-rollen")
    page.get_by_label(f"{bogdan}, Beschäftigte im Bezirk: stimmt noch").check()
    follow(page.get_by_role("button", name="Gewählte Rollen stimmen noch"))
    expect(page.get_by_text("Eine Rolle ist bestätigt.")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_text([str(other)])
    assert bogdan.memberships.get().confirmed_by == lead


def test_what_is_changed_about_a_person_is_asked_on_pages_that_everybody_can_use(
    page: Page, log_in: Callable[[User], None], transactional_db: None
) -> None:
    lead = factories.lead(factories.district("03"))
    bogdan = with_password(factories.staff(factories.district("03")), "alt@example.org")
    log_in(lead)
    for name in ("people_edit", "people_absence", "role_new"):
        page.goto(reverse(name, args=[bogdan.pk]))
        look(page, f"personen-{name}")
    page.goto(reverse("people_edit", args=[bogdan.pk]))
    page.get_by_label("E-Mail-Adresse").fill("neu@example.org")
    follow(page.get_by_role("button", name="Speichern"))
    expect(page.get_by_text("Neu und noch nicht bestätigt: neu@example.org")).to_be_visible()

    log_in(bogdan)
    page.goto(link_in_mail(bogdan, AccountLetter.ADDRESS_NEW, timezone.now()))
    look(page, "personen-adresse")
    follow(page.get_by_role("button", name="Das ist meine Adresse"))
    expect(page.get_by_text("Nachrichten gehen jetzt an")).to_be_visible()
    assert User.objects.get(pk=bogdan.pk).email == "neu@example.org"
