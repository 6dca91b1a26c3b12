"""Views for listing, reading, opening, answering and resolving threads."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements import policy
from agreements.access import action_required, current_user, instrument_action, thread_action
from agreements.choices import Addressee
from agreements.drafting.comments import actions, thread_lists
from agreements.drafting.comments.forms import ThreadForm
from agreements.drafting.comments.locations import CommentLocation, locations_in
from agreements.drafting.comments.permissions import allowed_addressees
from agreements.drafting.comments.presenters import readable, text_url
from agreements.drafting.comments.responses import (
    add_posted_messages,
    answer_form,
    redirect_to_thread,
    render_thread,
)
from agreements.errors import ActionRefused
from agreements.models import Instrument, Thread

PAGE = 50


@action_required("comment.read")
@require_safe
def pending_comments(request: HttpRequest) -> HttpResponse:
    """List the threads pending for the reader in all instruments."""
    page = Paginator(thread_lists.pending_rows(current_user(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "drafting/comments/pending.html", {"page": page})


@instrument_action("comment.read")
@require_safe
def thread_list(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """List the threads of an instrument, filtered by state and place."""
    person = current_user(request)
    selected, place = request.GET.get("zeigen", thread_lists.OPEN), request.GET.get("stelle", "")
    threads = thread_lists.thread_list(person, instrument, selected, place)
    context = {
        "instrument": instrument,
        "list": threads,
        "page": Paginator(threads.rows, PAGE).get_page(request.GET.get("page")),
        "write": policy.verdict(person, "comment.write", instrument),
        "back": text_url(person, instrument),
    }
    return render(request, "drafting/comments/list.html", context)


@instrument_action("comment.write")
def thread_new(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Open a thread on a clause."""
    place = locations_in(instrument).clauses.get(key)
    return _thread_form(request, instrument, place, actions.CommentTarget(clause=key))


@instrument_action("comment.write")
def thread_new_duty(request: HttpRequest, instrument: Instrument, code: str) -> HttpResponse:
    """Open a thread on an obligation."""
    place = locations_in(instrument).duties.get(code)
    return _thread_form(request, instrument, place, actions.CommentTarget(duty=code))


def _thread_form(
    request: HttpRequest, instrument: Instrument, place: CommentLocation | None, target: actions.CommentTarget
) -> HttpResponse:
    person = current_user(request)
    if place is None and request.method != "POST":
        raise Http404
    partners = policy.partners_in(instrument, Addressee.DISTRICT).exclude(pk=person.pk)
    form = ThreadForm(
        request.POST or None, addressees=allowed_addressees(person, instrument), partners=partners
    )
    if request.method == "POST" and form.is_valid():
        try:
            posted = actions.open_thread(
                instrument, target=target, **form.cleaned_data, by=person, at=timezone.now()
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            add_posted_messages(request, posted, "Anmerkung gespeichert.")
            return redirect_to_thread(posted.thread)
    context = {
        "instrument": instrument,
        "place": place,
        "quote": readable(instrument, place.text) if place else "",
        "form": form,
        "own": policy.visible_threads(person).filter(instrument=instrument, opened_by=person).count(),
        "back": text_url(person, instrument, place.anchor if place else ""),
    }
    return render(request, "drafting/comments/new.html", context, status=422 if form.errors else 200)


@thread_action("comment.read")
@require_safe
def thread_detail(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Show a thread and mark the reader's mentions in it as seen."""
    return render_thread(request, thread)


@thread_action("comment.write")
def thread_answer(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Answer in a thread. GET shows its page, because a login redirect leads here."""
    if request.method != "POST":
        return render_thread(request, thread)
    form = answer_form(request, thread, request.POST)
    if form.is_valid():
        try:
            posted = actions.answer_thread(
                thread, **form.cleaned_data, by=current_user(request), at=timezone.now()
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            add_posted_messages(request, posted, "Antwort gespeichert.")
            return redirect_to_thread(thread)
    return render_thread(request, thread, form=form, status=422)


@thread_action("comment.write")
@require_POST
def thread_resolve(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Resolve a thread."""
    return _answer_state_button(request, thread, actions.resolve_thread, "Anmerkung erledigt.")


@thread_action("comment.write")
@require_POST
def thread_reopen(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Reopen a thread."""
    return _answer_state_button(request, thread, actions.reopen_thread, "Anmerkung wieder geöffnet.")


def _answer_state_button(
    request: HttpRequest, thread: Thread, action: Callable[..., Thread], words: str
) -> HttpResponse:
    try:
        action(thread, by=current_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect_to_thread(thread)
