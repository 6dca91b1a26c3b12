"""Views of staff release: all districts, one agreement, and the form of a quarter."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import action_required, current_user, signed_agreement_action
from agreements.errors import ActionRefused, Outdated
from agreements.models import Agreement, ReleaseReport
from agreements.tracking.forms import ReportAnswerForm
from agreements.tracking.responses import newer_answer
from agreements.tracking.staff_release import actions
from agreements.tracking.staff_release.forms import QuarterForm, chosen_order, prefilled
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.queries import Release, releases_visible_to
from agreements.tracking.staff_release.responses import release_or_404, show_quarter, show_release
from agreements.tracking.staff_release.summaries import release_summaries
from agreements.tracking.staff_release.validation import complaints, quarter_complaint

FIRST_YEAR, LAST_YEAR = 1990, 9990


@action_required("agreement.view")
@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Show the staff release of every district, the greatest shortfall first (`?ordnung=bezirk`: in their order)."""
    today = timezone.localdate()
    form, by_district = chosen_order(request.GET)
    releases = releases_visible_to(current_user(request), today)
    context = {
        "form": form,
        "rows": release_summaries(releases, today, as_given=by_district),
        "today": today,
    }
    return render(request, "tracking/staff_release/list.html", context)


@signed_agreement_action("instrument.view")
@require_safe
def release_detail(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Show agreed and filled shares over time and by office, and every reported quarter."""
    return show_release(request, agreement, timezone.localdate())


@signed_agreement_action("release.report")
def release_report(request: HttpRequest, agreement: Agreement, year: int, quarter: int) -> HttpResponse:
    """Report on a quarter; the form starts with the last report."""
    today, wanted = timezone.localdate(), _quarter(year, quarter)
    release = release_or_404(agreement, today)
    refusal = quarter_complaint(release, wanted, today)
    form = _form(request, release, wanted)
    if request.method != "POST":
        return show_quarter(request, release, form, today, refusal=refusal, status=200)
    if _is_valid(form, release, today, refusal):
        try:
            actions.report_quarter(
                agreement, statement=form.statement(), by=current_user(request), at=timezone.now()
            )
        except Outdated as outdated:
            form.add_error(None, _newer_report(outdated))
            if isinstance(outdated.current, ReleaseReport):
                form.seen = outdated.current.number
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Die Freistellung für das {wanted.words} ist gemeldet.")
            return redirect("release_detail", agreement.pk)
    return show_quarter(request, release, form, today, refusal="", status=422)


@signed_agreement_action("release.confirm")
def release_answer(request: HttpRequest, agreement: Agreement, report: int) -> HttpResponse:
    """Answer a report."""
    reported = agreement.release_reports.filter(pk=report).first()
    if reported is None:
        raise Http404
    if request.method != "POST":
        return show_release(request, agreement, timezone.localdate())
    form = ReportAnswerForm(request.POST, auto_id=f"id_{report}_%s")
    if form.is_valid():
        try:
            made = actions.answer_quarter(
                reported, **form.cleaned_data, by=current_user(request), at=timezone.now()
            )
        except Outdated as outdated:
            form.add_error(None, newer_answer(outdated))
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            words = Quarter.of(reported.quarter_on).words
            messages.success(request, f"Antwort zum {words} festgehalten: {made.get_decision_display()}.")
            return redirect("release_detail", agreement.pk)
    return show_release(request, agreement, timezone.localdate(), {report: form}, 422)


def _quarter(year: int, number: int) -> Quarter:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 4):
        raise Http404
    return Quarter(year, number)


def _form(request: HttpRequest, release: Release, quarter: Quarter) -> QuarterForm:
    last = release.last.get(quarter)
    return QuarterForm(
        quarter,
        release.agreed_in(quarter),
        seen=last.number if last else 0,
        data=request.POST if request.method == "POST" else None,
        before=prefilled(release.reported.get(quarter), release.reported.get(quarter.previous), quarter),
    )


def _is_valid(form: QuarterForm, release: Release, as_of: date, refusal: str) -> bool:
    """Validate the form and the statement; errors are added to the form."""
    if refusal:
        form.add_error(None, f"{refusal} Es wurde nichts gemeldet, Ihre Angaben stehen noch im Formular.")
    if not form.is_valid():
        return False
    errors = complaints(release.agreed_in(form.quarter), form.statement().lines, form.quarter, as_of)
    form.add_complaints(errors)
    return not errors


def _newer_report(outdated: Outdated) -> str:
    last = outdated.current
    if not isinstance(last, ReleaseReport):
        return str(outdated)
    when = timezone.localtime(last.reported_at)
    return (
        f"Inzwischen hat {last.reported_by} dieses Quartal gemeldet, am {when:%d.%m.%Y um %H:%M} Uhr. Ihre Angaben stehen "
        "noch im Formular. Senden Sie noch einmal, gilt Ihre Meldung als Berichtigung; die andere bleibt stehen."
    )
