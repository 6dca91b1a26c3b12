"""Responses shared by the views of staff release."""

from dataclasses import dataclass
from datetime import date

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from agreements.access import current_user
from agreements.models import Agreement
from agreements.tracking.forms import ReportAnswerForm
from agreements.tracking.staff_release.forms import LineForm, QuarterForm
from agreements.tracking.staff_release.presenters import QuarterView, agreed_words, release_page
from agreements.tracking.staff_release.queries import Release, release_of


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A line of the form with the agreed share as text."""

    form: LineForm
    agreed: str


def release_or_404(agreement: Agreement, as_of: date) -> Release:
    release = release_of(agreement, as_of)
    if release is None:
        raise Http404
    return release


def show_release(
    request: HttpRequest,
    agreement: Agreement,
    as_of: date,
    sent: dict[int, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the staff release of an agreement, with a submitted answer."""
    sent = sent or {}
    release = release_of(agreement, as_of)
    if release is None:
        return render(request, "tracking/staff_release/release.html", {"agreement": agreement})
    page = release_page(current_user(request), release, as_of)
    answers = [
        (view, sent.get(view.last.report.pk) or _answer_form(view))
        for view in page.quarters
        if view.answer.allowed and (view.awaits_answer or view.last.report.pk in sent)
    ]
    faulty = next(iter(sent.values()), None)
    context = {"agreement": agreement, "page": page, "answers": answers, "faulty": faulty}
    return render(request, "tracking/staff_release/release.html", context, status=status)


def show_quarter(
    request: HttpRequest,
    release: Release,
    form: QuarterForm,
    as_of: date,
    *,
    refusal: str,
    status: int,
) -> HttpResponse:
    """Render the form of a quarter; `refusal` says why it cannot be reported."""
    quarter = form.quarter
    begun = release.quarters_until(as_of)
    context = {
        "agreement": release.agreement,
        "form": form,
        "quarter": quarter,
        "lines": [QuarterLine(line, agreed_words(line.share)) for line in form.lines],
        "last": release.last.get(quarter),
        "taken_over": quarter not in release.reported and quarter.previous in release.reported,
        "refusal": refusal,
        "others": [(other, other in release.reported) for other in reversed(begun) if other != quarter],
    }
    return render(request, "tracking/staff_release/quarter.html", context, status=status)


def _answer_form(view: QuarterView) -> ReportAnswerForm:
    return ReportAnswerForm(initial={"seen": view.seen}, auto_id=f"id_{view.last.report.pk}_%s")
