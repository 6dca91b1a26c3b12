"""Pieces of text as HTML, for the page and for paper. Nothing that was typed can act, and nothing stays unseen."""

from collections.abc import Sequence

import regex
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from agreements.drafting.comparison.word_diff import DiffMark, DiffPiece
from agreements.rendering.clause_text import no_break
from agreements.rendering.glyphs import printable_characters

# Letters that nobody sees: control, bidi, zero width, unassigned. What joins two emoji is part of a picture.
UNSEEN = regex.compile(
    r"(?<!\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D"
    r"|(?!\u200D|[\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]"
)
SPACES = {
    "\n": "[Zeilenumbruch]\n",
    "\t": "[Tabulator]\t",
    " ": "[Leerzeichen] ",
    "\N{NO-BREAK SPACE}": "[geschütztes Leerzeichen]\N{NO-BREAK SPACE}",
}
TAGS = {DiffMark.STRUCK: "del", DiffMark.ADDED: "ins"}
WORDS = {DiffMark.STRUCK: "gestrichen: ", DiffMark.ADDED: "eingefügt: "}
SIGNS = {DiffMark.STRUCK: ("[– ", " –]"), DiffMark.ADDED: ("[+ ", " +]")}


def shown(text: str, *, printed: bool = False) -> str:
    """Return a text with the code of each letter that is not seen, on paper also of those that no font has."""
    seen: str = UNSEEN.sub(lambda match: code(match[0]), text)
    return (
        "".join(letter if letter in printable_characters() else code(letter) for letter in seen)
        if printed
        else seen
    )


def code(letter: str) -> str:
    """Return the code of a letter: [U+200B]."""
    return f"[U+{ord(letter):04X}]"


def pieces_html(pieces: Sequence[DiffPiece], *, printed: bool = False) -> SafeString:
    """Return the pieces in one row, told apart by element, by look and by words."""
    return format_html_join("", "{}", ((_piece(pieces, place, printed),) for place in range(len(pieces))))


def _piece(pieces: Sequence[DiffPiece], place: int, printed: bool) -> SafeString:
    piece = pieces[place]
    if piece.mark == DiffMark.SAME:
        return escape(shown(no_break(piece.text), printed=printed))
    text = piece.text
    if text.isspace() or _looks_like(pieces, place):
        text = "".join(SPACES.get(letter, letter) for letter in text)
    text = shown(text, printed=printed)
    tag = TAGS[piece.mark]
    if printed:
        start, end = SIGNS[piece.mark]
        return format_html("<{}>{}{}{}</{}>", tag, start, text, end, tag)
    hidden = '<span class="visually-hidden">{}</span>'
    return format_html(f"<{{}}>{hidden}{{}}{hidden}</{{}}>", tag, WORDS[piece.mark], text, " (Ende) ", tag)


def _looks_like(pieces: Sequence[DiffPiece], place: int) -> bool:
    """Whether a change is one of white space only, which would look like no change at all."""
    squashed = " ".join(pieces[place].text.split())
    around = (pieces[at] for at in (place - 1, place + 1) if 0 <= at < len(pieces))
    return any(near.mark != DiffMark.SAME and " ".join(near.text.split()) == squashed for near in around)
