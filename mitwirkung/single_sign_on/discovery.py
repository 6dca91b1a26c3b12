"""What an identity provider says of itself, and asking it: whatever does not come as it must raises OAuth2Error."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.cache import cache

from districts.identity_providers import IdentityProvider

SECONDS = 5  # to connect, and between two parts of the answer
FRESH, PAUSE = 10 * 60, 20  # seconds
AWAY = "away"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OPTIONAL = ("userinfo_endpoint", "end_session_endpoint")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderMetadata:
    """The part of OpenID Connect Discovery that is used here; an optional address is empty where there is none."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    token_endpoint_auth_methods_supported: Sequence[str] = ("client_secret_basic",)


def provider_metadata(provider: IdentityProvider) -> ProviderMetadata:
    """Return what the provider publishes, asked for once in ten minutes. Raises OAuth2Error.

    Whoever comes right after somebody whom it has kept waiting in vain is told so at once: a thread each would soon be all of them.
    """
    digest = sha256(f"{provider.key}\n{provider.server_url}".encode()).hexdigest()
    kept = cache.get(key := f"identity-provider:{digest[:32]}")
    if kept == AWAY:
        raise OAuth2Error("it did not answer a moment ago")
    if kept is not None:
        return ProviderMetadata(**kept)
    try:
        found = published_metadata(provider)
    except OAuth2Error:
        cache.set(key, AWAY, timeout=PAUSE)
        raise
    cache.set(key, asdict(found), timeout=FRESH)
    return found


def published_metadata(provider: IdentityProvider) -> ProviderMetadata:
    """Ask the provider what it publishes. Raises OAuth2Error."""
    said = ask(f"{provider.server_url}/.well-known/openid-configuration")
    with understood():
        if said["issuer"].rstrip("/") != provider.server_url:
            raise OAuth2Error("the issuer is not the configured server")
        scheme = urlsplit(provider.server_url).scheme
        addresses = {name: said[name] for name in NEEDED} | {name: said.get(name) or "" for name in OPTIONAL}
        for name, address in addresses.items():
            parts = urlsplit(address)
            if address and (parts.scheme not in {"https", scheme} or not parts.hostname):
                raise OAuth2Error(f"{name} is no address as it must be")
        made = ProviderMetadata(issuer=said["issuer"], **addresses)
        ways = said.get("token_endpoint_auth_methods_supported")
        return replace(made, token_endpoint_auth_methods_supported=list(ways)) if ways else made


def session() -> requests.Session:
    """Return a session that waits a few seconds only, and is led nowhere else."""
    made = requests.Session()
    made.max_redirects = 0
    made.request = partial(made.request, timeout=SECONDS)  # type: ignore[method-assign]  # as allauth's own does
    return made


def ask(address: str, bearer: str = "") -> Mapping[str, Any]:
    """Return the JSON object at an address. Raises OAuth2Error."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    with understood(), session() as asking:
        reply = asking.get(address, headers=headers)
        reply.raise_for_status()
        said = reply.json()
        if not isinstance(said, dict):
            raise OAuth2Error("the answer is no JSON object")
        return said


@contextmanager
def understood() -> Iterator[None]:
    """Say of everything that a provider can do wrong that it did."""
    try:
        yield
    except (
        requests.RequestException,
        ArithmeticError,
        AttributeError,
        KeyError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise OAuth2Error(f"the answer cannot be used ({type(error).__name__})") from error
