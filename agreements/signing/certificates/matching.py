"""Matching signatures to signatories: automatic only where field and certificate name the same person."""

import unicodedata
from collections.abc import Iterable

from agreements.choices import Side
from agreements.models import Delegation, Signatory
from agreements.rendering.signature_fields import signatory_key
from agreements.signing.certificates.examination.result import ExaminedSignature, Level

TITLES = frozenset({"dr", "prof", "dipl", "ing", "med", "phil", "jur", "h", "c"})
SHARED_WORDS = 2  # a given name and a surname


def owner(signature: ExaminedSignature, people: Iterable[Signatory]) -> Signatory | None:
    """Return the signatory of the signature field."""
    key = signatory_key(signature.field)
    return next((person for person in people if person.key == key), None)


def is_certain(signature: ExaminedSignature, person: Signatory) -> bool:
    """Check whether the certificate names the person; a seal names the authority, so it is valid for the district."""
    if signature.level == Level.SEAL:
        return person.side == Side.DISTRICT
    return _names(signature, person.name)


def named_deputy(signature: ExaminedSignature, deputies: Iterable[Delegation]) -> Delegation | None:
    """Return the deputy whom the certificate names, if there is exactly one; a seal names nobody."""
    named = [row for row in deputies if signature.level != Level.SEAL and _names(signature, row.name)]
    return named[0] if len(named) == 1 else None


def _names(signature: ExaminedSignature, name: str) -> bool:
    certified, listed = _words(signature.subject), _words(name)
    return len(certified & listed) >= SHARED_WORDS and (certified <= listed or listed <= certified)


def _words(name: str) -> set[str]:
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(letter)
    )
    return {word for word in "".join(c if c.isalnum() else " " for c in plain).split() if word not in TITLES}
