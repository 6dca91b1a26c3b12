"""Template tags for how a tone looks, and icons; built in, as `ui` is. What they return follows from their words alone."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from mitwirkung.status_badges import badge_look

register = template.Library()


@lru_cache(maxsize=2_000, typed=True)
def _component(template: str, tone: str, label: str) -> SafeString:
    """Compose what follows from its tone and words alone once in a process: a list has hundreds of it."""
    return render_to_string(template, {"label": label, "look": badge_look(tone)})


@register.simple_tag
def state(tone: str, label: str) -> SafeString:
    """Status by word, shape and colour without a box; `tone` is a Tone or its value."""
    return _component("components/state.html", tone, label)


@register.simple_tag
def badge(tone: str, label: str) -> SafeString:
    """Status by word, shape and colour; `tone` is a Tone or its value."""
    return _component("components/badge.html", tone, label)


@register.filter
def tone_class(tone: str) -> str:
    """The class of a tone, for words and drawings that are no badge."""
    return badge_look(tone).tone


@register.filter
def tone_shape(tone: str) -> str:
    """The symbol of a tone in static/icons.svg."""
    return badge_look(tone).shape


@register.simple_tag
@lru_cache(maxsize=200, typed=True)
def icon(name: str) -> SafeString:
    """Decorative icon of static/icons.svg, beside text."""
    return render_to_string("components/icon.html", {"name": name})
