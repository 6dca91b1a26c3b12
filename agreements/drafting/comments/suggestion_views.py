"""Views for making, accepting and declining suggestions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import current_user, permit, suggestion_action, thread_action
from agreements.drafting.comments import suggestions
from agreements.drafting.comments.forms import AcceptanceForm, DeclineForm, SuggestionForm
from agreements.drafting.comments.presenters import thread_view
from agreements.drafting.comments.responses import redirect_to_thread, render_thread
from agreements.errors import ActionRefused, Outdated
from agreements.form_responses import INCOMPLETE
from agreements.models import Suggestion, Thread

CHANGED = (
    "Der Absatz hat sich geändert, seit Sie diese Seite geladen haben. Es wurde nichts übernommen. "
    "Unten steht der Vorschlag neben dem heutigen Text; entscheiden Sie bitte noch einmal."
)


@thread_action("suggestion.make")
def suggestion_new(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Suggest another wording for the clause of a thread."""
    person = current_user(request)
    view = thread_view(person, thread)
    if request.method != "POST":
        permit(view.suggest)
    form = SuggestionForm(request.POST or None, thread=thread, today=view.place.text)
    if request.method == "POST" and form.is_valid():
        try:
            suggestions.suggest(thread, **form.cleaned_data, by=person, at=timezone.now())
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Vorschlag gesendet. Die Koordination entscheidet und begründet hier.")
            return redirect_to_thread(thread)
    context = {
        "instrument": thread.instrument,
        "thread": thread,
        "view": view,
        "form": form,
        "own": sum(suggestion.row.made_by_id == person.pk for suggestion in view.suggestions),
    }
    return render(request, "drafting/comments/suggest.html", context, status=422 if form.errors else 200)


@suggestion_action("suggestion.decide")
@require_POST
def suggestion_accept(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Apply a suggestion to its clause."""
    thread = suggestion.thread
    form = AcceptanceForm(request.POST)
    if not form.is_valid():
        refusal = INCOMPLETE
        return render_thread(request, thread, refusal=refusal, status=422)
    try:
        suggestions.accept_suggestion(
            suggestion, **form.cleaned_data, by=current_user(request), at=timezone.now()
        )
    except Outdated:
        return render_thread(request, thread, refusal=CHANGED, status=409)
    except ActionRefused as refused:
        return render_thread(request, thread, refusal=str(refused), status=409)
    messages.success(request, "Vorschlag übernommen. Er ist jetzt der Text des Absatzes.")
    return redirect_to_thread(thread)


@suggestion_action("suggestion.decide")
def suggestion_decline(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Decline a suggestion with a reason."""
    thread = suggestion.thread
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            suggestions.decline_suggestion(
                suggestion, **form.cleaned_data, by=current_user(request), at=timezone.now()
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Vorschlag abgelehnt. Der Bezirk liest hier die Begründung.")
            return redirect_to_thread(thread)
    view = thread_view(current_user(request), thread)
    shown = next(other for other in view.suggestions if other.row.pk == suggestion.pk)
    if request.method != "POST" and not shown.decide.allowed:
        return render_thread(request, thread, refusal=shown.decide.reason)
    context = {
        "instrument": thread.instrument,
        "thread": thread,
        "view": view,
        "suggestion": shown,
        "form": form,
    }
    return render(request, "drafting/comments/decline.html", context, status=422 if form.errors else 200)
