"""What the tokens in the clauses of a content read as. Pure."""

from collections.abc import Callable

from agreements.content import Content
from agreements.texts.field_words import field_words, fields_of
from agreements.tokens import FieldToken, Token


def token_words(content: Content) -> Callable[[Token], str]:
    """Return what gives the words of a token, empty if what it names is not there."""
    duties = {duty.code: duty for duty in content.obligations}

    def words(token: Token) -> str:
        if isinstance(token, FieldToken):
            return field_words(token, duties[token.code]) if token.code in duties else ""
        return ""

    return words


def known_tokens(content: Content) -> dict[str, str]:
    """Return every token that can be written into the clauses of a content, with its words."""
    return {str(token): words for duty in content.obligations for token, words in fields_of(duty)}
