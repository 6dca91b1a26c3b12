"""The accessibility statement."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mitwirkung.accessibility import record


@login_not_required
@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    context = {
        "record": record,
        "contact": [line for line in settings.ACCESSIBILITY_CONTACT.split("|") if line.strip()],
        "address": settings.PUBLIC_URL,
    }
    return render(request, "accessibility/statement.html", context)
