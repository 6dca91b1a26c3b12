"""Judges an ID token: who signed it, for whom, until when; and reads from it what is needed, which is little."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.core.internal.datakit import parse_bool_safely
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

from mitwirkung.single_sign_on.discovery import understood

# signed with a private key; a symmetric one could be the client secret, and „none“ nothing at all
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60  # seconds that clocks may differ
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]
LONGEST_SUBJECT = 191  # as allauth keeps it


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a provider says of a person; `signed_in_at` is when she showed it who she is, None if it does not say."""

    subject: str
    address: str
    address_is_verified: bool
    nonce: str
    signed_in_at: int | None


def judged(id_token: str, keys: Mapping[str, Any], *, issuer: str, client_id: str) -> dict[str, Any]:
    """Return the claims of a token that was signed by the issuer for us and still holds. Raises OAuth2Error."""
    with understood():
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                _key(id_token, keys),
                algorithms=ALGORITHMS,
                issuer=issuer,
                audience=client_id,
                leeway=LEEWAY,
                options={"require": REQUIRED},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"the ID token does not hold ({type(error).__name__})") from error
    if claims.get("azp", client_id) != client_id:
        raise OAuth2Error("the ID token is for somebody else (azp)")
    return claims


def _key(id_token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """Return the key that the token names; where it names none there must be one only."""
    named = jwt.get_unverified_header(id_token).get("kid")
    found = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if named in {None, key.key_id}]
    if len(found) != 1:
        raise OAuth2Error("the key of the ID token is not known")
    return found[0]


def read_claims(said: Mapping[str, Any]) -> Claims:
    """Return what is needed of the claims. Raises OAuth2Error for a subject that cannot be kept."""
    subject = said["sub"]
    if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable()):
        raise OAuth2Error("the subject cannot be kept")
    at = said.get("auth_time")
    return Claims(
        subject=subject,
        address=_plain(said.get("email")).strip(),
        address_is_verified=parse_bool_safely(said.get("email_verified")),
        nonce=_plain(said.get("nonce")),
        signed_in_at=at if isinstance(at, int) and not isinstance(at, bool) else None,
    )


def _plain(value: object) -> str:
    """Return a text of visible ASCII letters; no nonce and no address that we know has others."""
    return value if isinstance(value, str) and value.isascii() and value.isprintable() else ""
