"""Whose signature is it? Assigned without asking only where field and certificate name the same person."""

import unicodedata
from collections.abc import Iterable

from agreements.choices import Side
from agreements.models import Delegation, Signatory
from agreements.rendering.signature_fields import signatory_key
from agreements.signing.certificates.examination.result import Found, Level

TITLES = frozenset({"dr", "prof", "dipl", "ing", "med", "phil", "jur", "h", "c"})
ENOUGH = 2  # words that two names must share: a given name and a surname


def owner(found: Found, people: Iterable[Signatory]) -> Signatory | None:
    """Return the person in whose field the signature stands."""
    key = signatory_key(found.field)
    return next((person for person in people if person.key == key), None)


def is_certain(found: Found, person: Signatory) -> bool:
    """Say whether the certificate names the person; a seal names the authority and stands for the district."""
    if found.level == Level.SEAL:
        return person.side == Side.DISTRICT
    return _names(found, person.name)


def named_deputy(found: Found, deputies: Iterable[Delegation]) -> Delegation | None:
    """Return the only one of those who may sign in somebody's place whom the certificate names; a seal names nobody."""
    named = [one for one in deputies if found.level != Level.SEAL and _names(found, one.name)]
    return named[0] if len(named) == 1 else None


def _names(found: Found, name: str) -> bool:
    certified, listed = _words(found.subject), _words(name)
    return len(certified & listed) >= ENOUGH and (certified <= listed or listed <= certified)


def _words(name: str) -> set[str]:
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(letter)
    )
    return {word for word in "".join(c if c.isalnum() else " " for c in plain).split() if word not in TITLES}
