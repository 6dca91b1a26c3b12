"""Pages and buttons for comments: the list, one thread, beginning, answering, settling."""

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
from agreements.drafting.comments.locations import CommentLocation, places_of
from agreements.drafting.comments.permissions import addressees
from agreements.drafting.comments.presenters import back_to, read
from agreements.drafting.comments.responses import answer_form, show_thread, tell_spoken, to_thread
from agreements.errors import ActionRefused
from agreements.models import Instrument, Thread

PAGE = 50


@action_required("comment.read")
@require_safe
def asked_of_you(request: HttpRequest) -> HttpResponse:
    """List what waits for the reader in all instruments."""
    page = Paginator(thread_lists.asked_rows(current_user(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "drafting/comments/asked.html", {"page": page})


@instrument_action("comment.read")
@require_safe
def thread_list(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """List the comments on an instrument, by choice and by place."""
    person = current_user(request)
    chosen, place = request.GET.get("zeigen", thread_lists.OPEN), request.GET.get("stelle", "")
    found = thread_lists.thread_list(person, instrument, chosen, place)
    shown = {
        "instrument": instrument,
        "list": found,
        "page": Paginator(found.rows, PAGE).get_page(request.GET.get("page")),
        "write": policy.verdict(person, "comment.write", instrument),
        "back": back_to(person, instrument),
    }
    return render(request, "drafting/comments/list.html", shown)


@instrument_action("comment.write")
def thread_new(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Begin a comment on an Absatz."""
    place = places_of([instrument.pk])[instrument.pk].clauses.get(key)
    return _begin(request, instrument, place, actions.CommentTarget(clause=key))


@instrument_action("comment.write")
def thread_new_duty(request: HttpRequest, instrument: Instrument, code: str) -> HttpResponse:
    """Begin a comment on an obligation."""
    place = places_of([instrument.pk])[instrument.pk].duties.get(code)
    return _begin(request, instrument, place, actions.CommentTarget(duty=code))


def _begin(
    request: HttpRequest, instrument: Instrument, place: CommentLocation | None, spot: actions.CommentTarget
) -> HttpResponse:
    person = current_user(request)
    if place is None and request.method != "POST":
        raise Http404
    partners = policy.partners_in(instrument, Addressee.DISTRICT).exclude(pk=person.pk)
    form = ThreadForm(request.POST or None, circles=addressees(person, instrument), partners=partners)
    if request.method == "POST" and form.is_valid():
        try:
            spoken = actions.open_thread(
                instrument, spot=spot, **form.cleaned_data, by=person, at=timezone.now()
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            tell_spoken(request, spoken, "Anmerkung gespeichert.")
            return to_thread(spoken.thread)
    shown = {
        "instrument": instrument,
        "place": place,
        "quote": read(instrument, place.text) if place else "",
        "form": form,
        "own": policy.visible_threads(person).filter(instrument=instrument, opened_by=person).count(),
        "back": back_to(person, instrument, place.anchor if place else ""),
    }
    return render(request, "drafting/comments/new.html", shown, status=422 if form.errors else 200)


@thread_action("comment.read")
@require_safe
def thread_detail(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Show a thread: place, conversation, suggestions; from then on the reader has seen where she is named."""
    return show_thread(request, thread)


@thread_action("comment.write")
def thread_answer(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Answer in a thread. Its page is shown here too, for whoever had to sign in again."""
    if request.method != "POST":
        return show_thread(request, thread)
    form = answer_form(request, thread, request.POST)
    if form.is_valid():
        try:
            spoken = actions.answer_thread(
                thread, **form.cleaned_data, by=current_user(request), at=timezone.now()
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            tell_spoken(request, spoken, "Antwort gespeichert.")
            return to_thread(thread)
    return show_thread(request, thread, form=form, status=422)


@thread_action("comment.write")
@require_POST
def thread_resolve(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Declare a thread settled."""
    return _settle(request, thread, actions.resolve_thread, "Anmerkung erledigt.")


@thread_action("comment.write")
@require_POST
def thread_reopen(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Open a settled thread again."""
    return _settle(request, thread, actions.reopen_thread, "Anmerkung wieder geöffnet.")


def _settle(request: HttpRequest, thread: Thread, action: Callable[..., Thread], words: str) -> HttpResponse:
    try:
        action(thread, by=current_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return to_thread(thread)
