"""Clause text to HTML: a small subset of marks, safe on pages and in the tagged PDF.

Paragraphs, line breaks as typed, enumerations, tables, footnotes, *emphasis*, **strong** and `\\` to escape a mark.
Everything else (HTML, links, images, headings, code, quotes) is printed as typed, and so are the marks of enumerations,
because other clauses refer to them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from agreements.content import NBSP, PLACEHOLDER
from agreements.rendering.enumeration import MONTH, Block, Item, Paragraph, blocks
from agreements.rendering.footnotes import FOOTNOTE, Footnotes
from agreements.rendering.table_html import table_html
from agreements.rendering.typed_table import Table
from agreements.tokens import TOKEN

# spaces without a line break: „§ 36 BezVG“, „§ 6 (2)“, „Anlage 2“, „Ziffer IV“, „10 %“, „10 000“, „e. V.“, „31. Dezember“, „4. Quartal“
UNBREAKABLE = re.compile(
    r"(?<=§\s)(\d+[a-z]?) +(?=[A-ZÄÖÜ]\w*[A-ZÄÖÜ]|\(\d)|(§|\b(?:Absatz|Abs\.|Anlage|Artikel|Art\.|Nummer|Nr\.|Satz|Ziffer)) +(?=\d)"
    r"|(\bZiffer) +(?=[IVXLC]+\b)|(\d) +(?=[%€]|\d{3}(?!\d))"
    rf"|(\b[A-Za-z]\.) +(?=[A-Za-z]\.)|(\b\d{{1,2}}\.) +(?={MONTH}|Quartal)"
)
# web and e-mail addresses: a hyphen at the end of their line would be read as part of them
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@[^\s@]+\.\w{2,}")
# „O-01“, „MW-03-01“, „MW-9K2TD-0X7QA-M“: browsers break them at their hyphens
CODE = re.compile(r"\b(?:O-\d{2,}|MW(?:-[0-9A-Z]+)+)\b")
NOTE_STAR = re.compile(r"\*+(?=\))")
DASH = "–"
FOOTNOTES = "footnotes"  # where the renderer finds who lists them
WIDE = 4  # letters of a mark from which on it takes more room


def clause_html(text: str, number: str = "", footnotes: Footnotes | None = None) -> SafeString:
    """Return the HTML of a clause; `number`, such as „(2)“, precedes its first words.

    `footnotes` gets its footnotes; without it they are printed where they are called.
    """
    found = blocks(text)
    label = f'<span class="clause-number">{escape(number)} </span>' if number else ""
    if number and not (found and isinstance(found[0], Paragraph)):
        parts = [f'<p class="number-only">{label}</p>', *(_block_html(block, footnotes) for block in found)]
    else:
        parts = [_block_html(block, footnotes, "" if place else label) for place, block in enumerate(found)]
    return mark_safe("\n".join(parts))  # noqa: S308  the renderer escapes all text


def plain_html(text: str) -> SafeString:
    """Return the HTML of a text without markup, with unfilled placeholders marked."""
    parts = []
    end = 0
    for match in PLACEHOLDER.finditer(text):
        parts += [unbroken_html(no_break(text[end : match.start()])), _placeholder_html(match[0])]
        end = match.end()
    return mark_safe("".join([*parts, unbroken_html(no_break(text[end:]))]))  # noqa: S308  escaped above


def no_break(text: str) -> str:
    """Return the text with no-break spaces where a line must not break."""
    return UNBREAKABLE.sub(lambda match: match[0].rstrip(" ") + NBSP, text)


def unbroken_html(text: str) -> SafeString:
    """Return the HTML of a text whose addresses are never hyphenated and whose codes stay in one line."""
    return mark_safe("".join(_unbroken_pieces(text)))  # noqa: S308  escaped below


def _unbroken_pieces(text: str) -> Iterator[str]:
    end = 0
    for match in ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?)“”\"'")
        yield _codes_html(text[end : match.start()])
        yield f'<span class="address">{escape(address)}</span>'
        end = match.start() + len(address)
    yield _codes_html(text[end:])


def _codes_html(text: str) -> str:
    return CODE.sub(r'<span class="nowrap">\g<0></span>', escape(text))


def _block_html(block: Block, footnotes: Footnotes | None, label: str = "") -> str:
    if isinstance(block, Paragraph):
        return f"<p>{label}{_lines_html(block.lines, footnotes)}</p>"
    if isinstance(block, Table):
        return table_html(block, lambda cell: words_html(cell, footnotes))
    tag = "ul" if block.is_dashed else "ol"
    wide = " wide" if any(len(item.mark) >= WIDE for item in block.items) else ""
    items = "\n".join(_item_html(item, footnotes) for item in block.items)
    return f'<{tag} class="items{wide}">\n{items}\n</{tag}>'


def _item_html(item: Item, footnotes: Footnotes | None) -> str:
    """Render an item without paragraphs, since PDF/UA forbids them there."""
    mark = DASH if item.is_dashed else escape(item.mark)
    words = "\n".join(
        _lines_html(part.lines, footnotes) if isinstance(part, Paragraph) else _block_html(part, footnotes)
        for part in item.parts
    )
    return f'<li><span class="item-mark">{mark} </span>{words}</li>'


def _lines_html(lines: Sequence[str], footnotes: Footnotes | None) -> str:
    return words_html("\n".join(lines), footnotes)


def words_html(text: str, footnotes: Footnotes | None = None) -> SafeString:
    """Return the HTML of words without paragraphs."""
    return mark_safe(str(MARKDOWN.renderInline(text, {FOOTNOTES: footnotes})))  # noqa: S308  the renderer escapes all text


def _placeholder_html(placeholder: str) -> str:
    words = "Verweis ohne Ziel" if placeholder.startswith("{→") else placeholder
    return f'<mark class="placeholder-open">{escape(words)}</mark>'


def _placeholder(state: StateInline, silent: bool) -> bool:
    """Parse [BEZIRK], or a token that could not be filled, as one."""
    match = PLACEHOLDER.match(state.src, state.pos) or TOKEN.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("placeholder", "mark", 0).content = match[0]
    state.pos = match.end()
    return True


def _footnote(state: StateInline, silent: bool) -> bool:
    """Parse [^words] as one token."""
    match = FOOTNOTE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("footnote", "sup", 0).content = match["words"].strip()
    state.pos = match.end()
    return True


def _star_in_word(state: StateInline, silent: bool) -> bool:
    """Print the star of „Bürger*innen“; emphasis never begins or ends inside a word."""
    around = state.src[max(state.pos - 1, 0) : state.pos + 2]
    if len(around) != 3 or around[1] != "*" or not (around[0].isalnum() and around[2].isalnum()):
        return False
    if not silent:
        state.append_pending("*")
    state.pos += 1
    return True


def _star_of_note(state: StateInline, silent: bool) -> bool:
    """Print the star of „*)“; it ends emphasis only inside of brackets, as in „(*so*)“."""
    match = NOTE_STAR.match(state.src, state.pos)
    if match is None or _in_brackets(_without_footnotes(state.src)[: state.pos]):
        return False
    if not silent:
        state.append_pending(match[0])
    state.pos = match.end()
    return True


@lru_cache(maxsize=16)
def _without_footnotes(text: str) -> str:
    """Return a text of the same length; kept, since it is asked at every star."""
    return FOOTNOTE.sub(lambda found: "\0" * len(found[0]), text)


def _in_brackets(before: str) -> bool:
    return before.count("(") > before.count(")") and not before[-1:].isspace()


class _Renderer(RendererHTML):
    """Renders the tokens of the subset."""

    def text(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Escape text."""
        return unbroken_html(no_break(tokens[index].content))

    def placeholder(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Mark an unfilled placeholder."""
        return _placeholder_html(tokens[index].content)

    def footnote(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Write its number, or its words where nobody lists them."""
        words, footnotes = words_html(tokens[index].content), env[FOOTNOTES]
        if footnotes is None:
            return f' <span class="footnote-in-place">[Fußnote: {words}]</span>'
        note = footnotes.add(words)
        return (
            f'<sup class="footnote-call"><a href="#{note.anchor}" id="{note.call_anchor}"'
            f' aria-label="Fußnote {note.number}">{note.number}</a></sup>'
        )


def _underscore(state: StateInline, silent: bool) -> bool:
    """Print underscores: they are lines to write on, or parts of addresses."""
    if state.src[state.pos] != "_":
        return False
    if not silent:
        state.append_pending("_")
    state.pos += 1
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True}, renderer_cls=_Renderer)
    parser.enable(["emphasis", "escape", "newline"])
    parser.inline.ruler.before("emphasis", "placeholder", _placeholder)
    parser.inline.ruler.before("emphasis", "footnote", _footnote)
    parser.inline.ruler.before("emphasis", "star_in_word", _star_in_word)
    parser.inline.ruler.before("emphasis", "star_of_note", _star_of_note)
    parser.inline.ruler.before("emphasis", "underscore", _underscore)
    return parser


MARKDOWN = _parser()
