"""Lines of a pasted text that are no part of it: a table of contents; for the numbers of pages see `text_pieces`. Pure."""

import re
from collections.abc import Iterator, Sequence

from agreements.drafting.importing.text_pieces import Piece

HEAD = re.compile(r"(?:Inhalt|Inhaltsverzeichnis|Inhaltsübersicht):?", re.IGNORECASE)
DOTTED = re.compile(r"(?:§|Artikel|Anlage|Präambel|[IVX]+\.|\d+\.).*?(?: ?\.){3,} ?\d{1,3}")
LONGEST_ENTRY = 300  # letters


def contents_places(pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the places of a table of contents: its head, and entries with dots, or with a tab below its head."""
    begun = False
    for place, piece in enumerate(pieces):
        is_head = bool(HEAD.fullmatch(piece.text))
        begun = begun or is_head
        dotted = len(piece.text) <= LONGEST_ENTRY and DOTTED.fullmatch(piece.text)
        if is_head or dotted or (begun and piece.listed):
            yield place
