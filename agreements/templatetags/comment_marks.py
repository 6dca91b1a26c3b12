"""Marks beside a clause or an obligation: how many open comments there are, and the way to begin one."""

from typing import Any

from django import template

from agreements.drafting.comments.counts import CommentCounts

register = template.Library()


@register.inclusion_tag("drafting/comments/at_place.html")
def comments_at_clause(counts: CommentCounts | None, key: str, place: str = "") -> dict[str, Any]:
    """Show the open comments at a clause; nothing where nobody talks."""
    return _at(counts, key, place, "thread_new", counts.clauses.get(key, 0) if counts else 0)


@register.inclusion_tag("drafting/comments/at_place.html")
def open_comments_at_clause(counts: CommentCounts | None, key: str, place: str = "") -> dict[str, Any]:
    """Show the open comments at a clause where the way to begin one is among its tools."""
    return comments_at_clause(counts, key, place) if counts and counts.clauses.get(key) else {}


@register.inclusion_tag("drafting/comments/at_place.html")
def open_comments_at_duty(counts: CommentCounts | None, code: str) -> dict[str, Any]:
    """Show the open comments at an obligation where the way to begin one is among its tools."""
    return comments_at_duty(counts, code) if counts and counts.duties.get(code) else {}


@register.inclusion_tag("drafting/comments/at_place.html")
def comments_at_duty(counts: CommentCounts | None, code: str) -> dict[str, Any]:
    """Show the open comments at an obligation; nothing where nobody talks."""
    return _at(
        counts, code, f"Pflicht {code}", "thread_new_duty", counts.duties.get(code, 0) if counts else 0
    )


def _at(counts: CommentCounts | None, key: str, words: str, begin: str, number: int) -> dict[str, Any]:
    return {"counts": counts or None, "key": key, "words": words, "begin": begin, "number": number}
