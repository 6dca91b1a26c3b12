"""Template tags for the components in templates/components.

The tags are built in (settings.TEMPLATES), so templates need no `{% load %}`. They render their arguments without any logic.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from secrets import token_hex
from typing import Any, Protocol, TypeAlias
from zlib import crc32

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BooleanField
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from mitwirkung.status_badges import badge_look
from mitwirkung.templatetags.formats import datum, zahl, zeitpunkt

register = template.Library()

ONE_TIME_KEY = "einmal"
TONE_ICONS = {"info": "info", "success": "check", "warning": "warning", "danger": "warning"}
MESSAGE_TONES = {"info": "info", "error": "danger", "warning": "warning", "success": "success"}
TONE_WORDS = {"info": "Hinweis", "success": "Erledigt", "warning": "Achtung", "danger": "Fehler"}


class VerdictLike(Protocol):
    """The part of a verdict that a button needs."""

    @property
    def allowed(self) -> bool: ...

    @property
    def reason(self) -> str: ...


@register.filter
def message_tone(level_tag: str) -> str:
    return MESSAGE_TONES[level_tag]


def _pairs(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield (label, target) pairs; the target of a last label may be missing."""
    return zip(words[::2], [*words[1::2], ""], strict=False)


@register.simple_block_tag
def page_header(
    content: SafeString, title: str, lead: str = "", kicker: str = "", states: Iterable[object] = ()
) -> SafeString:
    """Header of a page: its only h1, a lead, states with `tone` and `words`, and badges and buttons as content."""
    facts = {"title": title, "lead": lead, "kicker": kicker, "states": states, "content": content}
    return render_to_string("components/page_header.html", facts)


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*words: str) -> dict[str, Any]:
    """Breadcrumb: label, URL, label, URL, …, and the label of this page."""
    return {"crumbs": list(_pairs(words))}


@register.inclusion_tag("components/page_nav.html")
def page_nav(*words: str) -> dict[str, Any]:
    """Links to the sections of a page: label, id, label, id, …; one without id is not there."""
    return {"anchors": [(label, anchor) for label, anchor in _pairs(words) if anchor]}


@register.inclusion_tag("components/sub_nav.html")
def sub_nav(label: str, pages: Iterable[object], former: bool = False) -> dict[str, Any]:
    """Links between the pages of one thing, with `label`, `url` and `current`; `former` leads on from old addresses."""
    return {"label": label, "pages": pages, "former": former}


@register.inclusion_tag("components/spread_figure.html")
def spread_figure(number: int, label: str, tone: str, url: str) -> dict[str, Any]:
    """Entry in the legend of a bar: how many in a state, as a link to them."""
    return {"number": number, "label": label, "look": badge_look(tone), "url": url}


@register.simple_block_tag
def next_step(content: SafeString, title: str, text: str = "") -> SafeString:
    """The next action of the reader, with buttons as content."""
    return render_to_string("components/next_step.html", {"title": title, "text": text, "content": content})


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", title: str = "") -> SafeString:
    """Notice: info, success, warning or danger."""
    facts = {
        "tone": tone,
        "title": title,
        "content": content,
        "icon": TONE_ICONS[tone],
        "word": TONE_WORDS[tone],
    }
    return render_to_string("components/notice.html", facts)


@register.simple_block_tag
def empty_state(content: SafeString, title: str, text: str = "") -> SafeString:
    """Placeholder of an empty list, with links as content."""
    return render_to_string("components/empty_state.html", {"title": title, "text": text, "content": content})


@register.simple_block_tag
def panel(content: SafeString, title: str, id: str = "", level: int = 2) -> SafeString:
    """Card with a heading of the given level; `id` makes it an anchor."""
    facts = {"title": title, "anchor": id or slugify(title), "level": level, "content": content}
    return render_to_string("components/panel.html", facts)


@register.simple_block_tag
def data_table(
    content: SafeString,
    caption: str,
    stacked: bool = True,
    caption_hidden: bool = False,
    plain: bool = False,
) -> SafeString:
    """Table with caption; on narrow screens as cards (`stacked`) or scrolled sideways; `plain` stands without a box."""
    facts = {
        "caption": caption,
        "stacked": stacked,
        "caption_hidden": caption_hidden,
        "plain": plain,
        "content": content,
    }
    return render_to_string("components/data_table.html", facts | {"anchor": f"tabelle-{slugify(caption)}"})


@register.simple_block_tag
def facts(content: SafeString) -> SafeString:
    """Definition list of `fact` and `fact_block`."""
    return render_to_string("components/facts.html", {"content": content})


@register.inclusion_tag("components/fact.html")
def fact(label: str, value: object = "") -> dict[str, Any]:
    """Term and value; dates and numbers are formatted in German, an empty value is marked."""
    if isinstance(value, dt.datetime):
        value = zeitpunkt(value)
    elif isinstance(value, dt.date):
        value = datum(value)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = zahl(value)
    return {"label": label, "value": value}


@register.simple_block_tag
def fact_block(content: SafeString, label: str) -> SafeString:
    """Term with markup as its value."""
    return render_to_string("components/fact.html", {"label": label, "value": content})


def _button(verdict: VerdictLike | None, label: str, **looks: Any) -> dict[str, Any]:
    refused = verdict is not None and not verdict.allowed
    reason = verdict.reason if verdict is not None and refused else ""
    key = crc32(f"{label}{looks}{reason}".encode())
    return {"label": label, "refused": refused, "reason": reason, "reason_id": f"grund-{key:08x}", **looks}


@register.inclusion_tag("components/action_button.html", takes_context=True)
def action_button(
    context: Context,
    verdict: VerdictLike | None,
    label: str,
    url: str,
    method: str = "get",
    style: str = "primary",
    icon: str = "",
    **hidden: object,
) -> dict[str, Any]:
    """Link, or a form for `post`; disabled with the reason if the verdict refuses.

    Raises ValueError without an address: `{% url … as … %}` leaves it empty where no URL fits.
    """
    if not url:
        raise ValueError(f"The button „{label}“ has no address.")
    looks = {"url": url, "method": method, "style": style, "icon": icon, "hidden": hidden}
    return _button(verdict, label, **looks) | {"csrf_token": context.get("csrf_token")}


@register.simple_tag
def one_time_key() -> SafeString:
    """Hidden field of a form that creates something: it counts once, however often it is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', ONE_TIME_KEY, token_hex(32))


@register.inclusion_tag("components/submit.html")
def submit(
    verdict: VerdictLike | None, label: str, style: str = "primary", name: str = "", value: str = ""
) -> dict[str, Any]:
    """Submit button; disabled with the reason if the verdict refuses."""
    return _button(verdict, label, style=style, name=name, value=value)


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[object]) -> dict[str, Any]:
    """History: entries with `at`, `text` and optional `who`, `note`, `source`."""
    return {"entries": entries}


@register.inclusion_tag("components/timeline_moment.html")
def timeline_moment(value: dt.date) -> dict[str, Any]:
    """Date or time of an entry."""
    words = zeitpunkt(value) if isinstance(value, dt.datetime) else datum(value)
    return {"machine": value.isoformat(), "words": words}


@register.inclusion_tag("components/progress_steps.html")
def progress_steps(steps: Iterable[object]) -> dict[str, Any]:
    """Steps with `label`, `state` (done, current, open) and an optional `note`."""
    return {"steps": steps}


@register.inclusion_tag("components/tally.html")
def tally(label: str, number: int, url: str = "", tone: str = "", active: bool = False) -> dict[str, Any]:
    """Number with its label, inside `<ul class="tallies">`; with `url` it is a filter."""
    look = badge_look(tone) if tone else None
    return {"label": label, "number": number, "url": url, "look": look, "active": active}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: "Page[Any]") -> dict[str, Any]:
    """Pagination that keeps the other query parameters."""
    return {"page": page, "request": context["request"]}


Faulty: TypeAlias = "BaseForm | BaseFormSet[Any] | list[Faulty] | tuple[Faulty, ...]"


def _faults(form: "Faulty") -> Iterator[tuple[str, str]]:
    """Yield (id of the field, words) for each error of a form, of a formset or of several.

    The `heading` of a form, or the `row_name` of a formset with a number, precedes the words.
    """
    if isinstance(form, list | tuple):
        for one in form:
            yield from _faults(one)
        return
    if isinstance(form, BaseFormSet):
        yield from (("", str(message)) for message in form.non_form_errors())
        for number, row in enumerate(form.forms, 1):
            name = f"{getattr(form, 'row_name', 'Zeile')} {number}"
            yield from ((target, f"{name}: {words}") for target, words in _faults(row))
        return
    heading = f"{named}: " if (named := getattr(form, "heading", "")) else ""
    # a refusal may lead to the page that puts it right
    yield from (("", format_html("{}{}", heading, message)) for message in form.non_field_errors())
    for field in form:
        # A group of radio buttons has no id of its own: the link leads to its first button.
        target = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
        for message in map(str, field.errors):
            # the long label of a confirmation says what its error says
            is_tick = isinstance(field.field, BooleanField)
            is_named = is_tick or not target or f"„{field.label}“" in message
            yield target, f"{heading}{message}" if is_named else f"{heading}{field.label} – {message}"


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: "Faulty | None") -> dict[str, Any]:
    """All errors of the submitted forms, each once, with links to the fields."""
    return {"faults": dict.fromkeys(fault for form in forms if form for fault in _faults(form))}
