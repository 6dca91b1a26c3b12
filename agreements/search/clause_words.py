"""The words of a clause without its marks, as they are read. Pure."""

import re

TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$", re.MULTILINE)
FOOTNOTE = re.compile(r"\[\^((?:\\.|[^\]\\])*)\]")
CELL = re.compile(r"(?<!\\)\|")
EMPHASIS = re.compile(r"(?<!\\)\*+(?!in(?:nen)?\b)")
ESCAPE = re.compile(r"\\(?=[^\w\s])")
SPACES = re.compile(r"[ \t\n\r]+")


def clause_words(text: str) -> str:
    """Return a clause in one line; a footnote stands in brackets where it is called."""
    for mark, words in (
        (TABLE_RULE, ""),
        (FOOTNOTE, r" (\1)"),
        (CELL, " "),
        (EMPHASIS, ""),
        (ESCAPE, ""),
        (SPACES, " "),
    ):
        text = mark.sub(words, text)
    return text.strip()
