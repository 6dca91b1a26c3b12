"""The page of the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import action_required, current_user, instrument_action
from agreements.models import Instrument
from agreements.search.counterpart_presenters import counterpart_page
from agreements.search.forms import SearchForm
from agreements.search.presenters import search_view


@action_required("agreement.view")
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what is found for `?q=`; `?art=` and `?bezirk=` narrow it."""
    user = current_user(request)
    form = SearchForm(request.GET, user)
    if not form.is_valid():
        return render(request, "search/page.html", {"form": form}, status=422)
    view = search_view(
        user,
        form.cleaned_data["q"],
        timezone.localdate(),
        kind=form.kind,
        district=form.district.pk if form.district else None,
        page=request.GET.get("page", ""),
    )
    return render(request, "search/page.html", {"form": form, "typed": form.cleaned_data["q"], "view": view})


@instrument_action("instrument.view")
@require_safe
def clause_elsewhere(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Show the corresponding clauses of the other agreements, with their differences marked."""
    page = counterpart_page(
        current_user(request), instrument, key, timezone.localdate(), page=request.GET.get("page", "")
    )
    return render(request, "search/elsewhere.html", {"instrument": instrument, "view": page})
