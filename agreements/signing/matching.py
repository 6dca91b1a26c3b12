"""Whose signature is it? Assigned without asking only where field and certificate name the same person."""

import unicodedata
from collections.abc import Iterable

from agreements.documents.fields import signatory_key
from agreements.models import Signatory
from agreements.signing.checking.verdict import Found, Level
from agreements.vocabulary import Side

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
    certified, listed = _words(found.subject), _words(person.name)
    return len(certified & listed) >= ENOUGH and (certified <= listed or listed <= certified)


def _words(name: str) -> set[str]:
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(letter)
    )
    return {word for word in "".join(c if c.isalnum() else " " for c in plain).split() if word not in TITLES}
