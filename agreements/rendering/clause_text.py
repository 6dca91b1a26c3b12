"""Clause text to HTML: a small CommonMark subset, safe on pages and in the tagged PDF.

Paragraphs, line breaks as typed, lists with `1.`, `a)` or `-`, *emphasis*, **strong** and `\\` to escape a mark.
Everything else (HTML, links, images, headings, code, quotes) is printed as typed, and so are the numbers and letters of
lists, because other clauses refer to them.
"""

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from agreements.content import NBSP, PLACEHOLDER

MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
MAX_LEVEL = 4  # three nested lists; deeper marks are printed as typed
# „1. Januar“ at the start of a line is a date, not a list item
ITEM = re.compile(rf"(?:-|(?P<number>\d{{1,9}})\.(?! +(?:{MONTHS})\b)) +\S")
LETTERED = re.compile(r"(?P<letter>[a-z])\)(?P<spaces> +|$)(?P<text>\S?)")
# spaces without a line break: „§ 5“, „Anlage 2“, „10 %“, „e. V.“, „31. Dezember“
UNBREAKABLE = re.compile(
    rf"(§|\b(?:Absatz|Abs\.|Anlage|Artikel|Art\.|Nummer|Nr\.|Satz)) +(?=\d)|(\d) +(?=%)"
    rf"|(\b[A-Za-z]\.) +(?=[A-Za-z]\.)|(\b\d{{1,2}}\.) +(?=(?:{MONTHS})\b)"
)


def clause_html(text: str, number: str = "") -> SafeString:
    """Return the HTML of a clause; `number`, such as „(2)“, precedes its first words."""
    return mark_safe(str(MARKDOWN.render(text, {"number": number})).strip())  # noqa: S308  the renderer escapes all text


def plain_html(text: str) -> SafeString:
    """Return the HTML of a text without markup, with unfilled placeholders marked."""
    parts = []
    end = 0
    for match in PLACEHOLDER.finditer(text):
        parts += [escape(no_break(text[end : match.start()])), _placeholder_html(match[0])]
        end = match.end()
    return mark_safe("".join([*parts, escape(no_break(text[end:]))]))  # noqa: S308  escaped above


def no_break(text: str) -> str:
    """Return the text with no-break spaces where a line must not break."""
    return UNBREAKABLE.sub(lambda match: match[0].rstrip(" ") + NBSP, text)


def _placeholder_html(placeholder: str) -> str:
    return f'<mark class="placeholder-open">{escape(placeholder)}</mark>'


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Begin a list only at `-` or `1.`; continue it with any number."""
    item = ITEM.match(_line(state, start))
    if item is None or not (
        _ends_item(state, start, silent) or _may_begin(state, item["number"] in {None, "1"})
    ):
        return False
    return list_block(state, start, end, silent)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _ends_item(state: StateBlock, line: int, silent: bool) -> bool:
    """Return whether a mark further left ends the current item."""
    return silent and state.sCount[line] < state.blkIndent


def _may_begin(state: StateBlock, first: bool) -> bool:
    return first and state.level <= MAX_LEVEL


def _lettered_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Begin a list only at `a)`; continue it with any letter."""
    item = LETTERED.match(_line(state, start))
    first = item is not None and item["letter"] == "a" and bool(item["text"])
    if item is None or not (_ends_item(state, start, silent) or _may_begin(state, first)):
        return False
    if not silent:
        state.push("ordered_list_open", "ol", 1).attrs = {"type": "a"}
        line = start
        while (
            line < end
            and state.sCount[line] >= state.blkIndent
            and (item := LETTERED.match(_line(state, line)))
        ):
            line = _lettered_item(state, line, end, item)
        state.push("ordered_list_close", "ol", -1)
        state.line = line
    return True


def _lettered_item(state: StateBlock, line: int, end: int, item: re.Match[str]) -> int:
    """Parse one item with everything indented below it; return the next line."""
    value = ord(item["letter"]) - ord("a") + 1
    state.push("list_item_open", "li", 1).attrs = {"value": str(value)}
    outside = state.tShift[line], state.sCount[line], state.blkIndent
    spaces = len(item["spaces"])
    width = 2 + (spaces if 1 <= spaces <= 4 else 1)  # of more spaces only the first belongs to the mark
    state.tShift[line] = min(state.tShift[line] + width, state.eMarks[line] - state.bMarks[line])
    state.sCount[line] += width
    state.blkIndent = state.sCount[line]
    state.md.block.tokenize(state, line, end)
    state.tShift[line], state.sCount[line], state.blkIndent = outside
    state.push("list_item_close", "li", -1)
    return max(state.line, line + 1)


def _placeholder(state: StateInline, silent: bool) -> bool:
    """Parse [BEZIRK] as one token."""
    match = PLACEHOLDER.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("placeholder", "mark", 0).content = match[0]
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


def _flatten_items(state: StateCore) -> None:
    """Turn paragraphs in list items into lines, since PDF/UA forbids them there."""
    depth = 0
    previous = ""
    for token in state.tokens:
        depth += token.nesting if token.type in {"list_item_open", "list_item_close"} else 0
        if depth and token.type in {"paragraph_open", "paragraph_close"}:
            token.hidden = True
        if depth and token.type == "inline" and previous == "inline":
            token.children = [Token("hardbreak", "br", 0), *(token.children or ())]
        if not token.hidden:
            previous = token.type


def _typed_numbers(state: StateCore) -> None:
    """Number list items as typed."""
    for token in state.tokens:
        if token.type == "list_item_open" and token.info:
            token.attrs = {"value": token.info}


def _clause_number(state: StateCore) -> None:
    """Insert the number of the Absatz before its first words."""
    number = state.env.get("number")
    if not number:
        return
    label = Token("clause_number", "span", 0, content=number)
    if state.tokens and state.tokens[0].type == "paragraph_open":
        state.tokens[1].children = [label, *(state.tokens[1].children or ())]
    else:
        inline = Token("inline", "", 0, children=[label])
        state.tokens[:0] = [Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1)]


class _Renderer(RendererHTML):
    """Renders the tokens of the subset."""

    def text(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Escape text."""
        return escape(no_break(tokens[index].content))

    def placeholder(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Mark an unfilled placeholder."""
        return _placeholder_html(tokens[index].content)

    def clause_number(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Render the number of the Absatz."""
        return f'<span class="clause-number">{escape(tokens[index].content)} </span>'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True}, renderer_cls=_Renderer)
    parser.enable(["list", "emphasis", "escape", "newline"])
    parser.block.ruler.at("list", _list, {"alt": ["paragraph"]})
    parser.block.ruler.before("list", "lettered_list", _lettered_list, {"alt": ["paragraph", "list"]})
    parser.inline.ruler.before("emphasis", "placeholder", _placeholder)
    parser.inline.ruler.before("emphasis", "star_in_word", _star_in_word)
    parser.core.ruler.push("flatten_items", _flatten_items)
    parser.core.ruler.push("typed_numbers", _typed_numbers)
    parser.core.ruler.push("clause_number", _clause_number)
    return parser


MARKDOWN = _parser()
