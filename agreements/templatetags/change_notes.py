"""What amendments did at a place of a text in force."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from agreements.dossier.reading_text.change_notes import ChangeNote

register = template.Library()


@register.inclusion_tag("dossier/reading_text/notes.html")
def changes_at(notes: Mapping[str, Sequence[ChangeNote]] | None, place: str) -> dict[str, Any]:
    """Show the changes of a place with what stood there before; nothing in a text that names none."""
    return {"notes": notes.get(place, ()) if notes else ()}


@register.inclusion_tag("dossier/reading_text/print_notes.html")
def printed_changes_at(notes: Mapping[str, Sequence[ChangeNote]] | None, place: str) -> dict[str, Any]:
    """Print the changes of a place with what stood there before."""
    return {"notes": notes.get(place, ()) if notes else ()}
