"""Marks beside a clause or an obligation of a signed contract: where it stands, and the way to its page."""

from typing import Any

from django import template

from agreements.tracking.marked_obligations import ObligationMarks

register = template.Library()


@register.inclusion_tag("tracking/obligation_marks.html")
def obligations_at_clause(marks: ObligationMarks | None, key: str) -> dict[str, Any]:
    """Show the obligations that a clause states; nothing in a text that is not signed."""
    return {"duties": marks.clauses.get(key, ()) if marks else (), "named": True}


@register.inclusion_tag("tracking/obligation_marks.html")
def status_of_duty(marks: ObligationMarks | None, code: str) -> dict[str, Any]:
    """Show where an obligation of Anlage 1 stands."""
    duty = marks.duties.get(code) if marks else None
    return {"duties": (duty,) if duty else (), "named": False}
