"""Views of the project: start, sign-in and sign-out, health, legal pages."""

import errno
import logging
import sys
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from psycopg.errors import DiskFull

from agreements import errors
from agreements.access import RefusedByState
from agreements.models import Instrument
from districts import policy
from districts.contacts import administrators, contact_words
from districts.roles import DISTRICT_ROLES
from mitwirkung.forms import FirstPasswordForm, LoginForm, OwnPasswordForm
from mitwirkung.invitations import accept_invitation, invited_person
from mitwirkung.navigation import OVERSEEING

logger = logging.getLogger(__name__)
WORTH_KEEPING = 20  # characters; shorter answers are quickly typed again
RETRY_AFTER = "10"  # seconds


class LogIn(LoginView):
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; who cannot be reached by e-mail hears it now, for nothing else would tell her."""
        if not form.get_user().email:
            messages.warning(self.request, without_address())
        return super().form_valid(form)


def without_address() -> str:
    """Return what an account without an e-mail address misses, and who can enter one."""
    whom = "; ".join(map(contact_words, administrators())) or "die Administration"
    return f"Zu Ihrem Konto fehlt die E-Mail-Adresse: Nachrichten erreichen Sie nicht. Eintragen kann sie: {whom}."


class OwnPassword(PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "registration/own_password.html"
    success_url = reverse_lazy("start")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(
            self.request, "Ihr Passwort ist geändert. Auf anderen Geräten gilt ab jetzt das neue."
        )
        return super().form_valid(form)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Let an invited person choose her password; looking changes nothing, since programs open links in e-mails too."""
    person = invited_person(key)
    if person is None:
        return render(request, "registration/invitation_over.html", status=404)
    form = FirstPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accept_invitation(key, password=form.cleaned_data["new_password1"]):
            messages.success(request, "Ihr Passwort ist gesetzt. Melden Sie sich bitte damit an.")
        return redirect("login")
    context = {"form": form, "person": person}
    return render(request, "registration/invitation.html", context, status=422 if form.errors else 200)


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Redirect to the user's first page: her district, all districts, or the agreements; without a role, say whom to ask."""
    scope = policy.role_scope(request.user)
    if not scope.all_roles:
        return render(request, "registration/no_role.html", {"administrators": administrators()})
    if scope.all_roles & DISTRICT_ROLES:
        return redirect("whats_due")
    return redirect("work" if scope.city & OVERSEEING else "agreement_list")


@login_not_required
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "Sie sind abgemeldet.")
    return redirect("login")


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
