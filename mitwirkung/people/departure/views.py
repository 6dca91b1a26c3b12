"""The page on which somebody's access is ended: what is handed over and what ends, then the day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agreements.access import current_user
from agreements.form_responses import form_response, redirect_with_message
from districts.errors import Refused
from districts.models import User
from mitwirkung.people.access import person_action
from mitwirkung.people.departure.actions import decide_departure, withdraw_departure
from mitwirkung.people.departure.queries import departure_preview, open_departure, successors_of
from mitwirkung.people.forms import DepartureForm


@person_action("people.look_after", whole_account=True)
@require_http_methods(["GET", "HEAD", "POST"])
def people_leave(request: HttpRequest, person: User) -> HttpResponse:
    """Show what would be handed over and would end; POST decides the day."""
    at, by = timezone.now(), current_user(request)
    today = timezone.localdate(at)
    preview, decided = departure_preview(person, by, at), open_departure(person)
    initial = (
        {"leaves_on": decided.leaves_on, "successor": decided.successor_id}
        if decided
        else {"leaves_on": today}
    )
    form = DepartureForm(
        request.POST or None,
        initial=initial,
        successors=successors_of(person),
        must_hand_over=bool(preview.in_hand.agreements),
    )
    context = {"person": person, "preview": preview, "decided": decided, "form": form, "own": person == by}

    def act() -> HttpResponse:
        data = form.cleaned_data
        made = decide_departure(
            person, leaves_on=data["leaves_on"], successor=data["successor"], by=by, at=at
        )
        if made.done_at:
            return redirect_with_message(request, f"{person} hat keinen Zugang mehr.", "people_list")
        said = f"{person} hat ab dem {made.leaves_on:%d.%m.%Y} keinen Zugang mehr."
        return redirect_with_message(request, said, "people_detail", person.pk)

    return form_response(
        request, form, act, lambda status: render(request, "people/leave.html", context, status=status)
    )


@person_action("people.look_after", whole_account=True)
@require_POST
def departure_withdraw(request: HttpRequest, person: User) -> HttpResponse:
    """Take back a day that has not come."""
    try:
        withdraw_departure(person, by=current_user(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people_detail", person.pk)
    return redirect_with_message(request, f"{person} behält den Zugang.", "people_detail", person.pk)
