"""Who is meant by „@Name“ in a text: a person if only one fits. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from districts.models import User

AT = regex.compile(r"(?<![\w.])@(?=\w)")  # not the one inside an e-mail address
WORD = regex.compile(r"[\w-]+")
LONGEST = 200  # a full name


@dataclass(frozen=True, slots=True)
class Named:
    """Who was named in a text, and which names fit several people."""

    people: frozenset[User]
    unclear: tuple[str, ...] = ()


def named_in(text: str, people: Iterable[User]) -> Named:
    """Return who of these people is named with an @; the longest name that fits counts."""
    known = [(name.casefold(), person) for person in people for name in _names(person)]
    found: set[User] = set()
    unclear: dict[str, None] = {}
    for match in AT.finditer(text):
        behind = text[match.end() : match.end() + LONGEST]
        meant = _meant(behind.casefold(), known)
        if len(meant) == 1:
            found |= meant
        elif meant:
            unclear[WORD.match(behind)[0]] = None  # type: ignore[index]  # a letter follows the @
    return Named(frozenset(found), tuple(unclear))


def _names(person: User) -> Iterator[str]:
    yield from filter(None, (person.get_full_name(), person.first_name, person.last_name, person.username))


def _meant(behind: str, known: list[tuple[str, User]]) -> set[User]:
    fitting = [
        (len(name), person)
        for name, person in known
        if behind.startswith(name) and not behind[len(name) : len(name) + 1].isalnum()
    ]
    longest = max((length for length, _ in fitting), default=0)
    return {person for length, person in fitting if length == longest}
