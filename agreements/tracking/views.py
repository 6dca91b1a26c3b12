"""The list of obligations, the page of one, and the report on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import obligation_action, open_to, reader
from agreements.documents.clearances import open_requests
from agreements.models import Obligation
from agreements.refusals import Refused
from agreements.tracking.actions import report
from agreements.tracking.forms import ReportForm, chosen_filter
from agreements.tracking.presenters import duty_list, duty_page
from agreements.tracking.queries import terms_of


@open_to("agreement.view")
@require_safe
def obligation_list(request: HttpRequest) -> HttpResponse:
    """Show what is owed and where it stands, the most urgent first."""
    user = reader(request)
    form, choice = chosen_filter(request.GET, user)
    duties = duty_list(user, choice, request.GET.get("page"), timezone.localdate())
    rounds = open_requests(user)
    return render(request, "tracking/obligation_list.html", {"list": duties, "form": form, "rounds": rounds})


@obligation_action("instrument.view")
@require_safe
def obligation_detail(request: HttpRequest, obligation: Obligation) -> HttpResponse:
    """Show what is owed in full, what was reported, and the form for a report."""
    return _page(request, obligation, ReportForm())


@obligation_action("obligation.report")
def obligation_report(request: HttpRequest, obligation: Obligation) -> HttpResponse:
    """Take a report; without one, show the form."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            report(obligation, **form.cleaned_data, by=reader(request), at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Der Sachstand zu {obligation.code} ist gemeldet.")
            return redirect("obligation_detail", obligation.pk)
    return _page(request, obligation, form)


def _page(request: HttpRequest, obligation: Obligation, form: ReportForm) -> HttpResponse:
    terms = terms_of(obligation)
    if terms is None:
        raise Http404
    shown = {"page": duty_page(reader(request), terms, timezone.localdate()), "form": form}
    return render(request, "tracking/obligation_detail.html", shown, status=422 if form.errors else 200)
