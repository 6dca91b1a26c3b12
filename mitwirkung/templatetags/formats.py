"""Template filters for days, numbers and words as they are written in German; built in, as `ui` is."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape

from django import template
from django.utils import timezone
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe

from agreements.rendering.clause_text import no_break, unbroken_html
from agreements.texts.wording import quoted

register = template.Library()

NO_BREAK_SPACE = "\u00a0"
TAG = re.compile(r"(<[^>]*>)")


@register.filter
def datum(value: dt.date | None) -> str:
    """Format a date as 03.07.2023; a datetime is converted to Berlin's time."""
    if not value:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d.%m.}{value.year:04}"


@register.filter
def zeitpunkt(value: dt.datetime | None) -> str:
    """Format a datetime as 03.07.2023, 14:05 Uhr in Berlin's time."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%d.%m.%Y, %H:%M}{NO_BREAK_SPACE}Uhr"


@register.filter
def zahl(value: Decimal | float | None, decimals: int | None = None) -> str:
    """Format a number in German: 0,75 and 1.200; without `decimals`, no trailing zeros."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    english = f"{number.normalize():,f}" if decimals is None else f"{number:,.{decimals}f}"
    return english.translate(str.maketrans(",.", ".,"))


register.filter("quoted", quoted)


@register.filter
def unbroken(value: object) -> SafeString:
    """Text with its codes, such as O-01, in one line each; „§ 36 BezVG“ too."""
    if not isinstance(value, SafeString):
        return unbroken_html(no_break(str(localize(value))))
    parts = TAG.split(value)  # a sentence with links
    pieces = (part if place % 2 else unbroken(unescape(part)) for place, part in enumerate(parts))
    return mark_safe("".join(pieces))  # noqa: S308  it was safe, and the words are escaped again
