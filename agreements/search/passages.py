"""The passage of a text in which something was found, with what was found marked. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from agreements.search.words import TextWord, pieces

LENGTH = 280  # letters of a passage
BEFORE = 80  # letters before the first hit


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    end: int


def marked(text: str, lexemes: Collection[str], *, whole: bool = False) -> SafeString:
    """Return the HTML of a text around the first hit, or as a whole, with every hit in a `mark`."""
    hits = [piece for piece in pieces(text) if not set(piece.lexemes).isdisjoint(lexemes)]
    window = _Window(0, len(text)) if whole else _window(text, hits)
    parts, place = [("…", "")] if window.start else [], window.start
    for hit in hits:
        if window.start <= hit.start and hit.end <= window.end:
            parts += [(text[place : hit.start], text[hit.start : hit.end])]
            place = hit.end
    parts += [(text[place : window.end], "")] + ([("…", "")] if window.end < len(text) else [])
    return format_html_join(
        "",
        "{}{}",
        ((said, format_html("<mark>{}</mark>", hit) if hit else "") for said, hit in parts),
    )


def _window(text: str, hits: list[TextWord]) -> _Window:
    """Return where a passage begins and ends, between words."""
    start = max(0, hits[0].start - BEFORE) if hits else 0
    if start:
        space = text.find(" ", start, hits[0].start)
        start = space + 1 if space >= 0 else hits[0].start
        start += len(text[start : hits[0].start]) - len(text[start : hits[0].start].lstrip("·–,;. "))
    end = start + LENGTH
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = (
            space
            if space > start and (not hits or space >= hits[0].end)
            else max(end, hits[0].end if hits else 0)
        )
    return _Window(start, min(end, len(text)))
