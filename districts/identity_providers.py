"""Whose people sign in with an identity provider of their own authority, and who may have a password here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:  # the settings import this
    from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProvider:
    """A service by which the people of an authority sign in; `key` and subject are what is kept of them."""

    key: str
    name: str
    server_url: str
    client_id: str
    client_secret: str = field(repr=False)
    domains: frozenset[str]
    passwords: bool = True


def identity_providers() -> Sequence[IdentityProvider]:
    configured: Sequence[IdentityProvider] = settings.IDENTITY_PROVIDERS
    return configured


def identity_provider(key: str) -> IdentityProvider | None:
    return next((one for one in identity_providers() if one.key == key), None)


def provider_for(address: str) -> IdentityProvider | None:
    """Return the provider that the domain of an address belongs to; none belongs to two."""
    domain = address.rpartition("@")[2].casefold()
    return next((one for one in identity_providers() if domain in one.domains), None)


def provider_instead_of_password(address: str) -> IdentityProvider | None:
    """Return the provider by which alone people with such an address sign in, None where they may have a password."""
    found = provider_for(address)
    return found if found is not None and not found.passwords else None


def may_have_password(person: "User") -> bool:
    return provider_instead_of_password(person.email) is None


def has_password(person: "User") -> bool:
    """Whether the person can sign in with a password: one that was there before her authority wanted none does not count."""
    return person.has_usable_password() and may_have_password(person)


def without_password_words(address: str) -> str:
    """Return why there is no password for an address, and what to do; empty where there may be one."""
    found = provider_instead_of_password(address)
    if found is None:
        return ""
    domain = address.rpartition("@")[2].casefold()
    return (
        f"Für Adressen mit „@{domain}“ gibt es hier keine Passwörter. Melden Sie sich über „{found.name}“ an."
    )
