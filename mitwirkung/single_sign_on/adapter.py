"""Where django-allauth asks us about identity providers: which there are, who may come in by one, what is said to others."""

from typing import Any, NoReturn

import requests
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from districts.models import User
from mitwirkung.single_sign_on.actions import link_account
from mitwirkung.single_sign_on.claims import LEEWAY, Claims
from mitwirkung.single_sign_on.discovery import provider_metadata, session
from mitwirkung.single_sign_on.errors import Refusal, SignOnRefused
from mitwirkung.single_sign_on.log import log_trouble
from mitwirkung.single_sign_on.protocol import AuthorityProvider, authority_provider
from mitwirkung.single_sign_on.responses import refused_page


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Our answers to allauth's questions about identity providers."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Accounts are made by invitation only."""
        return False

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> AuthorityProvider:
        """Return a provider of our setting; those that somebody writes into the database are none."""
        return authority_provider(request, provider)

    def list_providers(self, request: HttpRequest) -> list[Any]:
        return []

    def get_requests_session(self) -> requests.Session:
        return session()

    def serialize_instance(self, instance: Model) -> dict[str, Any]:
        """Keep numbers only while a second factor is asked for, not the whole account."""
        return {"pk": instance.pk}

    def deserialize_instance(self, model: type[Model], data: dict[str, Any]) -> Model:
        return model(pk=data["pk"])

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: AuthorityProvider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Answer with our own page, whatever went wrong on the way."""
        # some providers forget the state when they send somebody back
        if error == AuthError.CANCELLED or request.GET.get("error") == "access_denied":
            reason = Refusal.CANCELLED
        elif "state_id" in (extra_context or {}) and exception is None:
            reason = Refusal.STALE
        else:
            log_trouble(provider.configured, exception or "it answered with an error")
            reason = Refusal.AWAY
        raise ImmediateHttpResponse(refused_page(request, provider.configured, reason))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Decide who comes in; whoever goes on from here has an account."""
        provider: AuthorityProvider = sociallogin.provider
        claims: Claims = sociallogin.claims  # type: ignore[attr-defined]  # from our provider
        wish: dict[str, Any] = sociallogin.state["data"]
        try:
            if not constant_time_compare(claims.nonce, wish["nonce"]):
                raise SignOnRefused(Refusal.STALE)
            if "again_since" in wish:
                raise ImmediateHttpResponse(_confirmed(request, sociallogin, claims, wish["again_since"]))
            invitation: int | None = wish.get("invitation")
            if invitation is not None or not sociallogin.is_existing:
                sociallogin.account = link_account(
                    provider.configured, claims, invitation=invitation, at=timezone.now()
                )
                sociallogin.user = sociallogin.account.user
            if not sociallogin.account.user.is_active:
                raise SignOnRefused(Refusal.LOCKED, sociallogin.account.user.pk)
        except SignOnRefused as refused:
            page = refused_page(request, provider.configured, refused.reason, refused.person)
            raise ImmediateHttpResponse(page) from refused
        sociallogin.state["end"] = provider_metadata(provider.configured).end_session_endpoint


def _confirmed(request: HttpRequest, login: SocialLogin, claims: Claims, since: int) -> HttpResponse:
    """Let who is signed in go on, if it was she who just showed the provider who she is. Raises SignOnRefused."""
    if not isinstance(request.user, User):  # her session has ended meanwhile
        raise SignOnRefused(Refusal.STALE)
    if login.user != request.user:
        raise SignOnRefused(Refusal.OTHER_PERSON)
    if claims.signed_in_at is None or claims.signed_in_at < since - LEEWAY:
        raise SignOnRefused(Refusal.NOT_FRESH)
    record_authentication(
        request, request.user, "socialaccount", reauthenticated=True, provider=login.account.provider
    )
    return redirect(login.get_redirect_url(request) or "start")
