"""Tokens of invitations, derived from a nonce and the secret key and never stored."""

import hashlib
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac

SALT = "districts.invitations.token"


def invitation_token(nonce: str, *, person: int, address: str) -> str:
    """Return the token of an invitation, valid for one account and one address only."""
    digest = salted_hmac(SALT, f"{nonce}\n{person}\n{address}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def invitation_hash(token: str) -> str:
    """Return the SHA-256 that is stored."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
