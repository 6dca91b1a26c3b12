"""The labels of a text as they are stored with it, and the next ones beside them. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace

from agreements.content import Content
from agreements.numbering import roman

PARTS = re.compile(r"(?P<head>.*?)(?P<figure>\d+|[IVXLC]+)(?P<letter>[a-z]?)(?P<tail>\W*)", re.DOTALL)
ROMAN = {roman(n): n for n in range(1, 400)}
LAST_LETTER = "z"
UNKNOWN = "?"  # the label of what has none left


def with_labels(content: Content) -> Content:
    """Return the content with all its labels stored: a later amendment keeps them, whatever it inserts."""
    return replace(
        content,
        sections=tuple(
            replace(
                section,
                label=own.number,
                clauses=tuple(
                    replace(clause, label=label.number)
                    for clause, label in zip(section.clauses, labels, strict=True)
                ),
            )
            for own, section, labels in content.labelled_sections()
        ),
    )


def label_behind(label: str, used: Iterable[str]) -> str:
    """Return the label between one and the next: „§ 8a“ behind „§ 8“, „(2b)“ behind „(2a)“; empty if there is none left."""
    parts = PARTS.fullmatch(label)
    if parts is None or parts["letter"] == LAST_LETTER:
        return ""
    letter = chr(ord(parts["letter"]) + 1) if parts["letter"] else "a"
    following = f"{parts['head']}{parts['figure']}{letter}{parts['tail']}"
    return "" if following in used else following


def label_at_the_end(label: str, used: Iterable[str]) -> str:
    """Return the label after the last one, in the form of a given one: „§ 17“ if „§ 16a“ was the last; empty if it has no number."""
    parts = PARTS.fullmatch(label)
    if parts is None:
        return ""
    numbers = [_number(found["figure"]) for one in used if (found := PARTS.fullmatch(one))]
    following = max([_number(parts["figure"]), *numbers]) + 1
    figure = str(following) if parts["figure"].isdecimal() else roman(following)
    return f"{parts['head']}{figure}{parts['tail']}"


def _number(figure: str) -> int:
    return int(figure) if figure.isdecimal() else ROMAN.get(figure, 0)
