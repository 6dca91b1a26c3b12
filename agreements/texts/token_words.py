"""What the tokens in the clauses of a content read as. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from agreements.content import Content
from agreements.references.targets import targets_of
from agreements.texts.field_words import field_words, fields_of
from agreements.tokens import (
    DATIVE,
    DAY,
    REFERENCE_STYLES,
    FieldName,
    FieldToken,
    ItemToken,
    Token,
    tokens_of,
)


class TokenWords(Protocol):
    """Gives the words of a token that stands in a section, empty if what it names is not there."""

    def __call__(self, token: Token, section: str = "") -> str: ...


def token_words(content: Content) -> TokenWords:
    """Return what the tokens in the clauses of a content read as."""
    duties = {duty.code: duty for duty in content.obligations}
    targets = targets_of(content)

    def words(token: Token, section: str = "") -> str:
        if isinstance(token, FieldToken):
            return field_words(token, duties[token.code]) if token.code in duties else ""
        if isinstance(token, ItemToken):
            return ""  # it has some only where it is counted
        target = targets.get(token.key)
        return target.words(token.style, section=section) if target else ""

    return words


def known_tokens(content: Content) -> dict[str, str]:
    """Return every token that can be written into the clauses of a content, with its words."""
    return {str(token): words for duty in content.obligations for token, words in fields_of(duty)}


def known_targets(content: Content) -> dict[str, list[str]]:
    """Return the words of a reference to each section and clause, in the order of the styles."""
    return {
        key: [target.said[style] for style in REFERENCE_STYLES] for key, target in targets_of(content).items()
    }


class OfferedField(NamedTuple):
    """A value of an obligation that can be written into a clause; `token` is without its braces."""

    token: str
    words: str
    title: str


def offered_fields(content: Content) -> Iterator[OfferedField]:
    """Yield each value of each obligation once, in the style that most clauses want."""
    for duty in content.obligations:
        found: dict[tuple[FieldName, int], dict[str, str]] = defaultdict(dict)
        for token, words in fields_of(duty):
            found[token.name, token.post][token.style] = words
        for (name, post), styles in found.items():
            wanted = (DAY, DATIVE, "") if name == FieldName.DUE else ("",)
            style = next((style for style in wanted if style in styles), next(iter(styles)))
            token = FieldToken(code=duty.code, name=name, post=post, style=style)
            yield OfferedField(str(token)[1:-1], styles[style], duty.title)


def places_by_code(raw: Content) -> dict[str, tuple[str, ...]]:
    """Return where the clauses of an unfilled content show a value of an obligation, by its code."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for _, place, token in _fields(raw):
        found[token.code][place] = None
    return {code: tuple(places) for code, places in found.items()}


def open_fields(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the key of each clause that should show a value that no obligation has, with a sentence."""
    codes, words = {duty.code for duty in content.obligations}, token_words(content)
    for key, place, token in _fields(content):
        if not words(token):
            there = "hat diese Angabe nicht" if token.code in codes else "gibt es nicht"
            yield key, f"{place}: Die Angabe {token} ist offen; die Pflicht {token.code} {there}."


def tokens_left(filled: Content) -> Iterator[tuple[str, str]]:
    """Yield the key of each clause that prints a token which could have words, with a sentence: other words brought it in."""
    words = token_words(filled)
    for _, section, labels in filled.labelled_sections():
        for clause, label in zip(section.clauses, labels, strict=True):
            for token in dict.fromkeys(tokens_of(clause.text)):
                if isinstance(token, ItemToken) or words(token, section.key):
                    yield (
                        clause.key,
                        f"{label.place}: {token} stammt aus einem Platzhalter oder einer Pflicht und würde so gedruckt. "
                        "Schreiben Sie dort Worte.",
                    )


def _fields(content: Content) -> Iterator[tuple[str, str, FieldToken]]:
    """Yield key and place of the clause of each field, the same field once a clause."""
    for _, section, labels in content.labelled_sections():
        for clause, label in zip(section.clauses, labels, strict=True):
            for token in dict.fromkeys(tokens_of(clause.text)):
                if isinstance(token, FieldToken):
                    yield clause.key, label.place, token


def readings(content: Content, token: FieldToken) -> dict[str, str]:
    """Return the ways in which the value of a token can read, each with its token; what reads alike counts once."""
    found: dict[str, str] = {}
    for duty in content.obligations:
        for other, words in fields_of(duty) if duty.code == token.code else ():
            if (other.name, other.post) == (token.name, token.post) and (
                words not in found or other == token
            ):
                found[words] = str(other)
    return found
