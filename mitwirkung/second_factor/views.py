"""Pages of second factors: an app, passkeys, recovery codes; and where one of them is asked for."""

import json
from typing import Any

from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal.auth import begin_authentication, begin_registration
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator

from districts.identity_providers import may_have_password
from districts.models import User
from mitwirkung.second_factor.adapter import SecondFactorAdapter
from mitwirkung.second_factor.forms import (
    AppForm,
    AppOffForm,
    CodeOnceMoreForm,
    NewPasskeyForm,
    PasskeyForm,
    PasskeyOnceMoreForm,
    PasskeySignInForm,
    RecoveryCodesForm,
    SecondFactorForm,
)
from mitwirkung.second_factor.requirement import must_have_second_factor

NOT_RECOGNISED = "Dieser Passkey wurde nicht erkannt. Melden Sie sich mit Ihrem Passwort an, oder nehmen Sie einen anderen."


class Factors(base_views.IndexView):
    template_name = "second_factor/factors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        codes = context["authenticators"].get("recovery_codes")
        person: User = self.request.user  # type: ignore[assignment]  # signed in
        return context | {
            "passkeys": Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN),
            "unused_codes": len(codes.get_unused_codes()) if codes else 0,
            "is_required": must_have_second_factor(person),
            "may_have_password": may_have_password(person),
        }


@method_decorator(login_not_required, name="dispatch")
class SecondFactor(base_views.AuthenticateView):
    form_class = SecondFactorForm
    webauthn_form_class = PasskeyForm
    template_name = "second_factor/ask.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return context | {
            "takes_code": bool(kinds - {Authenticator.Type.WEBAUTHN}),
            "takes_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "options": json.dumps(context["js_data"]["request_options"]),
        }


class CodeOnceMore(base_views.ReauthenticateView):
    form_class = CodeOnceMoreForm
    template_name = "second_factor/once_more_code.html"


class PasskeyOnceMore(webauthn_views.ReauthenticateWebAuthnView):
    form_class = PasskeyOnceMoreForm
    template_name = "second_factor/once_more_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth's own forgets the form and the way back
        context: dict[str, Any] = super(webauthn_views.ReauthenticateWebAuthnView, self).get_context_data(
            **kwargs
        )
        return context | {"options": json.dumps(begin_authentication(authenticated_user(self.request)))}

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, NOT_RECOGNISED)
        return HttpResponseRedirect(self.request.get_full_path())


class PasskeySignIn(webauthn_views.LoginWebAuthnView):
    form_class = PasskeySignInForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return what the browser is to have signed."""
        return JsonResponse(begin_authentication(user=None))

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, NOT_RECOGNISED)
        return HttpResponseRedirect(reverse("account_login"))


class App(totp_views.ActivateTOTPView):
    form_class = AppForm
    template_name = "second_factor/app.html"


class AppOff(totp_views.DeactivateTOTPView):
    form_class = AppOffForm
    template_name = "second_factor/app_off.html"


class NewPasskey(webauthn_views.AddWebAuthnView):
    form_class = NewPasskeyForm
    template_name = "second_factor/passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth's own forgets the form with its errors
        context: dict[str, Any] = super(webauthn_views.AddWebAuthnView, self).get_context_data(**kwargs)
        return context | {
            "options": json.dumps(begin_registration(authenticated_user(self.request), passwordless=True))
        }


class PasskeyOff(webauthn_views.RemoveWebAuthnView):
    template_name = "second_factor/passkey_off.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the passkey, unless the owner's role must have one and there is no other factor."""
        adapter = SecondFactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().form_valid(form)


class RecoveryCodes(recovery_views.ViewRecoveryCodesView):
    template_name = "second_factor/recovery_codes.html"


class NewRecoveryCodes(recovery_views.GenerateRecoveryCodesView):
    form_class = RecoveryCodesForm
    template_name = "second_factor/new_recovery_codes.html"
