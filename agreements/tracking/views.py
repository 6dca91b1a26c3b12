"""Views of the list of obligations, of one obligation, and of reports and answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import action_required, current_user, obligation_action, obligations_visible_to
from agreements.errors import ActionRefused, Outdated
from agreements.files.requests import takes_files
from agreements.models import Obligation, Report
from agreements.texts.wording import quoted
from agreements.tracking import actions
from agreements.tracking.evidence.actions import report_with
from agreements.tracking.evidence.forms import MOST_AT_ONCE
from agreements.tracking.forms import OccasionForm, ReportAnswerForm, ReportForm, SeveralForm
from agreements.tracking.responses import (
    list_query,
    newer_answer,
    redirect_back,
    show_form,
    show_list,
    show_page,
)
from agreements.tracking.validation import Statement


@action_required("agreement.view")
@require_safe
def obligation_list(request: HttpRequest) -> HttpResponse:
    return show_list(request)


@obligation_action("instrument.view")
@require_safe
def obligation_detail(request: HttpRequest, obligation: Obligation) -> HttpResponse:
    """Show the terms, every occurrence with its reports, and the forms."""
    return show_page(request, obligation)


@obligation_action("obligation.report")
@takes_files(MOST_AT_ONCE)
def obligation_report(request: HttpRequest, obligation: Obligation) -> HttpResponse:
    """Report on one occurrence, in the list or on the obligation's page."""
    form = ReportForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and form.is_valid():
        statement = form.statement()
        try:
            pieces = form.evidence.pieces()
            report_with(
                obligation, statement=statement, pieces=pieces, by=current_user(request), at=timezone.now()
            )
        except Outdated as outdated:
            if isinstance(outdated.current, Report):
                form.mark_seen(statement.key, outdated.current.number)
            form.add_error(None, _newer_report(outdated))
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"Der Sachstand zu {obligation.code} ist gemeldet: {statement.progress.label}."
            )
            return redirect_back(request, obligation)
    return show_form(request, obligation, "report", form)


@obligation_action("obligation.report")
def occasion_new(request: HttpRequest, obligation: Obligation) -> HttpResponse:
    """Report an event that triggers the obligation."""
    form = OccasionForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            actions.report_occasion(
                obligation, **form.cleaned_data, by=current_user(request), at=timezone.now()
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"Der Anlass zu {obligation.code} ist gemeldet. Er steht jetzt in der Liste."
            )
            return redirect_back(request, obligation)
    return show_form(request, obligation, "occasion", form)


@action_required("obligation.report")
@require_POST
def report_several(request: HttpRequest) -> HttpResponse:
    """Report the same on several occurrences of the list: all or none."""
    form = SeveralForm(request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        chosen = data.pop("chosen")
        obligations = obligations_visible_to(current_user(request), {pk for pk, _, _ in chosen})
        if len(obligations) < len({pk for pk, _, _ in chosen}):
            raise Http404
        statements = [(obligations[pk], Statement(key=key, seen=seen, **data)) for pk, key, seen in chosen]
        try:
            made = actions.report_several(statements, by=current_user(request), at=timezone.now())
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Gemeldet zu {len(made)} Terminen: {data['progress'].label}.")
            query = list_query(request)
            return redirect(f"{reverse('obligation_list')}{'?' if query else ''}{query}")
    return show_list(request, several=form, status=422)


@obligation_action("obligation.confirm")
def report_answer(request: HttpRequest, obligation: Obligation, report: int) -> HttpResponse:
    """Answer a report of the other side."""
    reported = obligation.reports.select_related("obligation").filter(pk=report).first()
    if reported is None:
        raise Http404
    if request.method != "POST":
        return show_page(request, obligation)
    form = ReportAnswerForm(request.POST, auto_id=f"id_{report}_%s")
    if form.is_valid():
        try:
            made = actions.answer(reported, **form.cleaned_data, by=current_user(request), at=timezone.now())
        except Outdated as outdated:
            form.add_error(None, newer_answer(outdated))
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"Antwort zu {obligation.code} festgehalten: {made.get_decision_display()}."
            )
            return redirect_back(request, obligation)
    return show_page(request, obligation, {f"answer-{report}": form}, status=422)


def _newer_report(outdated: Outdated) -> str:
    last = outdated.current
    if not isinstance(last, Report):
        return actions.TAKEN
    when = timezone.localtime(last.reported_at)
    note = f" ({quoted(last.remark)})" if last.remark else ""
    return (
        f"Inzwischen hat {last.reported_by} zu diesem Termin gemeldet: {last.get_progress_display()}{note}, am "
        f"{when:%d.%m.%Y um %H:%M} Uhr. Ihre Angaben stehen noch im Formular. Senden Sie noch einmal, gilt Ihre "
        "Meldung als Berichtigung; die andere bleibt in der Geschichte stehen."
    )
