"""Fill the placeholders and tokens of a text or of a whole content. Pure."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from msgspec import UNSET

from agreements.content import PLACEHOLDER, Content
from agreements.numbering import Label
from agreements.texts.token_words import token_words
from agreements.tokens import Token, number_items, replace_tokens

UNNUMBERED = Label("", "")
FIGURE_MARKS = str.maketrans("", "", "‹›")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace [PLACEHOLDERS] by their values, drop the ‹ › marks around adjustable figures, normalise to NFC.

    A placeholder without a value stays visible, and `Content.missing` finds it.
    """
    filled = PLACEHOLDER.sub(lambda match: values.get(match.group(1)) or match.group(0), text)
    return unicodedata.normalize("NFC", filled.translate(FIGURE_MARKS))


def fill_clause(
    text: str, values: Mapping[str, str], words: Callable[[Token], str], label: Label = UNNUMBERED
) -> str:
    """Fill the text of a clause, where tokens stand too; one without words stays visible, as a placeholder does."""
    return fill(replace_tokens(number_items(text, label.item), words), values)


def fill_content(content: Content, values: Mapping[str, str]) -> Content:
    """Return the content with every text filled; what has no value stays visible."""
    text = partial(fill, values=values)
    words = token_words(content)
    return replace(
        content,
        title=text(content.title),
        subject=text(content.subject),
        note=text(content.note),
        file_reference=text(content.file_reference),
        parties=tuple(
            replace(
                p,
                line=text(p.line),
                short=text(p.short),
                address=text(p.address),
                represented_by=text(p.represented_by) if p.represented_by else UNSET,
            )
            for p in content.parties
        ),
        sections=tuple(
            replace(
                section,
                heading=text(section.heading),
                clauses=tuple(
                    replace(
                        clause,
                        text=fill_clause(clause.text, values, partial(words, section=section.key), label),
                    )
                    for clause, label in zip(section.clauses, labels, strict=True)
                ),
            )
            for _, section, labels in content.labelled_sections()
        ),
    )
