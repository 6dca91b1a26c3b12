"""How the list and the page of an obligation are shown, from whatever address they are asked for."""

from dataclasses import dataclass

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements import policy
from agreements.access import current_user
from agreements.models import Obligation
from agreements.texts.clearance_facts import open_requests
from agreements.tracking.forms import (
    SEVERAL,
    OccasionForm,
    ReportAnswerForm,
    ReportForm,
    SeveralForm,
    chosen_filter,
    today,
)
from agreements.tracking.presenters.obligation_list import DutyList, duty_list
from agreements.tracking.presenters.obligation_page import DutyPage, duty_page
from agreements.tracking.presenters.occurrences import DutyView
from agreements.tracking.queries.obligations import terms_of
from agreements.tracking.start.district import district_start

IN_LIST = "liste"  # in the address of a form that stands in the list, or on the start page
ON_START = "start"
OCCURRENCE = "termin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The form that stands open in the list, and the row that it belongs to."""

    row_id: str
    title: str
    action: str
    button: str
    form: Form


def show_list(
    request: HttpRequest,
    *,
    opened: Opened | None = None,
    several: SeveralForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the list, with a form open in one of its rows, or with the form for several as it was sent."""
    if _on_start(request) and several is None:
        return show_start(request, opened=opened, status=status)
    listed, form = _listed(request)
    page = {
        "list": listed,
        "form": form,
        "rounds": open_requests(current_user(request)),
        "opened": opened,
        "several": several or SeveralForm(initial=today(timezone.localdate())),
        "chosen": several.data.getlist(f"{SEVERAL}-chosen") if several else [],  # type: ignore[attr-defined]  # what was posted
        "query": list_query(request),
    }
    return render(request, "tracking/obligation_list.html", page, status=status)


def show_start(request: HttpRequest, *, opened: Opened | None = None, status: int = 200) -> HttpResponse:
    """Show the start page of a district, with a form open in one of its rows."""
    page = {
        "list": district_start(current_user(request), timezone.localdate()),
        "rounds": open_requests(current_user(request)),
        "opened": opened,
        "where": ON_START,
    }
    return render(request, "tracking/start/district.html", page, status=status)


def show_form(request: HttpRequest, obligation: Obligation, kind: str, form: Form | None) -> HttpResponse:
    """Show a form where it was asked for: in the list if its row is there, else on the obligation's own page."""
    status = 422 if form is not None and form.is_bound else 200
    if IN_LIST in request.GET:
        wanted = _wanted(request, obligation, kind)
        row = next((row for row in _rows(request) if row.row_id == wanted), None)
        if row is not None:
            return show_list(request, opened=_opened(request, row, kind, form), status=status)
    return show_page(request, obligation, {kind: form} if form is not None else {}, status=status)


def show_page(
    request: HttpRequest, obligation: Obligation, sent: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    """Show the page of an obligation, with the form that was sent as it was sent."""
    terms = terms_of(obligation)
    if terms is None:
        raise Http404
    page = duty_page(current_user(request), terms, timezone.localdate())
    shown = {"page": page, **_forms(request, page, sent or {})}
    return render(request, "tracking/obligation_detail.html", shown, status=status)


def lead_back(request: HttpRequest, obligation: Obligation) -> HttpResponse:
    """Lead back to where a form was sent from."""
    if _on_start(request):
        return redirect("whats_due")
    if IN_LIST in request.GET:
        query = list_query(request)
        return redirect(f"{reverse('obligation_list')}{'?' if query else ''}{query}")
    return redirect("obligation_detail", obligation.pk)


def list_query(request: HttpRequest) -> str:
    """Return the choice of the list as it stands in the address, without the form that is open."""
    query = request.GET.copy()
    for name in (IN_LIST, OCCURRENCE):
        query.pop(name, None)
    return query.urlencode()


def _listed(request: HttpRequest) -> tuple[DutyList, Form]:
    user = current_user(request)
    form, choice = chosen_filter(request.GET, user)
    return duty_list(user, choice, request.GET.get("page"), timezone.localdate()), form


def _on_start(request: HttpRequest) -> bool:
    """Say whether a form was opened on the start page, which only districts have."""
    return request.GET.get(IN_LIST) == ON_START and policy.verdict(request.user, "start.district").allowed


def _rows(request: HttpRequest) -> tuple[DutyView, ...]:
    if _on_start(request):
        return district_start(current_user(request), timezone.localdate()).rows
    return _listed(request)[0].rows


def _wanted(request: HttpRequest, obligation: Obligation, kind: str) -> str:
    sent, _, _ = request.POST.get("occurrence", "").rpartition(":")
    key = sent or request.GET.get(OCCURRENCE, "")
    return f"pflicht-{obligation.pk}-{key if kind == 'report' and key else 'anlass'}"


def _opened(request: HttpRequest, row: DutyView, kind: str, form: Form | None) -> Opened:
    name, button = {
        "report": ("obligation_report", "Sachstand melden"),
        "occasion": ("occasion_new", "Anlass melden"),
    }[kind]
    query = list_query(request)
    action = f"{reverse(name, args=[row.pk])}?{IN_LIST}={ON_START if _on_start(request) else 1}{'&' if query else ''}{query}"
    as_of = timezone.localdate()
    if form is None:
        fresh = {"report": ReportForm, "occasion": OccasionForm}[kind]
        form = fresh(initial=today(as_of, occurrence=f"{row.key}:{row.seen}"))
    if isinstance(form, ReportForm):
        form.measured_in(row.unit)
    return Opened(row_id=row.row_id, title=f"{button}: {row.title}", action=action, button=button, form=form)


def _forms(request: HttpRequest, page: DutyPage, sent: dict[str, Form]) -> dict[str, object]:
    as_of = timezone.localdate()
    wanted = request.GET.get(OCCURRENCE, "") or page.duty.key
    seen = {key: number for key, number, _ in page.choices}
    key = wanted if wanted in seen else next(iter(seen), "")
    report = sent.get("report") or ReportForm(initial=today(as_of, occurrence=f"{key}:{seen.get(key, 0)}"))
    if isinstance(report, ReportForm):
        report.measured_in(page.duty.unit)
        if len(page.choices) > 1 or report.is_bound:
            report.choose_from(page.choices)
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
        "occasion": sent.get("occasion") or OccasionForm(initial=today(as_of)),
        "answers": answers,
        "faulty": faulty,
    }


def _answer_form(report: int, seen: int) -> ReportAnswerForm:
    return ReportAnswerForm(initial={"seen": seen}, auto_id=f"id_{report}_%s")
