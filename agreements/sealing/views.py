"""Views of outstanding seals."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import action_required, current_user, instrument_action
from agreements.errors import ActionRefused
from agreements.job_choices import Queue
from agreements.job_queue import worker_is_alive
from agreements.models import Instrument
from agreements.sealing.actions import ask_again
from agreements.sealing.presenters import outstanding_rows

PAGE = 50


@action_required("seal.view")
@require_safe
def seal_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = Paginator(outstanding_rows(current_user(request)), PAGE).get_page(request.GET.get("page"))
    works = not page.object_list or worker_is_alive(Queue.SEAL, now)
    return render(request, "sealing/list.html", {"page": page, "now": now, "works": works})


@instrument_action("seal.retry")
@require_POST
def seal_retry(request: HttpRequest, instrument: Instrument) -> HttpResponseBase:
    """Request an attempt; the worker makes it within seconds."""
    try:
        if instrument.frozen_version is not None:
            ask_again(instrument.frozen_version, by=current_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(
            request, "Der nächste Versuch beginnt gleich. Laden Sie die Seite in einigen Sekunden neu."
        )
    if request.POST.get("back") == "list":
        return redirect("seal_list")
    return redirect(instrument)
