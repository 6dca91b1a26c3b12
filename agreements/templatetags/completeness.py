"""Where a gap of a draft is closed."""

from django import template
from django.urls import reverse

from agreements.models import Instrument
from agreements.rendering.completeness import Gap
from agreements.texts.association import ADDRESS, CONTACT, NAME, TELEPHONE

register = template.Library()

IN_HEAD = {"BEGINN": "begins_on", "ENDE": "ends_on", "AKTENZEICHEN": "file_reference"}
OF_SIGNATORIES = {"BZSTR_NAME", "BZSTR_FUNKTION", "TRAEGER_VERTRETUNG", "TRAEGER_FUNKTION"}
ELSEWHERE = {"", "BEZIRK", "BEZIRKSAMT_ANSCHRIFT", "VERSION"}


@register.simple_tag
def gap_url(gap: Gap, instrument: Instrument, may_edit: bool) -> str:
    """Return the address of the field that closes a gap, empty where the reader can fill in nothing."""
    if gap.clause:
        return f"{reverse('draft_edit', args=[instrument.pk])}#absatz-{gap.clause}" if may_edit else ""
    name = gap.placeholder
    if name in {NAME, ADDRESS, TELEPHONE, CONTACT}:
        return reverse("association")
    if name in ELSEWHERE or not may_edit:
        return ""
    if name in OF_SIGNATORIES:
        return f"{reverse('draft_edit', args=[instrument.pk])}#unterzeichnende"
    field = IN_HEAD.get(name, f"placeholder_{name}")
    return f"{reverse('head_edit', args=[instrument.pk])}#id_{field}"
