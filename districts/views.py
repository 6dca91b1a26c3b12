"""The list of districts, and suggestions where one is chosen by typing."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import members_only
from districts.forms import SEARCH
from districts.policy import visible_districts
from districts.search import search_districts

PAGE = 50


@members_only
@require_safe
def district_list(request: HttpRequest) -> HttpResponse:
    """List the districts that the reader may see."""
    page = Paginator(visible_districts(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "districts/list.html", {"page": page})


@members_only
@require_safe
def district_search(request: HttpRequest) -> HttpResponse:
    """Suggest districts that the reader may see and that fit what was typed."""
    search = search_districts(visible_districts(request.user), request.GET.get(SEARCH, ""))
    return render(request, "districts/found.html", {"search": search, "name": "district"})
