"""The page of one district, with its agreements."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import current_user
from agreements.dossier.district_time import district_time
from districts.access import district_action
from districts.models import District


@district_action
@require_safe
def district_detail(request: HttpRequest, district: District) -> HttpResponse:
    """Show one district: its agreements over time, address, offices, social spaces and who belongs to it."""
    context = {
        "district": district,
        "time": district_time(current_user(request), district, timezone.localdate()),
        "offices": district.offices.all(),
        "social_spaces": district.social_spaces.all(),
        "memberships": district.memberships.filter(user__is_active=True).select_related("user"),
    }
    return render(request, "districts/detail.html", context)
