"""Reads texts of the tests, and the words of what came of them."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from agreements.content import Content
from agreements.drafting.importing.classification import classify
from agreements.drafting.importing.line_kinds import ClassifiedLine
from agreements.drafting.importing.structure import RecognisedText, structure_of
from agreements.drafting.importing.text_pieces import pieces_of
from agreements.rendering.document_view import document_view
from agreements.tokens import number_items

TEXTS = {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "texts").glob("*.txt"))}


def recognise(text: str, *, whole: bool = True) -> RecognisedText:
    return structure_of(classify(pieces_of(text), whole=whole))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def line_words(lines: Iterable[ClassifiedLine]) -> Counter[str]:
    return words("\n".join(" ".join(line.piece.cells) or line.piece.text for line in lines))


def outline(text: RecognisedText) -> list[tuple[str, str, int]]:
    """Return mark, name and number of clauses of each section."""
    return [(section.mark, section.name, len(section.clauses)) for section in text.sections]


def content_words(content: Content) -> Counter[str]:
    """Return every word that a content prints from its own text, with its computed numbers."""
    parts = [content.title, content.subject]
    parts += [f"{party.line} {party.represented_by or ''} {party.address}" for party in content.parties]
    document = document_view(content)
    views = {view.key: view for view in (*document.sections, *document.annexes)}
    for own, section, labels in content.labelled_sections():
        parts += [own.number, section.heading]
        parts += [
            number_items(clause.text, label.item)
            for clause, label in zip(section.clauses, labels, strict=True)
        ]
        parts += [clause.number for clause in views[section.key].clauses]
    return words("\n".join(parts).replace("\\", ""))
