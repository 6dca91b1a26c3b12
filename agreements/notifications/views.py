"""Views of unsent e-mails."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import action_required, current_user
from agreements.errors import ActionRefused
from agreements.job_choices import Queue
from agreements.job_queue import worker_is_alive
from agreements.notifications.actions import ask_again
from agreements.notifications.presenters import unsent_row
from agreements.notifications.queries import sendable, trial_folder
from agreements.outbox import is_set_up

PAGE = 50


@action_required("mail.view")
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """List all unsent e-mails with the last problem."""
    now = timezone.now()
    page = Paginator(sendable(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [unsent_row(mail) for mail in page.object_list],
        "is_set_up": is_set_up(),
        "folder": trial_folder(),
        "now": now,
        "works": not page.object_list or worker_is_alive(Queue.MAIL, now),
    }
    return render(request, "notifications/list.html", context)


@action_required("mail.view")
@require_POST
def mail_retry(request: HttpRequest) -> HttpResponseBase:
    """Request an attempt; the worker makes it within seconds."""
    try:
        asked = ask_again(by=current_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Angestoßen: {asked}. Laden Sie die Seite in einigen Sekunden neu.")
    return redirect("mail_list")
