"""Pages of sign-in, sign-out, one's own password, and of the links that lead to a new one."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.core.internal.httpkit import authenticated_user
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from agreements.rate_limit import Bucket, seconds_to_wait_for_network
from districts.client_address import client_address, network_of
from districts.identity_providers import has_password, may_have_password
from districts.invitations.actions import InvitationRefused, accept_invitation
from districts.invitations.queries import invitation_by_token
from districts.models import User
from mitwirkung.accounts.adapter import forget_attempts
from mitwirkung.accounts.forms import (
    ForgottenPasswordForm,
    NewPasswordForm,
    OnceMoreForm,
    OwnPasswordForm,
    SignInForm,
)
from mitwirkung.own_sessions.middleware import ENDED
from mitwirkung.single_sign_on.presenters import invitation_link, sign_on_links
from mitwirkung.single_sign_on.sessions import ENDING

INVITATIONS = Bucket(name="invitation", burst=60, refill=5)
CHOSEN = "Ihr Passwort ist gespeichert. Sie können sich jetzt damit anmelden."


class SignIn(allauth_views.LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name where to go on only if it is a page of ours."""
        return {
            **super().get_context_data(**kwargs),
            "ended_idle": self.request.session.pop(ENDED, False),
            "ending": self.request.session.pop(ENDING, None),
            "redirect_field": "",
            "next": (next_url := self.get_next_url() or ""),  # type: ignore[no-untyped-call]  # allauth types half of it
            "sign_on_links": sign_on_links(next_url),
        }


class OwnPassword(allauth_views.PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "accounts/own_password.html"
    success_url = reverse_lazy("start")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say so to who has no password."""
        person: User = authenticated_user(request)  # type: ignore[assignment]  # our model
        if not has_password(person):
            return render(request, "accounts/no_password.html")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class ForgottenPassword(allauth_views.PasswordResetView):
    form_class = ForgottenPasswordForm  # type: ignore[assignment]  # it asks for the request, too
    template_name = "accounts/forgotten_password.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}


class ForgottenPasswordDone(allauth_views.PasswordResetDoneView):
    template_name = "accounts/forgotten_password_done.html"


class NewPassword(allauth_views.PasswordResetFromKeyView):
    form_class = NewPasswordForm
    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the password; wrong ones that were tried before it do not count any more."""
        forget_attempts(form.user, network_of(client_address(self.request)))
        messages.success(self.request, CHOSEN)
        return super().form_valid(form)


class OnceMore(allauth_views.ReauthenticateView):
    form_class = OnceMoreForm
    template_name = "accounts/once_more.html"


@login_not_required
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    ending = request.session.get(ENDING)
    logout(request)
    if ending:
        request.session[ENDING] = ending  # for the page of the sign-in
    messages.success(request, "Sie sind abgemeldet.")
    return redirect("account_login")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let an invited person choose her password. GET changes nothing: e-mail scanners open links too."""
    at = timezone.now()
    if seconds_to_wait_for_network(INVITATIONS, request, at=at):
        return render(request, "429.html", status=429)
    found = invitation_by_token(token, at)
    if found is None:
        return render(request, "accounts/invitation_ended.html", status=404)
    sign_on = invitation_link(token, found.address)
    if not may_have_password(found.person):
        invited = {"invited": found, "sign_on": sign_on}
        return render(request, "accounts/invitation_without_password.html", invited)
    form = NewPasswordForm(request.POST or None, user=found.person)
    if request.method == "POST" and form.is_valid():
        try:
            accept_invitation(found, form.cleaned_data["password1"], at=at)
        except InvitationRefused as refused:
            form.add_error(None, str(refused))
        else:
            logout(request)  # whoever was signed in here; the session goes with her
            messages.success(request, CHOSEN)
            return redirect("account_login")
    context = {"form": form, "invited": found, "sign_on": sign_on}
    return render(request, "accounts/invitation.html", context, status=422 if form.errors else 200)
