"""The pages on which people begin their day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import open_to, reader
from agreements.tracking.showing import show_start
from agreements.tracking.start.coordination import overview


@open_to("start.district")
@require_safe
def whats_due(request: HttpRequest) -> HttpResponse:
    """Show what stands in the reader's district: overdue, due, asked back, waiting."""
    return show_start(request)


@open_to("start.coordination")
@require_safe
def coordination(request: HttpRequest) -> HttpResponse:
    """Show where all districts stand, and who looks after them."""
    page = overview(reader(request), request.GET.get("kollegin", ""), timezone.localdate())
    return render(request, "tracking/start/coordination.html", {"page": page})
