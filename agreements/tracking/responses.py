"""Responses shared by the views of the list, the start page and the page of an obligation."""

from dataclasses import dataclass

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements import policy
from agreements.access import current_user
from agreements.errors import Outdated
from agreements.models import Obligation, ReleaseAnswer, ReportAnswer
from agreements.texts.clearance_facts import open_requests
from agreements.tracking.forms import (
    SEVERAL,
    OccasionForm,
    ReportAnswerForm,
    ReportForm,
    SeveralForm,
    chosen_filter,
    form_initial,
)
from agreements.tracking.presenters.obligation_list import ObligationList, obligation_list
from agreements.tracking.presenters.obligation_page import ObligationPage, obligation_page
from agreements.tracking.presenters.occurrences import OccurrenceRow
from agreements.tracking.queries.obligations import terms_of
from agreements.tracking.start.district import district_start

IN_LIST = "liste"  # query parameter of a form that is open in the list or on the start page
ON_START = "start"
OCCURRENCE = "termin"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """The form that is open in the list, and the row that it belongs to."""

    row_id: str
    title: str
    action: str
    button: str
    form: Form


def show_list(
    request: HttpRequest,
    *,
    opened: OpenForm | None = None,
    several: SeveralForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the list, with a form open in one row or with a submitted form for several occurrences."""
    if _on_start(request) and several is None:
        return show_start(request, opened=opened, status=status)
    obligations, form = _obligation_list(request)
    page = {
        "list": obligations,
        "form": form,
        "rounds": open_requests(current_user(request)),
        "opened": opened,
        "several": several or SeveralForm(initial=form_initial(timezone.localdate())),
        "chosen": several.data.getlist(f"{SEVERAL}-chosen") if several else [],  # type: ignore[attr-defined]  # a QueryDict
        "query": list_query(request),
    }
    return render(request, "tracking/obligation_list.html", page, status=status)


def show_start(request: HttpRequest, *, opened: OpenForm | None = None, status: int = 200) -> HttpResponse:
    """Render the start page of a district, with a form open in one row."""
    page = {
        "list": district_start(current_user(request), timezone.localdate()),
        "opened": opened,
        "where": ON_START,
    }
    return render(request, "tracking/start/district.html", page, status=status)


def show_form(request: HttpRequest, obligation: Obligation, kind: str, form: Form | None) -> HttpResponse:
    """Render a form where it was requested: in the list if its row is there, else on the obligation's page."""
    status = 422 if form is not None and form.is_bound else 200
    if IN_LIST in request.GET:
        row_id = _row_id(request, obligation, kind)
        row = next((row for row in _rows(request) if row.row_id == row_id), None)
        if row is not None:
            return show_list(request, opened=_open_form(request, row, kind, form), status=status)
    return show_page(request, obligation, {kind: form} if form is not None else {}, status=status)


def show_page(
    request: HttpRequest, obligation: Obligation, sent: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    """Render the page of an obligation, with a submitted form."""
    today = timezone.localdate()
    terms = terms_of(obligation, today)
    if terms is None:
        raise Http404
    page = obligation_page(current_user(request), terms, today)
    context = {"page": page, **_forms(request, page, sent or {})}
    return render(request, "tracking/obligation_detail.html", context, status=status)


def redirect_back(request: HttpRequest, obligation: Obligation) -> HttpResponse:
    """Redirect to the page that a form was sent from."""
    if _on_start(request):
        return redirect("whats_due")
    if IN_LIST in request.GET:
        query = list_query(request)
        return redirect(f"{reverse('obligation_list')}{'?' if query else ''}{query}")
    return redirect("obligation_detail", obligation.pk)


def list_query(request: HttpRequest) -> str:
    """Return the query string of the list without the open form."""
    query = request.GET.copy()
    for name in (IN_LIST, OCCURRENCE):
        query.pop(name, None)
    return query.urlencode()


def newer_answer(outdated: Outdated) -> str:
    """Return the error message for an answer to a report that was answered meanwhile."""
    last = outdated.current
    who = ""
    if isinstance(last, ReportAnswer | ReleaseAnswer):
        who = f" {last.answered_by}: {last.get_decision_display()}."
    return f"Inzwischen gibt es eine andere Antwort auf diese Meldung.{who} Ihre Angaben stehen noch im Formular."


def _obligation_list(request: HttpRequest) -> tuple[ObligationList, Form]:
    user = current_user(request)
    form, choice = chosen_filter(request.GET, user)
    return obligation_list(user, choice, request.GET.get("page"), timezone.localdate()), form


def _on_start(request: HttpRequest) -> bool:
    """Whether a form was opened on the start page, which only districts have."""
    return request.GET.get(IN_LIST) == ON_START and policy.verdict(request.user, "start.district").allowed


def _rows(request: HttpRequest) -> tuple[OccurrenceRow, ...]:
    if _on_start(request):
        return district_start(current_user(request), timezone.localdate()).rows
    return _obligation_list(request)[0].rows


def _row_id(request: HttpRequest, obligation: Obligation, kind: str) -> str:
    sent, _, _ = request.POST.get("occurrence", "").rpartition(":")
    key = sent or request.GET.get(OCCURRENCE, "")
    return f"pflicht-{obligation.pk}-{key if kind == 'report' and key else 'anlass'}"


def _open_form(request: HttpRequest, row: OccurrenceRow, kind: str, form: Form | None) -> OpenForm:
    name, button = {
        "report": ("obligation_report", "Sachstand melden"),
        "occasion": ("occasion_new", "Anlass melden"),
    }[kind]
    query = list_query(request)
    action = f"{reverse(name, args=[row.pk])}?{IN_LIST}={ON_START if _on_start(request) else 1}{'&' if query else ''}{query}"
    as_of = timezone.localdate()
    if form is None:
        fresh = {"report": ReportForm, "occasion": OccasionForm}[kind]
        form = fresh(initial=form_initial(as_of, occurrence=f"{row.key}:{row.seen}"))
    if isinstance(form, ReportForm):
        form.set_unit(row.unit)
    return OpenForm(
        row_id=row.row_id, title=f"{button}: {row.title}", action=action, button=button, form=form
    )


def _forms(request: HttpRequest, page: ObligationPage, sent: dict[str, Form]) -> dict[str, object]:
    as_of = timezone.localdate()
    requested = request.GET.get(OCCURRENCE, "") or page.obligation.key
    seen = {key: number for key, number, _ in page.choices}
    key = requested if requested in seen else next(iter(seen), "")
    report = sent.get("report") or ReportForm(
        initial=form_initial(as_of, occurrence=f"{key}:{seen.get(key, 0)}")
    )
    if isinstance(report, ReportForm):
        report.set_unit(page.obligation.unit)
        if len(page.choices) > 1 or report.is_bound:
            report.set_choices(page.choices)
    answers = [
        (
            one,
            sent.get(f"answer-{one.row.answerable.report}")
            or _answer_form(one.row.answerable.report, one.row.answerable.seen),
        )
        for one in page.occurrences
        if one.row.answerable and one.row.answerable.verdict.allowed
    ]
    faulty = next(iter(sent.values()), None)
    return {
        "form": report,
        "occasion": sent.get("occasion") or OccasionForm(initial=form_initial(as_of)),
        "answers": answers,
        "faulty": faulty,
    }


def _answer_form(report: int, seen: int) -> ReportAnswerForm:
    return ReportAnswerForm(initial={"seen": seen}, auto_id=f"id_{report}_%s")
