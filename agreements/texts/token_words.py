"""What the tokens in the clauses of a content read as. Pure."""

from collections.abc import Callable

from agreements.content import Content
from agreements.references.targets import targets_of
from agreements.texts.field_words import field_words, fields_of
from agreements.tokens import REFERENCE_STYLES, FieldToken, Token


def token_words(content: Content) -> Callable[[str, Token], str]:
    """Return what gives the words of a token that stands in a section, empty if what it names is not there."""
    duties = {duty.code: duty for duty in content.obligations}
    targets = targets_of(content)

    def words(section: str, token: Token) -> str:
        if isinstance(token, FieldToken):
            return field_words(token, duties[token.code]) if token.code in duties else ""
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
