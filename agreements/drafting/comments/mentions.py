"""Parser for @mentions in comments. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from districts.models import User

AT = regex.compile(r"(?<![\w.])@(?=\w)")  # not the one inside an e-mail address
WORD = regex.compile(r"[\w-]+")
LONGEST = 200  # a full name


@dataclass(frozen=True, slots=True)
class ParsedMentions:
    """The people mentioned in a text, and the names that match several people."""

    people: frozenset[User]
    ambiguous: tuple[str, ...] = ()


def parse_mentions(text: str, people: Iterable[User]) -> ParsedMentions:
    """Match each @name against full, first, last and user names; the longest match wins."""
    known = [(name.casefold(), person) for person in people for name in _names(person)]
    mentioned: set[User] = set()
    ambiguous: dict[str, None] = {}
    for match in AT.finditer(text):
        following = text[match.end() : match.end() + LONGEST]
        matches = _longest_matches(following.casefold(), known)
        if len(matches) == 1:
            mentioned |= matches
        elif matches:
            ambiguous[WORD.match(following)[0]] = None  # type: ignore[index]  # a letter follows the @
    return ParsedMentions(frozenset(mentioned), tuple(ambiguous))


def _names(person: User) -> Iterator[str]:
    yield from filter(None, (person.get_full_name(), person.first_name, person.last_name, person.username))


def _longest_matches(following: str, known: list[tuple[str, User]]) -> set[User]:
    matches = [
        (len(name), person)
        for name, person in known
        if following.startswith(name) and not following[len(name) : len(name) + 1].isalnum()
    ]
    longest = max((length for length, _ in matches), default=0)
    return {person for length, person in matches if length == longest}
