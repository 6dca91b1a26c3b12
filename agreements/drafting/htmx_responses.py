"""Answers to the script of the editor: the text as it stands after a change, to be put in place of the old one.

Without the header every change is answered as a form is: with a way back to the editor.
"""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from agreements.access import current_user
from agreements.drafting.comments.counts import comment_counts
from agreements.drafting.form_pages import button_response, incomplete_response, outdated_message
from agreements.drafting.presenters import editor_view
from agreements.errors import ActionRefused, Outdated
from agreements.models import Clause, Instrument, Section

HEADER = "X-Fragment"
TYPED = ("text", "before", "after")  # what a person wrote, not what the page sends along
INCOMPLETE = "Der Aufruf war unvollständig. Es wurde nichts geändert."


def is_fragment(request: HttpRequest) -> bool:
    """Say whether the script of the editor asks, not a button or a link."""
    return HEADER in request.headers


def editor_context(request: HttpRequest, instrument: Instrument) -> dict[str, Any]:
    """Return what the templates of the editor show."""
    return {
        "instrument": instrument,
        "editor": editor_view(instrument),
        "talk": comment_counts(current_user(request), instrument),
    }


def fragment_response(
    request: HttpRequest, instrument: Instrument, focus: str = "", message: str = ""
) -> HttpResponse:
    """Show the text and its outline alone; `focus` is the key of what was made or moved."""
    fragment = {**editor_context(request, instrument), "focus": focus, "message": message}
    return render(request, "drafting/editor/text.html", fragment)


def change_response(
    request: HttpRequest,
    instrument: Instrument,
    act: Callable[[], Section | Clause | None],
    *,
    saved: str,
    anchor: str = "",
) -> HttpResponse:
    """Do what a button says, and show the text as it is then. A refusal says why; outdated, nothing is done."""
    if not is_fragment(request):
        return button_response(request, instrument, act, saved=saved, anchor=anchor)
    try:
        row = act()
    except Outdated as outdated:
        words = outdated_message(request, instrument, outdated)
        return JsonResponse({"outcome": "outdated", "reason": words}, status=409)
    except ActionRefused as refused:
        return JsonResponse({"outcome": "refused", "reason": str(refused)}, status=409)
    return fragment_response(request, instrument, focus=row.key if row else "", message=saved)


def invalid_response(request: HttpRequest, instrument: Instrument, form: Form) -> HttpResponse:
    """Answer a button or script whose call lacks what it needs, or whose text does not fit."""
    if not is_fragment(request):
        return incomplete_response(request, instrument)
    typed = [str(error) for name in TYPED for error in form.errors.get(name, [])]
    return JsonResponse({"outcome": "unfit", "reason": typed[0] if typed else INCOMPLETE}, status=422)
