"""The list of districts, the page of one, and suggestions where one is chosen by typing."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import district_action, members_only
from districts.forms import SEARCH
from districts.models import District
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


@district_action
@require_safe
def district_detail(request: HttpRequest, district: District) -> HttpResponse:
    """Show one district: address, offices, social spaces and who belongs to it."""
    context = {
        "district": district,
        "offices": district.offices.all(),
        "social_spaces": district.social_spaces.all(),
        "memberships": district.memberships.filter(user__is_active=True).select_related("user"),
    }
    return render(request, "districts/detail.html", context)
