"""How identity providers are offered: a link for each, since a form must not lead to another site."""

from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from districts.identity_providers import IdentityProvider, identity_provider, identity_providers, provider_for
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnLink:
    name: str
    url: str


def sign_on_links(next_url: str) -> list[SignOnLink]:
    """Return the ways in, one for each provider."""
    return [
        SignOnLink(name=one.name, url=_with_next(reverse("sign_on_begin", args=[one.key]), next_url))
        for one in identity_providers()
    ]


def invitation_link(token: str, address: str) -> SignOnLink | None:
    """Return how an invitation to an address is accepted without a password, None where it is not."""
    found = provider_for(address)
    if found is None:
        return None
    return SignOnLink(name=found.name, url=reverse("sign_on_invitation", args=[token, found.key]))


def provider_of_account(person: User) -> IdentityProvider | None:
    """Return the configured provider that a person's account is linked with; asks nobody where none is configured."""
    if not identity_providers():
        return None
    keys = SocialAccount.objects.filter(user=person).order_by("pk").values_list("provider", flat=True)
    return next((one for key in keys if (one := identity_provider(key)) is not None), None)


def _with_next(url: str, next_url: str) -> str:
    return f"{url}?{urlencode({'next': next_url})}" if next_url else url
