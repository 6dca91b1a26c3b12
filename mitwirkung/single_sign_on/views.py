"""To an identity provider and back from it: to sign in, to accept an invitation, and to show once more who somebody is."""

import time
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import authenticated_user
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agreements.rate_limit import Bucket, seconds_to_wait_for_network
from districts.invitations.queries import invitation_by_token
from mitwirkung.single_sign_on.errors import Refusal
from mitwirkung.single_sign_on.log import log_trouble
from mitwirkung.single_sign_on.presenters import provider_of_account
from mitwirkung.single_sign_on.protocol import AuthorityProvider, ProviderAdapter, authority_provider
from mitwirkung.single_sign_on.responses import refused_page

SIGN_ONS = Bucket(name="sign-on", burst=120, refill=2)  # many people share the address of an office


@login_not_required
@never_cache
@require_safe
def sign_on_begin(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Lead to the provider; whoever is signed in goes on without it."""
    found = _provider(request, provider)
    if request.user.is_authenticated:
        return redirect(get_next_redirect_url(request) or "start")
    return _away(request, found, {})


@login_not_required
@never_cache
@require_safe
def sign_on_invitation(request: HttpRequest, token: str, provider: str) -> HttpResponseBase:
    """Lead an invited person to the provider; the invitation is used up only when she comes back from it."""
    found, invitation = _provider(request, provider), invitation_by_token(token, timezone.now())
    if invitation is None:
        return redirect("invitation", token)  # which says why
    return _away(request, found, {"invitation": invitation.pk})


@login_not_required
@never_cache
@require_safe
def sign_on_callback(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Take back who comes from the provider."""
    found = _provider(request, provider)
    if seconds_to_wait_for_network(SIGN_ONS, request, at=timezone.now()):
        return render(request, "429.html", status=429)
    try:
        take_back = OAuth2CallbackView.adapter_view(ProviderAdapter(request, found.configured))
        response: HttpResponseBase = take_back(request)
    except OAuth2Error as error:
        return _failed(request, found, error)
    return response


@never_cache
@require_safe
def sign_on_again(request: HttpRequest) -> HttpResponseBase:
    """Offer to show the provider once more who she is to somebody who came by it."""
    person = authenticated_user(request)
    linked = provider_of_account(person)  # type: ignore[arg-type]  # our model
    if linked is None:
        return redirect("account_reauthenticate")
    query = urlencode({"next": get_next_redirect_url(request) or reverse("start")})
    ways = get_adapter().get_reauthentication_methods(person)
    others = [way | {"url": f"{way['url']}?{query}"} for way in ways if way["url"] != request.path]
    context = {
        "provider": linked,
        "url": f"{reverse('sign_on_again_begin')}?{query}",
        "reauthentication_alternatives": others,
    }
    return render(request, "single_sign_on/once_more.html", context)


@never_cache
@require_safe
def sign_on_again_begin(request: HttpRequest) -> HttpResponseBase:
    """Lead to the provider that the person's account is linked with, which is to ask her anew."""
    linked = provider_of_account(authenticated_user(request))  # type: ignore[arg-type]  # our model
    if linked is None:
        return redirect("account_reauthenticate")
    return _away(request, _provider(request, linked.key), {"again_since": int(time.time())})


def _provider(request: HttpRequest, key: str) -> AuthorityProvider:
    try:
        return authority_provider(request, key)
    except SocialApp.DoesNotExist:
        raise Http404(key) from None


def _away(request: HttpRequest, provider: AuthorityProvider, wish: Mapping[str, Any]) -> HttpResponseBase:
    if seconds_to_wait_for_network(SIGN_ONS, request, at=timezone.now()):
        return render(request, "429.html", status=429)
    next_url = get_next_redirect_url(request) or ""
    try:
        return provider.begin(request, next_url=next_url, wish=wish, again="again_since" in wish)
    except OAuth2Error as error:
        return _failed(request, provider, error)


def _failed(request: HttpRequest, provider: AuthorityProvider, error: OAuth2Error) -> HttpResponseBase:
    log_trouble(provider.configured, error)
    return refused_page(request, provider.configured, Refusal.AWAY)
