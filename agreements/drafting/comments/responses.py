"""Responses shared by the views of threads and suggestions."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import policy
from agreements.access import current_user
from agreements.drafting.comments.actions import PostedComment, mark_mentions_seen
from agreements.drafting.comments.forms import CommentAnswerForm
from agreements.drafting.comments.presenters import text_url, thread_view
from agreements.models import Thread


def render_thread(
    request: HttpRequest,
    thread: Thread,
    *,
    form: CommentAnswerForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the current thread; `refusal` is the reason why the requested action was refused."""
    person = current_user(request)
    page = {
        "instrument": thread.instrument,
        "view": thread_view(person, thread),
        "form": form or answer_form(request, thread),
        "refusal": refusal,
        "own": thread.comments.filter(made_by=person).count(),
        "back": text_url(person, thread.instrument),
    }
    if request.method == "GET":
        mark_mentions_seen(thread, by=person, at=timezone.now())
    return render(request, "drafting/comments/thread.html", page, status=status)


def answer_form(
    request: HttpRequest, thread: Thread, data: Mapping[str, Any] | None = None
) -> CommentAnswerForm:
    """Return the answer form with the people who can be mentioned in the thread."""
    partners = policy.partners_in(thread.instrument, thread.addressee).exclude(pk=current_user(request).pk)
    return CommentAnswerForm(data, partners=partners)


def redirect_to_thread(thread: Thread) -> HttpResponse:
    return redirect("thread_detail", thread.instrument_id, thread.key)


def add_posted_messages(request: HttpRequest, posted: PostedComment, words: str) -> None:
    """Add a success message, and a warning for each ambiguous name."""
    messages.success(request, words)
    for name in posted.ambiguous:
        messages.warning(
            request,
            f"„@{name}“ passt auf mehrere Personen. Der Beitrag ist gespeichert, angesprochen ist damit niemand; "
            "wählen Sie die Person bei einer Antwort aus der Liste.",
        )
