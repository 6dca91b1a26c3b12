"""Tokens and codes of signing links, derived from a nonce and the secret key and never stored.

Neither the database nor the secret key alone reveals one.
"""

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac

TOKEN_SALT = "agreements.links.token"  # noqa: S105  a salt, not a secret
CODE_SALT = "agreements.links.code"
DIGITS = 6


def new_nonce() -> str:
    """Return a nonce for a token or a code."""
    return secrets.token_hex(16)


def token_of(nonce: str, *, fingerprint: str, signatory: str, address: str) -> str:
    """Return the token of a link, valid for one person, one address and one frozen text only."""
    message = "\n".join((nonce, fingerprint, signatory, address))
    digest = salted_hmac(TOKEN_SALT, message, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def token_hash(token: str) -> str:
    """Return the SHA-256 that is stored."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def matches_hash(token: str, stored: str) -> bool:
    """Compare a token with a stored hash in constant time."""
    return constant_time_compare(token_hash(token), stored)


def code_of(nonce: str) -> str:
    """Return the six digits derived from a nonce."""
    number = int.from_bytes(salted_hmac(CODE_SALT, nonce, algorithm="sha256").digest())
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_code(typed: str, nonce: str) -> bool:
    """Compare a typed code, white space ignored, in constant time."""
    digits = re.sub(r"\s", "", typed)
    return constant_time_compare(digits.encode(errors="replace"), code_of(nonce).encode())


def mask_address(address: str) -> str:
    """Return an e-mail address recognisable only to its owner: „r•••@b•••.de“."""
    name, _, domain = address.rpartition("@")
    host, _, top = domain.rpartition(".")
    return f"{name[:1]}•••@{host[:1]}•••.{top}"
