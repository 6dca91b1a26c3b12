"""Saving while somebody writes: quietly, and only where nobody else has written meanwhile.

Whoever is outdated is told so and goes on writing; merging is for the button, when she looks at the result.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from agreements.drafting.concurrency.form_bundle import FormBundle, packed, values_of
from agreements.errors import ActionRefused, Outdated

HEADER = "X-Autosave"


def is_autosave(request: HttpRequest) -> bool:
    """Say whether the script of the form asks, not the button."""
    return request.method == "POST" and HEADER in request.headers


def answer_autosave(
    make: Callable[[Any], FormBundle], sheet: FormBundle, write: Callable[[FormBundle], Any]
) -> JsonResponse:
    """Save what the sheet says and answer with the revision and the base that the next change stands on.

    409 if somebody else was faster or the text may not be written any more, 422 if it cannot be saved as it is.
    """
    if not sheet.is_valid():
        return JsonResponse({"outcome": "unfit", "reason": _complaint(sheet)}, status=422)
    try:
        row = write(sheet)
    except Outdated as outdated:
        row = outdated.current
        if row is None or values_of(make(row)) != values_of(sheet):
            return JsonResponse({"outcome": "outdated"}, status=409)
        # an answer that got lost: the text itself had arrived
    except ActionRefused as refused:
        return JsonResponse({"outcome": "refused", "reason": str(refused)}, status=409)
    row.refresh_from_db()
    return JsonResponse(
        {
            "outcome": "saved",
            "revision": row.revision,
            "base": packed(values_of(make(row))),
            "at": f"{timezone.localtime():%H:%M}",
        }
    )


def _complaint(sheet: FormBundle) -> str:
    """Return what the form says about what cannot be saved."""
    said = [str(error) for errors in sheet.form.errors.values() for error in errors]
    return " ".join(["Noch nicht gespeichert; Ihr Text steht hier.", *said])
