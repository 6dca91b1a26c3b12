"""Tokens and codes of signing links, derived from a nonce and the secret key and never stored.

Neither the database nor the secret key alone reveals one.
"""

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator

from django.utils.crypto import constant_time_compare

from agreements.secret_keys import keyed_digests

TOKEN_SALT = "agreements.links.token"  # noqa: S105  a salt, not a secret
CODE_SALT = "agreements.links.code"
DIGITS = 6


def new_nonce() -> str:
    """Return a nonce for a token or a code."""
    return secrets.token_hex(16)


def token_of(nonce: str, *, fingerprint: str, signatory: str, address: str, stored: str = "") -> str:
    """Return the token of a link, valid for one person, one address and one frozen text only.

    With its stored hash it is derived from the key that was in force when the link was made, if that is still known.
    """
    message = "\n".join((nonce, fingerprint, signatory, address))
    tokens = [_encoded(digest) for digest in keyed_digests(TOKEN_SALT, message)]
    return next((token for token in tokens if token_hash(token) == stored), tokens[0])


def token_hash(token: str) -> str:
    """Return the SHA-256 that is stored."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def matches_hash(token: str, stored: str) -> bool:
    """Compare a token with a stored hash in constant time."""
    return constant_time_compare(token_hash(token), stored)


def code_of(nonce: str) -> str:
    """Return the six digits derived from a nonce."""
    return next(_codes(nonce))


def is_code(typed: str, nonce: str) -> bool:
    """Compare a typed code, white space ignored, in constant time."""
    digits = re.sub(r"\s", "", typed).encode(errors="replace")
    return any(constant_time_compare(digits, code.encode()) for code in _codes(nonce))


def mask_address(address: str) -> str:
    """Return an e-mail address recognisable only to its owner: „r•••@b•••.de“."""
    name, _, domain = address.rpartition("@")
    host, _, top = domain.rpartition(".")
    return f"{name[:1]}•••@{host[:1]}•••.{top}"


def _codes(nonce: str) -> Iterator[str]:
    for digest in keyed_digests(CODE_SALT, nonce):
        yield f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}}"


def _encoded(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")
