"""Marks beside a clause that a contract words otherwise than the model text wants it."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def deviation_at(reasons: Mapping[str, str] | None, key: str) -> SafeString | str:
    """Say that a clause departs from the model text, and why; nothing for the others."""
    reason = (reasons or {}).get(key)
    if not reason:
        return ""
    words = '<p class="muted"><strong>Abweichung vom Mustertext:</strong> {}</p>'
    return format_html(words, reason)
