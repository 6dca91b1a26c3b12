"""The new text of an amendment in quotation marks, as it is printed below its instruction. Pure."""

import re
from collections.abc import Iterable

from agreements.texts.wording import inner_quotes

# what begins a list or a table only at the start of a line
MARK = re.compile(r"\s*(?:\||[-–]\s|\(?(?:[0-9.]{1,8}|[a-z]{1,3}|[ivxIVX]{1,6})[.)])")

SIGNS = re.compile(r"[\\*\[\]]")  # with a meaning in the text of a clause


def plain_text(words: str) -> str:
    """Return words without marks, a heading or a title, as they stand in the text of a clause."""
    return SIGNS.sub(r"\\\g<0>", words)


def quoted_text(text: str) -> str:
    """Return a text in quotation marks; those in it become single ones.

    A table ends before the closing mark, since a line with more than its cells is none.
    """
    words = inner_quotes(text.strip("\n"))
    end = "\n“" if words.rpartition("\n")[2].strip().endswith("|") else "“"
    return f"„{words}{end}"


def numbered_text(number: str, text: str) -> str:
    """Return a clause with its number before its first words, or above a list or table."""
    if not number:
        return text
    return f"{number}{chr(10) if MARK.match(text) else ' '}{text}"


def below(sentence: str, texts: Iterable[str]) -> str:
    """Return a sentence with what is quoted below it, one paragraph for each text."""
    return f"{sentence}\n\n{quoted_text((chr(10) * 2).join(texts))}"
