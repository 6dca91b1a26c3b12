"""Views of the project: start, health, legal pages, refusals and errors."""

import errno
import logging
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_GET, require_safe
from psycopg.errors import DiskFull

from agreements import errors
from agreements.access import RefusedByState
from agreements.models import Instrument
from districts import policy
from districts.contacts import administrators
from districts.roles import DISTRICT_ROLES
from mitwirkung.navigation import OVERSEEING

logger = logging.getLogger(__name__)
WORTH_KEEPING = 20  # characters; shorter answers are quickly typed again
RETRY_AFTER = "10"  # seconds


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Redirect to the user's first page: her district, all districts, or the agreements; without a role, say whom to ask."""
    scope = policy.role_scope(request.user)
    if not scope.all_roles:
        return render(request, "accounts/no_role.html", {"administrators": administrators()})
    if scope.all_roles & DISTRICT_ROLES:
        return redirect("whats_due")
    return redirect("work" if scope.city & OVERSEEING else "agreement_list")


@login_not_required
@login_not_required
@require_safe
def legal_page(request: HttpRequest, page: str) -> HttpResponse:
    return render(request, f"pages/{page}.html")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect to the icon for the admin, PDF files and plain text, which cannot link it."""
    return redirect(static("favicon.svg"))


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Respond with 403 and the reason; longer input is shown again to be copied.

    Clients that do not accept HTML get the reason as JSON.
    """
    if not request.accepts("text/html"):
        return JsonResponse({"reason": str(exception or "Das ist für Sie nicht freigegeben.")}, status=403)
    verdict = exception.verdict if isinstance(exception, RefusedByState) else None
    about = getattr(request, "about", None)
    context = {
        "exception": str(exception or ""),
        "typed": _typed(request),
        "verdict": verdict,
        "instrument": about if verdict and isinstance(about, Instrument) else None,
        "administrators": administrators() if verdict is None and request.user.is_authenticated else (),
    }
    return render(request, "403.html", context, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Respond to a form that no longer fits the session; what was typed is shown, as going back would not bring it."""
    return render(request, "403_csrf.html", {"typed": _typed(request)}, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Respond to an unexpected error: 503 if the database or the place of the files fails us for the moment, else 500.

    Rendered without the request: its user and session may be what cannot be read.
    """
    error = sys.exc_info()[1]
    is_full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    is_full |= isinstance(getattr(error, "__cause__", None), DiskFull) or isinstance(error, errors.DiskFull)
    is_unreachable = isinstance(error, errors.FilesUnreachable)
    if not (is_full or is_unreachable or isinstance(error, OperationalError | InterfaceError)):
        return HttpResponse(render_to_string("500.html"), status=500)
    page = render_to_string(
        "503.html", {"typed": _typed(request), "is_full": is_full, "is_unreachable": is_unreachable}
    )
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed and is long enough to be copied rather than typed again."""
    hidden = {"csrfmiddlewaretoken", "base", "fingerprint"}
    return [
        (name, str(text))
        for name, text in request.POST.items()
        if name not in hidden and "password" not in name and len(text) >= WORTH_KEEPING
    ]
