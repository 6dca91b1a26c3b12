"""How the page of a thread is shown, from whatever address it is asked for."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import policy
from agreements.access import current_user
from agreements.drafting.comments.actions import PostedComment, see_mentions
from agreements.drafting.comments.forms import CommentAnswerForm
from agreements.drafting.comments.presenters import back_to, thread_view
from agreements.models import Thread


def show_thread(
    request: HttpRequest,
    thread: Thread,
    *,
    form: CommentAnswerForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a thread as it is now; `refusal` says why what was asked for was not done."""
    person = current_user(request)
    page = {
        "instrument": thread.instrument,
        "view": thread_view(person, thread),
        "form": form or answer_form(request, thread),
        "refusal": refusal,
        "own": thread.comments.filter(made_by=person).count(),
        "back": back_to(person, thread.instrument),
    }
    if request.method == "GET":
        see_mentions(thread, by=person, at=timezone.now())
    return render(request, "drafting/comments/thread.html", page, status=status)


def answer_form(
    request: HttpRequest, thread: Thread, data: Mapping[str, Any] | None = None
) -> CommentAnswerForm:
    """Return the form of an answer with the people who can be asked there."""
    partners = policy.partners_in(thread.instrument, thread.addressee).exclude(pk=current_user(request).pk)
    return CommentAnswerForm(data, partners=partners)


def to_thread(thread: Thread) -> HttpResponse:
    """Lead to the page of a thread."""
    return redirect("thread_detail", thread.instrument_id, thread.key)


def tell_spoken(request: HttpRequest, spoken: PostedComment, words: str) -> None:
    """Say that a comment was saved, and which names in it were not clear."""
    messages.success(request, words)
    for name in spoken.unclear:
        messages.warning(
            request,
            f"„@{name}“ passt auf mehrere Personen. Der Beitrag ist gespeichert, angesprochen ist damit niemand; "
            "wählen Sie die Person bei einer Antwort aus der Liste.",
        )
