"""Responses to the editor's script: the changed text as an HTML fragment, or JSON with a reason.

Without the header `X-Fragment` the response is a redirect, as for a form.
"""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from agreements.access import current_user
from agreements.drafting.comments.counts import comment_counts
from agreements.drafting.form_pages import button_response, incomplete_response, outdated_message
from agreements.drafting.presenters.editor import editor_view
from agreements.errors import ActionRefused, Outdated
from agreements.form_responses import INCOMPLETE
from agreements.models import Clause, Instrument, Section

HEADER = "X-Fragment"
TYPED = ("text", "before", "after")  # what a person wrote, not what the page sends along


def is_fragment(request: HttpRequest) -> bool:
    return HEADER in request.headers


def editor_context(request: HttpRequest, instrument: Instrument) -> dict[str, Any]:
    return {
        "instrument": instrument,
        "editor": editor_view(instrument),
        "comment_counts": comment_counts(current_user(request), instrument),
    }


def fragment_response(
    request: HttpRequest, instrument: Instrument, focus: str = "", message: str = ""
) -> HttpResponse:
    """Render text and outline only; `focus` is the key of the row that was added or moved."""
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
    """Run an action and render the changed text; 409 if it is refused or outdated."""
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
    """Reject an invalid form: 422 with the first error of a typed field."""
    if not is_fragment(request):
        return incomplete_response(request, instrument)
    typed = [str(error) for name in TYPED for error in form.errors.get(name, [])]
    return JsonResponse({"outcome": "unfit", "reason": typed[0] if typed else INCOMPLETE}, status=422)
