"""The way back up from the pages of an instrument: to its agreement, or to the model text in the making."""

from typing import Any

from django import template
from django.urls import reverse

from agreements.models import Instrument

register = template.Library()


@register.inclusion_tag("components/breadcrumb.html")
def path_from(instrument: Instrument, *words: object) -> dict[str, Any]:
    """Way back up from below an instrument: label, address, …, and the label of this page."""
    agreement = instrument.agreement
    if agreement.is_model:
        top, name = ("Mustertexte", reverse("template_list")), f"{instrument.title} in Arbeit"
    else:
        top, name = ("Verträge", reverse("agreement_list")), str(agreement)
    further = zip(words[::2], [*words[1::2], ""], strict=False)
    return {"crumbs": [top, (name, instrument.get_absolute_url()), *further]}
