"""The page on which a district begins its day."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agreements.access import open_to
from agreements.tracking.showing import show_start


@open_to("start.district")
@require_safe
def whats_due(request: HttpRequest) -> HttpResponse:
    """Show what stands in the reader's district: overdue, due, asked back, waiting."""
    return show_start(request)
