"""The secrets of a link: derived from a random number and the secret key when they are needed, and kept nowhere.

Who reads the database learns no token and no code; who knows the secret key alone neither. Pure but for the key.
"""

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac

TOKEN_SALT = "agreements.links.token"  # noqa: S105  tells derived keys apart and is no secret
CODE_SALT = "agreements.links.code"
DIGITS = 6


def new_nonce() -> str:
    """Return a random number, of which token or code are derived."""
    return secrets.token_hex(16)


def token_of(nonce: str, *, fingerprint: str, signatory: str, address: str) -> str:
    """Return the token of a link: it belongs to one person, one address and one frozen text, and fits no other."""
    said = "\n".join((nonce, fingerprint, signatory, address))
    digest = salted_hmac(TOKEN_SALT, said, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def is_token(token: str, kept: str) -> bool:
    """Say whether a token is the one of which something is kept, in the same time for all that are not."""
    return constant_time_compare(token_hash(token), kept)


def code_of(nonce: str) -> str:
    """Return the six digits that belong to a random number."""
    number = int.from_bytes(salted_hmac(CODE_SALT, nonce, algorithm="sha256").digest())
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_code(said: str, nonce: str) -> bool:
    """Say whether somebody typed the right code; blanks between the digits do not matter."""
    typed = re.sub(r"\s", "", said)
    return constant_time_compare(typed.encode(errors="replace"), code_of(nonce).encode())


def veiled(address: str) -> str:
    """Return an address so that its owner knows it and nobody else learns it: „r•••@b•••.de“."""
    name, _, domain = address.rpartition("@")
    host, _, top = domain.rpartition(".")
    return f"{name[:1]}•••@{host[:1]}•••.{top}"
