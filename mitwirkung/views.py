"""Views of the project: start, sign-in and sign-out, health, legal pages."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from districts import policy
from districts.roles import DISTRICT_ROLES
from mitwirkung.forms import LoginForm, OwnPasswordForm
from mitwirkung.navigation import OVERSEEING

logger = logging.getLogger(__name__)
WORTH_KEEPING = 20  # characters; shorter answers are quickly typed again

log_in = LoginView.as_view(authentication_form=LoginForm, redirect_authenticated_user=True)


class OwnPassword(PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "registration/own_password.html"
    success_url = reverse_lazy("start")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(
            self.request, "Ihr Passwort ist geändert. Auf anderen Geräten gilt ab jetzt das neue."
        )
        return super().form_valid(form)


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Redirect to the user's first page: her district, all districts, or the agreements."""
    scope = policy.role_scope(request.user)
    if scope.all_roles & DISTRICT_ROLES:
        return redirect("whats_due")
    return redirect("overview" if scope.city & OVERSEEING else "agreement_list")


@login_not_required
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "Sie sind abgemeldet.")
    return redirect("login")


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Report whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer.")
        return HttpResponse("nicht bereit\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("bereit\n", content_type="text/plain; charset=utf-8")


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
    hidden = {"csrfmiddlewaretoken", "base", "fingerprint"}
    typed = [
        (name, text)
        for name, text in request.POST.items()
        if name not in hidden and "password" not in name and len(text) >= WORTH_KEEPING
    ]
    context = {"exception": str(exception or ""), "typed": typed}
    return render(request, "403.html", context, status=403)
