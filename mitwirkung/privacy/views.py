"""The privacy statement for everybody, and the record of processing for the administration."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements import policy
from agreements.access import action_required
from mitwirkung.privacy.presenters import activity_views, operator_lines, privacy_officer_lines


@login_not_required
@require_safe
def privacy_statement(request: HttpRequest) -> HttpResponse:
    context = {
        "activities": activity_views(),
        "operator": operator_lines(),
        "officer": privacy_officer_lines(),
        "record": policy.verdict(request.user, "privacy.record"),
    }
    return render(request, "privacy/statement.html", context)


@action_required("privacy.record")
@require_safe
def processing_record(request: HttpRequest) -> HttpResponse:
    context = {
        "activities": activity_views(),
        "operator": operator_lines(),
        "officer": privacy_officer_lines(),
    }
    return render(request, "privacy/record.html", context)
