"""The start page of whoever works for all districts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import action_required, current_user
from agreements.worklist.presenters import worklist


@action_required("start.city")
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader (`?alle=1`: for all coordinators), and all districts."""
    found = worklist(
        current_user(request),
        everyone=request.GET.get("alle") == "1",
        page_number=request.GET.get("page"),
        as_of=timezone.localdate(),
    )
    return render(request, "worklist/work.html", {"work": found})
