"""django-allauth's OpenID Connect, with what we ask for in addition: a nonce, a signature that holds, no settings in the address,
callbacks at our public address, and nothing kept. Whatever a provider does wrong raises OAuth2Error.
"""

from collections.abc import Mapping
from dataclasses import asdict
from functools import cached_property
from secrets import token_urlsafe
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from districts.identity_providers import IdentityProvider, identity_provider
from mitwirkung.single_sign_on.claims import Claims, judged, read_claims
from mitwirkung.single_sign_on.discovery import ProviderMetadata, ask, provider_metadata, understood

SCOPE = ["openid", "email"]


class ProviderAdapter(OpenIDConnectOAuth2Adapter):
    """Speaks with one provider."""

    def __init__(self, request: HttpRequest, configured: IdentityProvider) -> None:
        super().__init__(request, configured.key)
        self.configured = configured

    @cached_property
    def metadata(self) -> ProviderMetadata:
        return provider_metadata(self.configured)

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what allauth asks of it."""
        return asdict(self.metadata)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return the address that the provider knows us by, whatever host was asked for."""
        return callback_address(self.configured)

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> Mapping[str, Any]:
        with understood():
            answer = super().get_access_token_data(request, app, client, pkce_code_verifier)
            if not isinstance(answer, dict):
                raise OAuth2Error("the answer with the token is no object")
            return answer

    def parse_token(self, data: Mapping[str, Any]) -> SocialToken:
        """Return an empty one: no token is kept."""
        return SocialToken()

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        answer: Mapping[str, Any] = kwargs["response"]
        with understood():
            claims = judged(
                answer["id_token"],
                ask(self.metadata.jwks_uri),
                issuer=self.metadata.issuer,
                client_id=app.client_id,
            )
            if "email" not in claims and self.metadata.userinfo_endpoint:
                claims |= self._address(claims["sub"], answer["access_token"])
            provider = AuthorityProvider(request, self.configured)
            return provider.login_of(request, read_claims(claims))

    def _address(self, subject: str, access_token: str) -> dict[str, Any]:
        """Return the e-mail address from where some providers say it only."""
        said = ask(self.metadata.userinfo_endpoint, bearer=access_token)
        if said["sub"] != subject:
            raise OAuth2Error("the user info is about somebody else")
        return {name: said.get(name) for name in ("email", "email_verified")}


class AuthorityProvider(OpenIDConnectProvider):
    """One provider, as allauth knows it."""

    def __init__(self, request: HttpRequest, configured: IdentityProvider) -> None:
        self.configured = configured
        app = SocialApp(
            provider=OpenIDConnectProvider.id,
            provider_id=configured.key,
            name=configured.name,
            client_id=configured.client_id,
            secret=configured.client_secret,
            settings={"server_url": configured.server_url, "oauth_pkce_enabled": True, "scope": SCOPE},
        )
        super().__init__(request, app=app)

    def begin(
        self, request: HttpRequest, *, next_url: str, wish: Mapping[str, Any], again: bool = False
    ) -> HttpResponseBase:
        """Send the browser to the provider; `again` asks it not to believe an earlier sign-in. Raises OAuth2Error."""
        nonce = token_urlsafe(24)
        asked = {"nonce": nonce} | ({"prompt": "login", "max_age": "0"} if again else {})
        data = {**wish, "nonce": nonce}
        response: HttpResponseBase = self.redirect(
            request, AuthProcess.LOGIN, next_url=next_url, data=data, scope=SCOPE, auth_params=asked
        )
        return response

    def login_of(self, request: HttpRequest, claims: Claims) -> SocialLogin:
        """Return the sign-in of a person of whom allauth learns the subject only."""
        login: SocialLogin = self.sociallogin_from_response(request, {"sub": claims.subject})
        login.claims = claims  # type: ignore[attr-defined]  # for our adapter
        return login

    def get_oauth2_adapter(self, request: HttpRequest) -> ProviderAdapter:
        return ProviderAdapter(request, self.configured)

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[Any]:
        return []

    def serialize(self) -> dict[str, Any]:
        """Return by what it is found again while a second factor is asked for."""
        return {"id": self.configured.key}


def authority_provider(request: HttpRequest, key: str) -> AuthorityProvider:
    """Return a configured provider. Raises SocialApp.DoesNotExist."""
    configured = identity_provider(key)
    if configured is None:
        raise SocialApp.DoesNotExist(key)
    return AuthorityProvider(request, configured)


def callback_address(configured: IdentityProvider) -> str:
    """Return the address that a provider must let people be sent back to."""
    return settings.PUBLIC_URL + reverse("sign_on_callback", args=[configured.key])
