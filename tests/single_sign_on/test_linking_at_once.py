"""Two who sign in at the same moment with one address: one is linked, the other refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.utils import timezone

from districts.identity_providers import IdentityProvider
from districts.verified_addresses import verify_address
from mitwirkung.single_sign_on.actions import link_account
from mitwirkung.single_sign_on.claims import Claims
from mitwirkung.single_sign_on.errors import Refusal, SignOnRefused
from tests import factories

PANKOW = IdentityProvider(
    key="pankow",
    name="Bezirksamt Pankow",
    server_url="https://login.example",
    client_id="mitwirkung",
    client_secret="a-secret",
    domains=frozenset({"example.org"}),
)


@pytest.mark.django_db(transaction=True)
def test_one_address_is_linked_once_however_many_come_at_once() -> None:
    greta = factories.staff(factories.district("03"))
    greta.email = "greta@example.org"
    greta.save()
    verify_address(greta)

    def link(subject: str) -> object:
        claims = Claims(
            subject=subject,
            address="greta@example.org",
            address_is_verified=True,
            nonce="",
            signed_in_at=None,
        )
        try:
            return link_account(PANKOW, claims, invitation=None, at=timezone.now()).uid
        except SignOnRefused as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(link, ["g-1", "g-2", "g-1", "g-2"]))
    kept = SocialAccount.objects.get().uid
    assert done == [subject if subject == kept else Refusal.OTHER_SUBJECT for subject in ("g-1", "g-2") * 2]
