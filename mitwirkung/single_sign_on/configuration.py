"""Reads the identity providers from a setting: a JSON list, one object for each. Pure.

Keys: `id` (in our addresses; with the subject it is all that is kept of a person, so it must stay), `name` (on the button),
`server_url` (the issuer), `client_id`, `client_secret`, `domains` (of e-mail addresses) and `passwords` (`false`: people with
such an address sign in by the provider only).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from districts.email_addresses import UnreadableAddressError, read_address
from districts.identity_providers import IdentityProvider

SETTING = "MITWIRKUNG_IDENTITY_PROVIDERS"
TEXTS = {"id": 40, "name": 60, "server_url": 200, "client_id": 191, "client_secret": 500}
KEYS = {*TEXTS, "domains", "passwords"}
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def read_providers(text: str, *, allow_http: bool) -> tuple[IdentityProvider, ...]:
    """Return the providers; `allow_http` is for trying out. Raises ImproperlyConfigured with a sentence for each fault."""
    if not text.strip():
        return ()
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"{SETTING} is no JSON: {error}.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ImproperlyConfigured(f"{SETTING} must be a list of objects, one for each provider.")
    faults = [fault for entry in entries for fault in _faults(entry, allow_http=allow_http)]
    if not faults:
        providers = tuple(map(_provider, entries))
        faults = list(_shared(providers))
    if faults:
        raise ImproperlyConfigured(f"{SETTING}: {' '.join(faults)}")
    return providers


def _faults(entry: Mapping[str, Any], *, allow_http: bool) -> Iterator[str]:
    """Yield what is wrong with one entry; a secret is never in it."""
    name = entry.get("id") if isinstance(entry.get("id"), str) else "an entry without id"
    for key in sorted(entry.keys() - KEYS):
        yield f"{name} has the unknown key {key!r}."
    wrong = set()
    for key, longest in TEXTS.items():
        value = entry.get(key)
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            wrong.add(key)
            yield f"{name} needs a text as {key!r}, of at most {longest} characters."
    if "id" not in wrong and not ID.fullmatch(entry["id"]):
        yield f"the id {entry['id']!r} must be of a-z, 0-9 and hyphens."
    if "server_url" not in wrong and not _is_server(entry["server_url"], allow_http=allow_http):
        yield f"the server_url of {name} must be an https address without query, as the provider writes its issuer."
    domains = entry.get("domains")
    if not isinstance(domains, list) or not domains or not all(map(_read_domain, domains)):
        yield f"{name} needs 'domains': a list of the authority's own, such as [\"ba-pankow.example\"]."
    if not isinstance(entry.get("passwords", True), bool):
        yield f"'passwords' of {name} must be true or false."


def _is_server(url: str, *, allow_http: bool) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    allowed = {"https", "http"} if allow_http else {"https"}
    return (
        parts.scheme in allowed
        and bool(parts.hostname)
        and not (parts.query or parts.fragment or "@" in parts.netloc)
    )


def _read_domain(domain: object) -> str:
    """Return a domain as addresses have it, empty if it is none."""
    if not isinstance(domain, str) or "@" in domain:
        return ""
    try:
        read = read_address(f"x@{domain}").rpartition("@")[2].casefold()
    except UnreadableAddressError:
        return ""
    return read if DOMAIN.fullmatch(read) else ""


def _provider(entry: Mapping[str, Any]) -> IdentityProvider:
    return IdentityProvider(
        key=entry["id"],
        name=entry["name"].strip(),
        server_url=entry["server_url"].rstrip("/"),
        client_id=entry["client_id"],
        client_secret=entry["client_secret"],
        domains=frozenset(map(_read_domain, entry["domains"])),
        passwords=entry.get("passwords", True),
    )


def _shared(providers: tuple[IdentityProvider, ...]) -> Iterator[str]:
    """Yield what two providers may not have in common: each speaks for its own people only."""
    for key, count in Counter(one.key for one in providers).items():
        if count > 1:
            yield f"the id {key!r} occurs {count} times."
    for domain, count in Counter(domain for one in providers for domain in one.domains).items():
        if count > 1:
            yield f"the domain {domain!r} belongs to {count} providers."
