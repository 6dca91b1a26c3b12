"""Differences as escaped HTML with visible codes for invisible characters, for the page and for the PDF."""

from collections.abc import Iterable, Sequence

import regex
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from agreements.drafting.comparison.tables import TableDiff
from agreements.rendering.clause_text import no_break, unbroken_html
from agreements.rendering.glyphs import printable_characters
from agreements.rendering.table_html import cell_class, scrolled
from agreements.word_diff import DiffMark, DiffPiece, TextDiff

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


def wording_html(parts: Iterable[TextDiff | TableDiff], *, printed: bool = False) -> SafeString:
    """Return the differences of texts and tables one below the other."""
    return format_html_join(
        "\n",
        "{}",
        (
            (
                _table_html(part, printed)
                if isinstance(part, TableDiff)
                else format_html('<p class="wording">{}</p>', pieces_html(part.pieces, printed=printed)),
            )
            for part in parts
        ),
    )


def _table_html(diff: TableDiff, printed: bool) -> SafeString:
    head, *rows = (_row_html(row, diff.right, printed) for row in diff.rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows or ["<td></td>" * len(diff.right)])
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    note = '\n<p class="note change-note">Ausrichtung der Spalten geändert</p>' * diff.realigned
    return mark_safe(scrolled(table, diff.table) + note)  # noqa: S308  the cells are escaped


def _row_html(row: Sequence[TextDiff], rights: Sequence[bool], printed: bool) -> str:
    return "".join(
        f"<td{cell_class(is_right=right)}>{pieces_html(cell.pieces, printed=printed)}</td>"
        for cell, right in zip(row, rights, strict=True)
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
