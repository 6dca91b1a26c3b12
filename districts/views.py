"""Pages of districts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.access import district_action, members_only
from districts.models import District
from districts.policy import visible_districts


@members_only
@require_safe
def district_list(request: HttpRequest) -> HttpResponse:
    return render(request, "districts/list.html", {"districts": visible_districts(request.user)})


@district_action
@require_safe
def district_detail(request: HttpRequest, district: District) -> HttpResponse:
    context = {
        "district": district,
        "offices": district.offices.all(),
        "social_spaces": district.social_spaces.all(),
        "memberships": district.memberships.filter(user__is_active=True).select_related("user"),
    }
    return render(request, "districts/detail.html", context)
