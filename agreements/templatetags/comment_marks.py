"""Marks beside a clause or an obligation: how many open comments there are, and the way to begin one."""

from typing import Any

from django import template

from agreements.drafting.comments.counts import CommentCounts

register = template.Library()


@register.inclusion_tag("drafting/comments/at_place.html")
def comments_at_clause(
    talk: CommentCounts | None, key: str, section: str = "", number: str = ""
) -> dict[str, Any]:
    """Show the open comments at a clause; nothing where nobody talks."""
    words = f"{section} {number}".strip()
    return _at(talk, key, words, "thread_new", talk.clauses.get(key, 0) if talk else 0)


@register.inclusion_tag("drafting/comments/at_place.html")
def comments_at_duty(talk: CommentCounts | None, code: str) -> dict[str, Any]:
    """Show the open comments at an obligation; nothing where nobody talks."""
    return _at(talk, code, f"Pflicht {code}", "thread_new_duty", talk.duties.get(code, 0) if talk else 0)


def _at(talk: CommentCounts | None, key: str, words: str, begin: str, number: int) -> dict[str, Any]:
    return {"talk": talk or None, "key": key, "words": words, "begin": begin, "number": number}
