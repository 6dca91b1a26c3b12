"""The pages of coming in by a provider are well built, and do not ask the database more often for more providers."""

from dataclasses import replace

from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from districts.account_letters import AccountLetter
from districts.models import User
from tests import factories
from tests.accounts.people import invited, link_in_mail
from tests.page import page_queries, read
from tests.single_sign_on.coming_in import BEGIN, come_in
from tests.single_sign_on.fake_provider import FakeProvider
from tests.test_pages import faults


def many(provider: FakeProvider, settings: Settings, *, passwords: bool) -> None:
    """Have a provider for each of twelve authorities."""
    first = replace(provider.configured, passwords=passwords)
    more = (replace(first, key=f"p-{n}", domains=frozenset({f"p-{n}.example"})) for n in range(11))
    settings.IDENTITY_PROVIDERS = (first, *more)


def test_pages_are_well_built(provider: FakeProvider, greta: User, settings: Settings) -> None:
    inside, stranger, leaving = Client(), Client(), Client()
    for client in (inside, leaving):
        come_in(client, provider)
    leaving.post("/abmelden/")
    newcomer = invited(factories.district("04"), by=factories.admin(), at=timezone.now(), name="neu")
    invitation = link_in_mail(newcomer, AccountLetter.INVITATION, timezone.now())
    for passwords in (True, False):
        many(provider, settings, passwords=passwords)
        for client, address in (
            (stranger, "/anmelden/"),
            (leaving, "/anmelden/"),
            (stranger, invitation),
            (stranger, f"{BEGIN}zurueck/?state=unknown"),
            (stranger, f"{BEGIN}zurueck/?error=access_denied"),
            (inside, "/anmelden/bestaetigen/dienst/"),
            (inside, "/passwort/"),
            (inside, "/konto/sitzungen/"),
        ):
            page = read(client.get(address))
            assert not faults(page), (address, faults(page))


def test_twelve_providers_cost_as_much_as_one(
    client: Client, provider: FakeProvider, greta: User, settings: Settings
) -> None:
    come_in(client, provider)
    # session, person and role; which provider, which ways; the messages wait in a cookie
    addresses = ("/anmelden/bestaetigen/dienst/", "/konto/sitzungen/", "/passwort/")
    with_one = [page_queries(client, address) for address in addresses]
    many(provider, settings, passwords=False)
    assert [page_queries(client, address) for address in addresses] == with_one
    assert page_queries(Client(), "/anmelden/") == 0
