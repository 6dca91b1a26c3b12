"""Differences as escaped HTML with visible codes for invisible characters, for the page and for the PDF."""

from collections.abc import Sequence

import regex
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from agreements.drafting.comparison.word_diff import DiffMark, DiffPiece
from agreements.rendering.clause_text import no_break, unbroken_html
from agreements.rendering.glyphs import printable_characters

# Invisible characters: control, bidi, zero width, unassigned; except the joiner between two emoji.
INVISIBLE = regex.compile(
    r"(?<!\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D"
    r"|(?!\u200D|[\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]"
)
VISIBLE_SPACES = {
    "\n": "[Zeilenumbruch]\n",
    "\t": "[Tabulator]\t",
    " ": "[Leerzeichen] ",
    "\N{NO-BREAK SPACE}": "[geschütztes Leerzeichen]\N{NO-BREAK SPACE}",
}
TAGS = {DiffMark.STRUCK: "del", DiffMark.ADDED: "ins"}
SPOKEN_LABELS = {DiffMark.STRUCK: "gestrichen: ", DiffMark.ADDED: "eingefügt: "}
PRINTED_SIGNS = {DiffMark.STRUCK: ("[– ", " –]"), DiffMark.ADDED: ("[+ ", " +]")}


def visible_text(text: str, *, printed: bool = False) -> str:
    """Replace invisible characters by their codes, in print also characters without a glyph in our fonts."""
    seen: str = INVISIBLE.sub(lambda match: code_point(match[0]), text)
    return (
        "".join(letter if letter in printable_characters() else code_point(letter) for letter in seen)
        if printed
        else seen
    )


def code_point(letter: str) -> str:
    """Return the code of a character, like [U+200B]."""
    return f"[U+{ord(letter):04X}]"


def pieces_html(pieces: Sequence[DiffPiece], *, printed: bool = False) -> SafeString:
    """Return the pieces as text, del and ins elements, with labels for screen readers or signs in print."""
    return format_html_join(
        "", "{}", ((_piece_html(pieces, place, printed),) for place in range(len(pieces)))
    )


def _piece_html(pieces: Sequence[DiffPiece], place: int, printed: bool) -> SafeString:
    piece = pieces[place]
    if piece.mark == DiffMark.SAME:
        return unbroken_html(visible_text(no_break(piece.text), printed=printed))
    text = piece.text
    if text.isspace() or _is_space_change(pieces, place):
        text = "".join(VISIBLE_SPACES.get(letter, letter) for letter in text)
    text = unbroken_html(visible_text(text, printed=printed))
    tag = TAGS[piece.mark]
    if printed:
        start, end = PRINTED_SIGNS[piece.mark]
        return format_html("<{}>{}{}{}</{}>", tag, start, text, end, tag)
    hidden = '<span class="visually-hidden">{}</span>'
    return format_html(
        f"<{{}}>{hidden}{{}}{hidden}</{{}}>", tag, SPOKEN_LABELS[piece.mark], text, " (Ende) ", tag
    )


def _is_space_change(pieces: Sequence[DiffPiece], place: int) -> bool:
    """Whether a change is only in white space, which would be invisible."""
    squashed = " ".join(pieces[place].text.split())
    around = (pieces[at] for at in (place - 1, place + 1) if 0 <= at < len(pieces))
    return any(near.mark != DiffMark.SAME and " ".join(near.text.split()) == squashed for near in around)
