"""The Versandprotokoll, the reminders of one agreement, a person's choices, and stopping e-mails without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements import policy
from agreements.access import action_required, agreement_action, current_user
from agreements.form_responses import form_response, redirect_with_message
from agreements.mail_topics import OPTIONAL, Topic
from agreements.models import Absence, Agreement, ReminderLeads
from agreements.reminders.actions import choose_topics, end_absence, set_absence, set_leads, switch_off
from agreements.reminders.forms import AbsenceForm, LeadsForm, TopicsForm, chosen_outcome
from agreements.reminders.lead_times import USUAL
from agreements.reminders.presenters import ledger_row
from agreements.reminders.queries import ledger, substitutes_of
from agreements.reminders.unsubscribing import read_unsubscribe_token
from districts.models import User

PAGE = 50


@action_required("reminder.view")
@require_safe
def reminder_ledger(request: HttpRequest) -> HttpResponse:
    """List all reminders with what became of them (`?stand=` filters), the newest first."""
    form, outcome = chosen_outcome(request.GET)
    page = Paginator(ledger(current_user(request), outcome), PAGE).get_page(request.GET.get("page"))
    rows = [ledger_row(reminder) for reminder in page.object_list]
    context = {"form": form, "outcome": outcome, "page": page, "rows": rows}
    return render(request, "reminders/ledger.html", context)


@agreement_action("reminder.view")
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_list(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Show the reminders of an agreement, and choose how early they come."""
    leads = ReminderLeads.objects.filter(agreement=agreement).first()
    form = LeadsForm(request.POST or None, initial={"days": leads.days if leads else USUAL})
    rows = ledger(current_user(request)).filter(agreement=agreement)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "agreement": agreement,
        "form": form,
        "may_set": policy.verdict(current_user(request), "reminder.set", agreement),
        "page": page,
        "rows": [ledger_row(reminder) for reminder in page.object_list],
    }

    def act() -> HttpResponse:
        set_leads(agreement, days=form.cleaned_data["days"], by=current_user(request), at=timezone.now())
        return redirect_with_message(request, "Der Vorlauf ist festgelegt.", "reminder_list", agreement.pk)

    return form_response(
        request, form, act, lambda status: render(request, "reminders/agreement.html", context, status=status)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: HttpRequest) -> HttpResponse:
    """Choose which e-mails one gets; legal deadlines are always among them."""
    person = current_user(request)
    form = _topics_form(person, request.POST or None)

    def act() -> HttpResponse:
        wanted = [Topic(name) for name in form.cleaned_data["topics"]]
        choose_topics(wanted=wanted, by=person, at=timezone.now())
        return redirect_with_message(request, "Ihre Auswahl ist gespeichert.", "mail_choices")

    return form_response(
        request, form, act, lambda status: _choices(request, form, _absence_form(person), status=status)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def absence_set(request: HttpRequest) -> HttpResponse:
    """Say until when one is away and who is reminded meanwhile."""
    person = current_user(request)
    form = _absence_form(person, request.POST)

    def act() -> HttpResponse:
        set_absence(**form.cleaned_data, by=person, at=timezone.now())
        return redirect_with_message(request, "Ihre Abwesenheit ist eingetragen.", "mail_choices")

    if request.method != "POST":
        return redirect("mail_choices")
    return form_response(
        request, form, act, lambda status: _choices(request, _topics_form(person), form, status=status)
    )


@require_POST
def absence_end(request: HttpRequest) -> HttpResponse:
    was_away = end_absence(by=current_user(request))
    words = "Erinnerungen gehen wieder an Sie." if was_away else "Sie waren nicht als abwesend eingetragen."
    return redirect_with_message(request, words, "mail_choices")


@csrf_exempt  # mail programs send it without a cookie; the token is signed, and all it can do is stop e-mails
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop e-mails about the topics of a token; GET only asks, since scanners of e-mails open links too."""
    found = read_unsubscribe_token(token)
    if found is None:
        raise Http404
    person, topics = found
    if request.method == "POST":
        switch_off(person, topics=topics, at=timezone.now())
    context = {"topics": topics, "done": request.method == "POST"}
    return render(request, "reminders/unsubscribe.html", context)


def _topics_form(person: User, sent: QueryDict | None = None) -> TopicsForm:
    off = set(person.switched_off.values_list("topic", flat=True))
    return TopicsForm(sent, initial={"topics": [topic for topic in OPTIONAL if topic not in off]})


def _absence_form(person: User, sent: QueryDict | None = None) -> AbsenceForm:
    absence = Absence.objects.filter(person=person).first()
    initial = (
        {"begins_on": absence.begins_on, "ends_on": absence.ends_on, "substitute": absence.substitute_id}
        if absence
        else {"begins_on": timezone.localdate()}
    )
    return AbsenceForm(sent, initial=initial, substitutes=substitutes_of(person))


def _choices(request: HttpRequest, topics: TopicsForm, absence: AbsenceForm, *, status: int) -> HttpResponse:
    person = current_user(request)
    context = {
        "topics": topics,
        "absence_form": absence,
        "absence": Absence.objects.filter(person=person, ends_on__gte=timezone.localdate())
        .select_related("substitute")
        .first(),
        "substitutions": person.substitutions.filter(ends_on__gte=timezone.localdate()).select_related(
            "person"
        ),
        "has_address": bool(person.email),
    }
    return render(request, "reminders/choices.html", context, status=status)
